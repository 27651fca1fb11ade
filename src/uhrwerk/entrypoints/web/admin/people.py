"""/admin/people: everybody, somebody new, and what one can do to an account: invite, deactivate, archive, erase."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import cursor_of, is_id, names_after
from uhrwerk.entrypoints.web.admin import desk, fields, telling
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import Choice, Day, Field, Several, Tick
from uhrwerk.entrypoints.web.admin.offers import names_of, offers_for
from uhrwerk.entrypoints.web.admin.sections import PEOPLE, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.signing_in import links
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.entrypoints.web.zones import zone_names
from uhrwerk.operations import erasure, people, search, second_factors, teams
from uhrwerk.operations.people import NewPerson
from uhrwerk.rules.access import Role
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.storage import people as staff
from uhrwerk.storage import teams as team_shelf
from uhrwerk.storage.people import Person
from uhrwerk.storage.search.tree import And, Condition, Matches, Or, equal, holds
from uhrwerk.storage.search.tree import Field as Member
from uhrwerk.storage.store import Tx

ROLES: Final = {
    "member": N_("Member: their own time"),
    "lead": N_("Lead: also their teams' time, projects and the like"),
    "admin": N_("Administrator: everything"),
    "auditor": N_("Auditor: reads everything, changes nothing"),
}
LANGUAGES: Final = {"de": "Deutsch", "en": "English"}
SEARCHED: Final = ("first_name", "last_name", "username", "email")
ORDER: Final = ("last_name", "first_name")

ACCOUNT: Final = (
    Field(name="first_name", label=N_("First name"), required=True),
    Field(name="last_name", label=N_("Last name")),
    Field(name="username", label=N_("Username"), required=True, hint=N_("What they sign in with; small letters.")),
    Field(name="email", label=N_("E-mail"), required=True),
    Choice(name="role", label=N_("Role"), words=ROLES),
    Field(
        name="zone",
        label=N_("Time zone"),
        required=True,
        hint=N_("Days begin and end by it. Another one holds from now on; a contract can change it from a day on."),
    ),
    Choice(name="language", label=N_("Language"), words=LANGUAGES),
)
NEW: Final = (*ACCOUNT, Field(name="personnel_number", label=N_("Personnel number")))
PROFILE: Final = (
    *NEW,
    Field(name="title", label=N_("Title")),
    Field(name="position", label=N_("Position")),
    Day(name="birth_date", label=N_("Birth date"), hint=N_("The law protects the young; nobody else sees it.")),
    Several(name="tags", label=N_("Tags"), of="tags"),
)
"""What an administrator keeps of somebody. Teams and contracts stand beside it."""

INVITE: Final = Tick(name="invite", label=N_("Invite them"))


@get("/")
async def every(request: AnyRequest) -> Response[bytes]:
    """Everybody by name, narrowed by what is searched for, role, team and state."""
    visit = await admit(request)
    query = Form.of_query(request)
    after = names_after(query, 3)

    async def run(tx: Tx) -> dict[str, Any]:
        found = await search.listed(
            tx, visit.actor, staff.shelf, _wanted(query), ORDER, after=after, limit=desk.PAGE + 1
        )
        shown, last = desk.cut(found)
        every_team = await team_shelf.every(tx, visit.actor.workspace_id)
        members = await teams.memberships(tx, visit.actor)
        of_person: dict[str, list[str]] = {each.id: [] for each in shown}
        for team in every_team:
            for person_id in members.get(team.id, ()):
                if person_id in of_person:
                    of_person[person_id].append(team.name)
        return {"records": shown, "last": last, "teams": every_team, "teams_of": of_person}

    found = await visit.house.store.read(run)
    last = found.pop("last")
    key = [last.last_name, last.first_name, last.id] if last else None
    found |= {"query": query, "further": desk.address(visit, query, after=cursor_of(key)) if key else None}
    return admin_page(visit, "admin/people.html", done=desk.done_in(query), **found)


def _wanted(query: Form) -> Condition:
    parts: list[Condition] = []
    for word in query.text("q")[: desk.QUERY_LENGTH].split():
        parts.append(Or(tuple(Matches(Member(name), "anywhere", word) for name in SEARCHED)))
    if query.text("role") in ROLES:
        parts.append(equal("role", query.text("role")))
    if is_id(query.text("team")):
        parts.append(holds("teams", query.text("team")))
    match query.text("state"):
        case "inactive":
            parts.append(equal("active", False))
        case "archived":
            parts.append(equal("archived", True))
        case "all":
            pass
        case _:
            parts.append(equal("active", True))
    return And(tuple(parts))


@get("/new")
async def blank(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    values = {"role": "member", "zone": visit.workspace.zone, "language": visit.reader.language, "invite": True}
    return _new(visit, fields.filled((*NEW, INVITE), values, visit.reader.formats))


@post("/new", status_code=200)
async def add(request: AnyRequest) -> Response[bytes]:
    """Add somebody, and invite them if that is wanted: a letter goes out, or the link is shown once."""
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members = fields.read(NEW, form)
    if form.ok:
        actor = visit.because(form.given("reason"))
        new = NewPerson(**members | {"last_name": members["last_name"] or ""})
        try:
            person = await visit.house.store.write(lambda tx: people.add(tx, actor, visit.now, new))
        except Refusal as refusal:
            desk.refuse(form, refusal, [each.name for each in NEW])
        else:
            if form.ticked("invite"):
                return await _invited(request, visit, person)
            return done(visit, f"{PEOPLE.path}/{person.id}", "added")
    return _new(visit, form)


def _new(visit: Visit, form: Form) -> Response[bytes]:
    values = {"form": form, "fields": NEW, "invite": INVITE, "zones": zone_names()}
    return admin_page(visit, "admin/person_new.html", status=desk.status_of(form), **values)


@get("/{id:uuid}")
async def one(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request)
    return await _shown(visit, str(id), None, desk.done_in(Form.of_query(request)))


@post("/{id:uuid}", status_code=200)
async def change(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members = fields.read(PROFILE, form)
    version = form.whole("version")
    if form.ok:
        actor = visit.because(form.given("reason"))

        async def run(tx: Tx) -> None:
            before = await people.listed(tx, actor, str(id))
            kept = _kept(visit, before)
            wanted = members | {"last_name": members["last_name"] or ""}
            others = {name: value for name, value in wanted.items() if value != kept[name]}
            await people.change(tx, actor, visit.now, before.id, others, version)

        try:
            await visit.house.store.write(run)
        except Refusal as refusal:
            desk.refuse(form, refusal, [each.name for each in PROFILE])
        else:
            return done(visit, f"{PEOPLE.path}/{id}", "saved")
    return await _shown(visit, str(id), form)


def _kept(visit: Visit, person: Person) -> dict[str, Any]:
    kept = {each.name: getattr(person, each.name) for each in PROFILE if each.name != "zone"}
    return kept | {"zone": person.zones.at(visit.now).key}


async def _shown(
    visit: Visit, id: str, form: Form | None, told: str | None = None, problem: Form | None = None
) -> Response[bytes]:
    async def run(tx: Tx) -> dict[str, Any]:
        person = await people.listed(tx, visit.actor, id)
        shown = form or fields.filled(PROFILE, _kept(visit, person), visit.reader.formats)
        of_person = await team_shelf.of_person(tx, visit.actor.workspace_id, id)
        names = await names_of(tx, visit.actor.workspace_id, {"teams": of_person})
        offers = await offers_for(tx, visit.actor, PROFILE, person.tags)
        history = await telling.history_of(tx, visit.actor, visit.reader, "person", id)
        means = await second_factors.means_of(tx, person)
        found = {"person": person, "form": shown, "offers": offers, "history": history, "means": means}
        return found | {"teams": [(each, names[each]) for each in of_person]}

    found = await visit.house.store.read(run)
    found |= {"fields": PROFILE, "problem": problem or Form(), "zones": zone_names()}
    return admin_page(visit, "admin/person.html", status=desk.status_of(problem or found["form"]), done=told, **found)


@post("/{id:uuid}/invite", status_code=200)
async def invite(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """A link by which they choose their password: by letter, or shown here once."""
    visit = await admit(request, to_change=True)
    person = await visit.house.store.read(lambda tx: people.listed(tx, visit.actor, str(id)))
    return await _invited(request, visit, person)


async def _invited(request: AnyRequest, visit: Visit, person: Person) -> Response[bytes]:
    try:
        link = await links.invite(request, visit, person.id)
    except Refusal as refusal:
        problem = Form()
        problem.refuse("", refusal.message)
        return await _shown(visit, person.id, None, problem=problem)
    return admin_page(visit, "admin/person_invited.html", person=person, link=link)


STATES: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "deactivate": ({"active": False}, "deactivated"),
    "activate": ({"active": True, "archived": False}, "activated"),
    "archive": ({"archived": True}, "archived"),
    "restore": ({"archived": False}, "restored"),
}
UNLOCK: Final = "unlock"
ERASE: Final = "erase"


@get("/{id:uuid}/ask/{act:str}")
async def ask(request: AnyRequest, id: FromPath[UUID], act: FromPath[str]) -> Response[bytes]:
    """What it means, before it is done."""
    visit = await admit(request, to_change=True)
    return await _asked(visit, str(id), act, Form())


@post("/{id:uuid}/ask/{act:str}", status_code=200)
async def do(request: AnyRequest, id: FromPath[UUID], act: FromPath[str]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    if act == ERASE:
        return await _erase(visit, str(id), form)
    if act not in (*STATES, UNLOCK):
        raise NotFound("page")
    actor = visit.because(form.given("reason"))
    members, told = STATES.get(act, ({}, "unlocked"))

    async def run(tx: Tx) -> None:
        await people.listed(tx, actor, str(id))
        if act == UNLOCK:
            await second_factors.take_off_all(tx, actor, visit.now, str(id))
        else:
            await people.change(tx, actor, visit.now, str(id), members)

    try:
        await visit.house.store.write(run)
    except Refusal as refusal:
        form.refuse_all(refusal, ["reason"])
        return await _asked(visit, str(id), act, form)
    return done(visit, f"{PEOPLE.path}/{id}", told)


async def _erase(visit: Visit, id: str, form: Form) -> Response[bytes]:
    """Who they were goes at once; their time goes, or stays under a pseudonym for as long as the law asks."""
    actor, keep = visit.because(form.given("reason")), form.text("records") != "erase"
    if form.text("sure").lower() != (await _named(visit, id)).username:
        form.refuse("sure", N_("Please type the username, to be sure that it is the right person."))
        return await _asked(visit, id, ERASE, form)
    try:
        await visit.house.store.write(lambda tx: erasure.erase(tx, actor, visit.now, id, keep_records=keep))
    except Refusal as refusal:
        form.refuse_all(refusal, ["reason"])
        return await _asked(visit, id, ERASE, form)
    await visit.house.store.scrub()
    return done(visit, PEOPLE.path, "erased")


async def _named(visit: Visit, id: str) -> Person:
    return await visit.house.store.read(lambda tx: people.listed(tx, visit.actor, id))


async def _asked(visit: Visit, id: str, act: str, form: Form) -> Response[bytes]:
    if act not in (*STATES, UNLOCK, ERASE):
        raise NotFound("page")
    person = await _named(visit, id)
    values = {"person": person, "form": form, "act": act}
    return admin_page(visit, "admin/person_ask.html", status=desk.status_of(form), **values)


router = Router("/people", route_handlers=[every, blank, add, one, change, invite, ask, do])

assert set(ROLES) == set(Role), "every role is explained"
