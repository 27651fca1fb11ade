"""/admin/credentials: what clients of each dialect sign in with. Tokens and secrets are shown once."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.credentials import KINDS, issue
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.oauth.realm import address as own_address
from uhrwerk.entrypoints.web.addresses import cursor_of, instant_after, is_id
from uhrwerk.entrypoints.web.admin import desk
from uhrwerk.entrypoints.web.admin.clients import DIALECTS, curl_line
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import One
from uhrwerk.entrypoints.web.admin.offers import names_of, offers_for
from uhrwerk.entrypoints.web.admin.sections import CREDENTIALS, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import credentials, people
from uhrwerk.operations.credentials import Issued
from uhrwerk.rules.access import check_is_admin
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.store import Tx

LONGEST_DAYS: Final = 3650
PERSON: Final = One(name="person_id", label=N_("Person"), of="people", empty=N_("Please choose"))


def state_of(credential: Credential, now: datetime) -> str:
    if credential.revoked_at is not None:
        return "revoked"
    return "expired" if credential.expires_at is not None and credential.expires_at <= now else "valid"


@get("/")
async def every(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request)
    query = Form.of_query(request)
    after = instant_after(query)
    face = query.text("face") if query.text("face") in DIALECTS else None
    person_id = query.text("person") if is_id(query.text("person")) else None
    valid_at = None if query.text("state") == "all" else visit.now

    async def run(tx: Tx) -> dict[str, Any]:
        found = await credentials.every(
            tx,
            visit.actor,
            face=face,
            person_id=person_id,
            valid_at=valid_at,
            after=after,
            limit=desk.PAGE + 1,
        )
        shown, last = desk.cut(found)
        ids = [each.person_id for each in shown if each.person_id]
        names = await names_of(tx, visit.actor.workspace_id, {"people": [*ids, *([person_id] if person_id else [])]})
        return {"records": shown, "last": last, "names": names}

    found = await visit.house.store.read(run)
    last = found.pop("last")
    key = [last.created_at.isoformat(), last.id] if last else None
    found |= {"query": query, "dialects": DIALECTS, "state_of": state_of, "person_id": person_id}
    found |= {"further": desk.address(visit, query, after=cursor_of(key)) if key else None}
    return admin_page(visit, "admin/credentials.html", done=desk.done_in(query), **found)


@get("/new/{face:str}")
async def blank(request: AnyRequest, face: FromPath[str]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    query = Form.of_query(request)
    values = {"person_id": query.text("person") or visit.person.id, "days": "365"}
    return await _form(visit, face, Form.with_values(**values, scopes=list(_kind(face).scopes)))


@post("/new/{face:str}", status_code=200)
async def add(request: AnyRequest, face: FromPath[str]) -> Response[bytes]:
    """Make one; the answer shows it, this once."""
    visit = await admit(request, to_change=True)
    form, kind = await Form.of(request), _kind(face)
    person_id = form.given("person_id") if kind.of_person else None
    if kind.of_person and not is_id(person_id or ""):
        form.refuse("person_id", N_("Please choose one."))
    scopes = tuple(each for each in kind.scopes if each in form.every("scopes")) if face == "native" else None
    if scopes == ():
        form.refuse("scopes", N_("Please choose at least one."))
    expires_at = _expiry(form, visit.now)
    if form.ok:
        actor = visit.because(form.given("reason"))

        async def run(tx: Tx) -> Issued:
            if person_id is not None:
                await people.listed(tx, actor, person_id)
            return await issue(
                tx, actor, visit.now, visit.house.vault, face, person_id, form.text("name"), scopes, expires_at
            )

        try:
            issued = await visit.house.store.write(run)
        except Refusal as refusal:
            desk.refuse(form, refusal, ["name", "person_id", "days", "reason"], expires_at="days")
        else:
            return _shown_once(request, visit, issued)
    return await _form(visit, face, form)


def _kind(face: str) -> Any:
    """Raises NotFound for a dialect that there is none of."""
    if face not in DIALECTS:
        raise NotFound("page")
    return KINDS[face]


def _expiry(form: Form, now: datetime) -> datetime | None:
    days = form.whole("days")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        form.refuse("days", N_("Please type a number of days from 1 to 3650, or nothing."))
        return None
    return None if days is None else now + timedelta(days=days)


def _shown_once(request: AnyRequest, visit: Visit, issued: Issued) -> Response[bytes]:
    base = own_address(request)
    dialect = DIALECTS[issued.credential.face]
    return admin_page(
        visit,
        "admin/credential_shown.html",
        issued=issued,
        dialect=dialect,
        address=base + dialect.base,
        curl=curl_line(base, issued, visit.person.username),
    )


async def _form(visit: Visit, face: str, form: Form) -> Response[bytes]:
    kind = _kind(face)
    check_is_admin(visit.actor)
    wanted = [PERSON] if kind.of_person else []
    offers = await visit.house.store.read(lambda tx: offers_for(tx, visit.actor, wanted))
    values = {"face": face, "kind": kind, "dialect": DIALECTS[face], "person": PERSON, "form": form}
    status = desk.status_of(form)
    return admin_page(visit, "admin/credential_form.html", status=status, offers=offers, **values)


@get("/{id:uuid}/revoke")
async def ask(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    return await _asked(visit, str(id), Form())


@post("/{id:uuid}/revoke", status_code=200)
async def revoke(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    actor = visit.because(form.given("reason"))

    async def run(tx: Tx) -> None:
        await credentials.get(tx, actor, str(id))
        await credentials.revoke(tx, actor, visit.now, str(id))

    try:
        await visit.house.store.write(run)
    except Refusal as refusal:
        form.refuse_all(refusal, ["reason"])
        return await _asked(visit, str(id), form)
    return done(visit, CREDENTIALS.path, "revoked")


async def _asked(visit: Visit, id: str, form: Form) -> Response[bytes]:
    record = await visit.house.store.read(lambda tx: credentials.get(tx, visit.actor, id))
    values = {"record": record, "form": form, "dialect": DIALECTS[record.face]}
    return admin_page(visit, "admin/credential_revoke.html", status=desk.status_of(form), **values)


router = Router("/credentials", route_handlers=[every, blank, add, ask, revoke])
