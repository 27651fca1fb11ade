"""What a report asks for: read from the address and written into it, or into a report that is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.operations.report_filters import EMPTY, Wanted
from uhrwerk.operations.reports import OF_TIME, Group, Key
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.reporting import Days, Period, checked, days_of, whole

FIELDS: Final = {
    "person": "people",
    "client": "clients",
    "project": "projects",
    "task": "tasks",
    "type": "types_of_work",
    "tag": "tags",
}
"""The members of `Wanted` that are lists of ids, by their names in the address."""

FIELD_OF: Final = {
    Group.PERSON: "person",
    Group.CLIENT: "client",
    Group.PROJECT: "project",
    Group.TASK: "task",
    Group.TYPE_OF_WORK: "type",
    Group.TAG: "tag",
}
CUSTOM: Final = "custom"
FLAGS: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Question:
    """`period` is None for days that were named themselves; `compared` whether with the days before."""

    wanted: Wanted
    period: Period | None
    groups: tuple[Group, ...]
    compared: bool

    @property
    def address(self) -> str:
        """The query that asks the same again."""
        return urlencode(list(self._pairs()))

    def about(self, *keys: tuple[Group, Key], week_start: int) -> str:
        """The query about a row: the group's key, within those around it."""
        found = self
        for group, key in keys:
            found = found._narrowed(group, key, week_start)
        return urlencode(list(found._pairs(grouped=False)))

    def without(self, field: str, id: str) -> str:
        """The query without one id of a filter."""
        left = getattr(self.wanted, FIELDS[field]) - {id}
        return replace(self, wanted=_changed(self.wanted, FIELDS[field], left)).address

    def _narrowed(self, group: Group, key: Key, week_start: int) -> "Question":
        if group in OF_TIME:
            assert isinstance(key, date)
            step = whole(key, OF_TIME[group], week_start)
            days = self.wanted.days
            within = Days(max(days.first, step.first), min(days.last, step.last))
            return replace(self, wanted=replace(self.wanted, days=within), period=None)
        if group is Group.BILLABLE:
            return replace(self, wanted=replace(self.wanted, billable=bool(key)))
        return replace(self, wanted=_changed(self.wanted, FIELDS[FIELD_OF[group]], frozenset({str(key)})))

    def _pairs(self, grouped: bool = True) -> Iterable[tuple[str, str]]:
        wanted = self.wanted
        if self.period is None:
            yield from (("starts_on", wanted.days.first.isoformat()), ("ends_on", wanted.days.last.isoformat()))
        else:
            yield "period", self.period
        if grouped:
            yield from zip(("by", "then"), self.groups, strict=False)
            if self.compared:
                yield "compare", "yes"
        for name, member in FIELDS.items():
            yield from ((name, id) for id in sorted(getattr(wanted, member)))
        if wanted.billable is not None:
            yield "billable", "yes" if wanted.billable else "no"
        if wanted.text:
            yield "text", wanted.text


def _changed(wanted: Wanted, member: str, ids: frozenset[str]) -> Wanted:
    changes: dict[str, Any] = {member: ids}
    return replace(wanted, **changes)


def asked(form: Form, today: date, week_start: int) -> Question:
    """The question in an address; what is wrong with it is the form's `errors`, and this month is shown instead."""
    period, days = _days(form, today, week_start)
    groups = [_group(form, "by") or Group.PROJECT, _group(form, "then")]
    wanted = Wanted(
        days,
        **{member: frozenset(form.every(name)) or EMPTY for name, member in FIELDS.items()},
        billable=FLAGS.get(form.text("billable")),
        text=form.text("text"),
    )
    chosen = tuple(dict.fromkeys(group for group in groups if group is not None))
    return Question(wanted, period, chosen, form.ticked("compare"))


def _days(form: Form, today: date, week_start: int) -> tuple[Period | None, Days]:
    named = form.text("period")
    if named in set(Period):
        return Period(named), days_of(Period(named), today, week_start)
    first, last = form.day("starts_on"), form.day("ends_on")
    for name, day in (("starts_on", first), ("ends_on", last)):
        if day is None and (named == CUSTOM or "starts_on" in form or "ends_on" in form):
            form.refuse(name, N_("is needed for days of your own"))
    if first is not None and last is not None:
        try:
            return None, checked(Days(first, last))
        except Invalid as refusal:
            form.refuse_all(refusal)
    elif named not in ("", CUSTOM):
        form.refuse("period", N_("is not known"))
    return Period.THIS_MONTH, days_of(Period.THIS_MONTH, today, week_start)


def _group(form: Form, name: str) -> Group | None:
    text = form.text(name)
    if not text:
        return None
    if text not in set(Group):
        form.refuse(name, N_("is not known"))
        return None
    return Group(text)


def definition_of(question: Question) -> dict[str, Any]:
    """What is kept of it, as /v1/reports has it: a period stays one, counted from the day it is read."""
    wanted, days = question.wanted, question.wanted.days
    named = question.period
    return {
        "period": named,
        "starts_on": None if named else days.first.isoformat(),
        "ends_on": None if named else days.last.isoformat(),
        "group_by": list(question.groups),
        **{member: sorted(getattr(wanted, member)) for member in FIELDS.values()},
        "billable": wanted.billable,
        "text": wanted.text or None,
    }


def address_of(definition: dict[str, Any]) -> str:
    """The query that asks for what was kept; what another API has kept as something else is left out."""
    pairs: list[tuple[str, str]] = []
    for name in ("period", "starts_on", "ends_on", "text"):
        pairs.append((name, _text(definition.get(name))))
    groups = definition.get("group_by")
    pairs += zip(("by", "then"), map(_text, groups if isinstance(groups, list) else []), strict=False)
    for name, member in FIELDS.items():
        ids = definition.get(member)
        pairs += [(name, _text(id)) for id in (ids if isinstance(ids, list) else [])]
    pairs.append(("billable", next((word for word, flag in FLAGS.items() if flag is definition.get("billable")), "")))
    return urlencode([pair for pair in pairs if pair[1]])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
