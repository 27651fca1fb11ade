"""/admin/people/<id>/contracts: what was agreed with somebody about working time, from a day on, as a timeline."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.admin import desk, fields, telling
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import Amount, Choice, Day, Field, Hours, Notes, SignedHours, seconds_typed
from uhrwerk.entrypoints.web.admin.sections import PEOPLE, admit
from uhrwerk.entrypoints.web.formats import Formats
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.entrypoints.web.zones import zone_names
from uhrwerk.operations import contracts, people, public_holidays
from uhrwerk.rules.contract import week_of
from uhrwerk.rules.day import local_date
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.store import Tx

DAYS: Final = 7
MONDAY: Final = date(2024, 1, 1)
"""The first of a month, too: the weekdays are its first seven days."""
KINDS: Final = {
    "weekdays": N_("Hours on each weekday"),
    "week": N_("Hours a week, spread over the workdays"),
    "trust": N_("Trust: no target, no balance"),
}
BREAKS: Final = {
    "as-taken": N_("As they were taken"),
    "deduct-minimum": N_("What is missing of the law's breaks is deducted"),
}
OVERTIME: Final = {
    "counts": N_("Counts"),
    "approved-only": N_("Counts as far as it was approved"),
}
PERIODS: Final = {"month": N_("Month"), "year": N_("Year")}
EXCESS: Final = {"forfeit": N_("Is forfeited"), "pay-out": N_("Is paid out")}


@dataclass(frozen=True, kw_only=True)
class Weekdays(Field):
    """Seven lengths, from Monday to Sunday; nothing typed is nothing due."""

    control: ClassVar[str] = "weekdays"

    def read(self, form: Form) -> list[int] | None:
        if form.text("kind") != "weekdays":
            return None
        typed = [form.text(f"{self.name}_{day}") for day in range(1, DAYS + 1)]
        seconds = [seconds_typed(text) if text else 0 for text in typed]
        if any(each is None or each < 0 for each in seconds):
            form.refuse(self.name, N_("Please type hours such as 7:30 or 7.5."))
        return [each or 0 for each in seconds]


class Weekly(Hours):
    def read(self, form: Form) -> int | None:
        return super().read(form) if form.text("kind") == "week" else None


@dataclass(frozen=True, kw_only=True)
class Workdays(Field):
    control: ClassVar[str] = "workdays"

    def read(self, form: Form) -> list[int] | None:
        if form.text("kind") == "weekdays":
            return None
        return [int(day) for day in form.every(self.name) if day in {str(each) for each in range(1, DAYS + 1)}]

    def typed(self, value: Any, formats: Formats) -> list[int]:
        return list(value or ())


END: Final = Day(name="ends_on", label=N_("Last day"), hint=N_("Empty: until further notice."))
NOTE: Final = Notes(name="note", label=N_("Note"))
WHEN: Final = (
    Day(
        name="starts_on",
        label=N_("First day"),
        required=True,
        hint=N_("A contract without an end that holds on the day before ends then."),
    ),
    END,
)
HOW_MUCH: Final = (
    Choice(
        name="kind",
        label=N_("Working time"),
        words=KINDS,
        hint=N_("What is due on a day. Public holidays and absences take from it."),
    ),
    Weekly(name="weekly_seconds", label=N_("Hours a week"), required=True, hint=N_("Such as 38:30 or 38.5.")),
    Weekdays(name="weekday_seconds", label=N_("Hours on each weekday"), hint=N_("Empty: the day is free.")),
    Workdays(name="workdays", label=N_("Workdays"), hint=N_("The week's hours are spread evenly over them.")),
)
WHERE: Final = (
    Field(name="zone", label=N_("Time zone"), hint=N_("Empty: the person's own stays.")),
    Field(
        name="region",
        label=N_("Region"),
        hint=N_("ISO 3166, such as DE-BE or AT: its public holidays are free."),
    ),
    Choice(
        name="law",
        label=N_("Labour law"),
        words={code: code for code in sorted(LAWS)},
        empty=N_("That of the region's country"),
        hint=N_("What is checked: breaks, rest, the longest day and week."),
    ),
    Choice(name="break_policy", label=N_("Breaks"), words=BREAKS),
)
BALANCE: Final = (
    SignedHours(
        name="start_balance_seconds",
        label=N_("Balance at the start"),
        hint=N_("Hours brought along, such as +12:30 or -4:00."),
    ),
    Choice(
        name="overtime",
        label=N_("Overtime"),
        words=OVERTIME,
        hint=N_("What is worked beyond a day's due."),
    ),
    Choice(
        name="balance_period",
        label=N_("The cap holds at the end of each"),
        words=PERIODS,
        empty=N_("No cap"),
    ),
    Hours(
        name="balance_cap_seconds",
        label=N_("Cap of the balance"),
        hint=N_("As much may stand on the balance then."),
    ),
    Choice(name="balance_excess", label=N_("What exceeds the cap"), words=EXCESS),
    Amount(
        name="vacation_days",
        label=N_("Vacation days a year"),
        hint=N_("In a year that the contract begins or ends in, its share. Entitlements take precedence."),
    ),
)
GROUPS: Final[Sequence[tuple[str, Sequence[Field]]]] = (
    (N_("From when to when"), WHEN),
    (N_("How much"), HOW_MUCH),
    (N_("Where and by which rules"), WHERE),
    (N_("Balance and vacation"), BALANCE),
    (N_("Besides"), (NOTE,)),
)
TERMS: Final = tuple(field for _, group in GROUPS for field in group)
OF_BEGUN: Final = (END, NOTE)
"""What can be changed of a contract that has begun; anything else is a further contract from a day on."""


@get("/{person_id:uuid}/contracts")
async def timeline(request: AnyRequest, person_id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request)
    query = Form.of_query(request)

    async def run(tx: Tx) -> dict[str, Any]:
        person = await people.listed(tx, visit.actor, str(person_id))
        found = await contracts.of_person(tx, person)
        return {"person": person, "contracts": found, "today": local_date(visit.now, person.zones)}

    found = await visit.house.store.read(run)
    words = {"kind": KINDS, "break_policy": BREAKS, "overtime": OVERTIME, "period": PERIODS, "excess": EXCESS}
    return admin_page(visit, "admin/contracts.html", done=desk.done_in(query), words=words, week_of=week_of, **found)


@get("/{person_id:uuid}/contracts/new")
async def blank(request: AnyRequest, person_id: FromPath[UUID]) -> Response[bytes]:
    """A further contract begins with the terms of the last one."""
    visit = await admit(request, to_change=True)

    async def run(tx: Tx) -> Contract | None:
        person = await people.listed(tx, visit.actor, str(person_id))
        found = await contracts.of_person(tx, person)
        return found[-1] if found else None

    last = await visit.house.store.read(run)
    values: dict[str, Any] = {**contracts.DEFAULTS, "kind": "week", "workdays": contracts.MONDAY_TO_FRIDAY}
    if last is not None:
        values |= {name: getattr(last, name) for name in contracts.DEFAULTS if name not in contracts.BEGIN_ANEW}
        values |= {"kind": last.kind, "ends_on": None, "note": None}
    return await _form(visit, str(person_id), None, _filled(visit, values))


@post("/{person_id:uuid}/contracts/new", status_code=200)
async def add(request: AnyRequest, person_id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members = await _read(TERMS, form)
    if form.ok:
        actor = visit.because(form.given("reason"))
        given = {name: value for name, value in members.items() if value is not None}

        async def run(tx: Tx) -> None:
            await people.listed(tx, actor, str(person_id))
            await contracts.add(tx, actor, visit.now, str(person_id), given)

        try:
            await visit.house.store.write(run)
        except Refusal as refusal:
            _refuse(form, refusal)
        else:
            return done(visit, _base(person_id), "added")
    return await _form(visit, str(person_id), None, form)


@get("/{person_id:uuid}/contracts/{id:uuid}")
async def one(request: AnyRequest, person_id: FromPath[UUID], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request)
    return await _form(visit, str(person_id), str(id), None)


@post("/{person_id:uuid}/contracts/{id:uuid}", status_code=200)
async def change(request: AnyRequest, person_id: FromPath[UUID], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    changeable = TERMS if "starts_on" in form else OF_BEGUN
    members = await _read(changeable, form)
    version = form.whole("version")
    if form.ok:
        actor = visit.because(form.given("reason"))

        async def run(tx: Tx) -> None:
            await _of(tx, visit, str(person_id), str(id))
            await contracts.change_with(tx, actor, visit.now, str(id), lambda before: _others(members, before), version)

        try:
            await visit.house.store.write(run)
        except Refusal as refusal:
            _refuse(form, refusal)
        else:
            return done(visit, _base(person_id), "saved")
    return await _form(visit, str(person_id), str(id), form)


def _others(members: dict[str, Any], before: Contract) -> dict[str, Any]:
    """Members that are others now; workdays that no one was asked for follow from the hours."""
    kept = {name: value for name, value in members.items() if (name, value) != ("workdays", None)}
    return {name: value for name, value in kept.items() if value != getattr(before, name)}


@get("/{person_id:uuid}/contracts/{id:uuid}/remove")
async def ask(request: AnyRequest, person_id: FromPath[UUID], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    return await _asked(visit, str(person_id), str(id), Form())


@post("/{person_id:uuid}/contracts/{id:uuid}/remove", status_code=200)
async def remove(request: AnyRequest, person_id: FromPath[UUID], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    actor = visit.because(form.given("reason"))

    async def run(tx: Tx) -> None:
        await _of(tx, visit, str(person_id), str(id))
        await contracts.remove(tx, actor, visit.now, str(id))

    try:
        await visit.house.store.write(run)
    except Refusal as refusal:
        form.refuse_all(refusal, ["reason"])
        return await _asked(visit, str(person_id), str(id), form)
    return done(visit, _base(person_id), "removed")


async def _asked(visit: Visit, person_id: str, id: str, form: Form) -> Response[bytes]:
    contract = await visit.house.store.read(lambda tx: _of(tx, visit, person_id, id))
    values = {"contract": contract, "form": form, "base": _base(person_id)}
    return admin_page(visit, "admin/contract_remove.html", status=desk.status_of(form), **values)


async def _of(tx: Tx, visit: Visit, person_id: str, id: str) -> Contract:
    """That person's contract; in anybody else's address there is none. Raises NotFound."""
    found = await contracts.get(tx, visit.actor, id)
    if found.person_id != person_id:
        raise NotFound("contract")
    return found


def _base(person_id: UUID | str) -> str:
    return f"{PEOPLE.path}/{person_id}/contracts"


async def _read(wanted: Sequence[Field], form: Form) -> dict[str, Any]:
    """The members, with the region looked up beforehand: the first time takes too long for a transaction."""
    members = fields.read(wanted, form)
    if members.get("start_balance_seconds", 0) is None:
        members["start_balance_seconds"] = 0
    if members.get("region"):
        try:
            await asyncio.to_thread(public_holidays.check_region, members["region"])
        except Refusal as refusal:
            _refuse(form, refusal)
    return members


def _filled(visit: Visit, values: dict[str, Any]) -> Form:
    formats = visit.reader.formats
    week = values.get("weekday_seconds") or [0] * DAYS
    days = {f"weekday_seconds_{day}": formats.hours(seconds) if seconds else "" for day, seconds in enumerate(week, 1)}
    return fields.filled(TERMS, values, formats, **days)


def _refuse(form: Form, refusal: Refusal) -> None:
    desk.refuse(form, refusal, [*(each.name for each in TERMS), "reason"])


async def _form(visit: Visit, person_id: str, id: str | None, form: Form | None) -> Response[bytes]:
    """The form of a new contract (no id), or of one that is there."""

    async def run(tx: Tx) -> dict[str, Any]:
        person = await people.listed(tx, visit.actor, person_id)
        contract = None if id is None else await _of(tx, visit, person_id, id)
        begun = contract is not None and contract.starts_on <= local_date(visit.now, person.zones)
        history = [] if id is None else await telling.history_of(tx, visit.actor, visit.reader, "contract", id)
        return {"person": person, "contract": contract, "begun": begun, "history": history}

    found = await visit.house.store.read(run)
    contract = found["contract"]
    kept = {} if contract is None else {each.name: getattr(contract, each.name) for each in TERMS}
    found |= {"form": form or _filled(visit, kept), "groups_of_fields": GROUPS, "of_begun": OF_BEGUN}
    found |= {"zones": zone_names(), "monday": MONDAY, "base": _base(person_id)}
    return admin_page(visit, "admin/contract_form.html", status=desk.status_of(found["form"]), **found)


router = Router("/people", route_handlers=[timeline, blank, add, one, change, ask, remove])
