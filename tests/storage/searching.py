"""What the search is tried with: a small world, tasks in it, and any condition that can be put to them.

Everything is there twice: as records to be kept, and as mappings for `memory`, to which the SQL is compared.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.storage.workshop import NOON
from uhrwerk.operations.records import new_id
from uhrwerk.rules.day import Zones
from uhrwerk.storage import clients, people, projects, tags, tasks, teams
from uhrwerk.storage.clients import Client
from uhrwerk.storage.parts import ContactDetail, ProjectMember
from uhrwerk.storage.people import Person
from uhrwerk.storage.projects import Project
from uhrwerk.storage.search.tree import (
    And,
    Comparison,
    Condition,
    Count,
    Exists,
    Field,
    Form,
    In,
    Matches,
    Not,
    Operator,
    Or,
    Order,
    Where,
)
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tags import Tag
from uhrwerk.storage.tasks import Task
from uhrwerk.storage.teams import Team

TEXTS = (
    "",
    "a",
    "A",
    "ä",
    "Ä",
    "aÄ",
    "Straße",
    "100%",
    "a_b",
    "back\\slash",
    "it's",
    "'; DROP TABLE task; --",
    ":a $1",
    "z",
)
IDS = tuple(new_id() for _ in range(6))
ADA, BEN, WEBSITE, SHOP, URGENT, OLD = IDS


@dataclass
class World:
    """Everybody and everything that tasks refer to, by id, as the oracle sees it."""

    workspace_id: str
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1_000_000))

    def base(self, id: str, deleted: bool = False) -> dict[str, Any]:
        return {
            "workspace_id": self.workspace_id,
            "id": id,
            "number": next(self.numbers),
            "created_by": id,
            "created_at": NOON,
            "updated_by": id,
            "updated_at": NOON,
            "version": 1,
            "deleted_at": NOON if deleted else None,
        }


@dataclass(frozen=True)
class TaskData:
    """A task to be."""

    id: str
    name: str
    note: str | None
    project_id: str | None
    assignees: tuple[str, ...]
    tags: tuple[str, ...]
    planned_seconds: int | None
    archived: bool
    due_at: datetime | None
    deleted: bool


async def furnish(tx: Tx, workspace_id: str) -> World:
    """Two people in one team, two projects, two tags of which one is deleted."""
    world = World(workspace_id)
    await _people(tx, world)
    nord = Client(**world.base(new_id()), name="Nordlicht", note=None, archived=False)
    await clients.shelf.add(tx, nord)
    await _projects(tx, world, nord)
    await _team(tx, world)
    for id, name, deleted in ((URGENT, "Ä", False), (OLD, "old", True)):
        await tags.shelf.add(tx, Tag(**world.base(id, deleted), name=name, color=None))
        world.seen[id] = {"id": id, "name": name, "color": None}
    return world


async def _people(tx: Tx, world: World) -> None:
    detail = ContactDetail(new_id(), "phone", ADA, NOON, ADA, NOON, label="Büro", value="0800")
    for id, name, title, active, contacts in ((ADA, "Ada", "Dr.", True, (detail,)), (BEN, "ben", None, False, ())):
        person = Person(
            **world.base(id),
            username=f"{name}-{id}",
            email=f"{name}@example.org",
            first_name=name,
            last_name="Example",
            role="member",
            zones=Zones.always("Europe/Berlin"),
            language="en",
            password_hash=None,
            active=active,
            title=title,
            contacts=contacts,
        )
        await people.shelf.add(tx, person)
        # What else is known of a person is personal: it is kept, and no question finds or counts it.
        own = {"kind": "email", "value": person.email, "label": None}
        world.seen[id] = {
            "id": id,
            "first_name": name,
            "title": title,
            "active": active,
            "contacts": [own],
            "teams": [],
        }


async def _projects(tx: Tx, world: World, client: Client) -> None:
    members = (ProjectMember(ADA, responsible=True), ProjectMember(BEN))
    for id, name, key, its_client, its_members in (
        (WEBSITE, "Website", "WEB", client, members),
        (SHOP, "Ä shop", None, None, ()),
    ):
        project = Project(
            **world.base(id),
            name=name,
            key=key,
            note=None,
            client_id=its_client.id if its_client else None,
            project_type_id=None,
            project_status_id=None,
            billable=key is not None,
            archived=False,
            members=its_members,
        )
        await projects.shelf.add(tx, project)
        world.seen[id] = {
            "id": id,
            "name": name,
            "key": key,
            "billable": project.billable,
            "client": its_client and {"name": its_client.name},
            "members": [
                {"person_id": each.person_id, "responsible": each.responsible, "person": world.seen[each.person_id]}
                for each in its_members
            ],
            "teams": [],
        }


async def _team(tx: Tx, world: World) -> None:
    team = Team(**world.base(new_id()), name="Team Ä", projects=[WEBSITE])
    await teams.shelf.add(tx, team)
    for person_id in (ADA, BEN):
        await teams.add_member(tx, world.workspace_id, team.id, person_id)
    seen = {"id": team.id, "name": team.name, "icon": None, "members": [world.seen[ADA], world.seen[BEN]]}
    for id in (ADA, BEN, WEBSITE):
        world.seen[id]["teams"] = [seen]


async def add_task(tx: Tx, world: World, data: TaskData) -> dict[str, Any]:
    """Keep the task; how the oracle sees it."""
    task = Task(
        **world.base(data.id, data.deleted),
        name=data.name,
        note=data.note,
        project_id=data.project_id,
        type_of_work_id=None,
        task_status_id=None,
        assignees=list(data.assignees),
        planned_seconds=data.planned_seconds,
        archived=data.archived,
        due_at=data.due_at,
        tags=list(data.tags),
    )
    await tasks.shelf.add(tx, task)
    return {
        "id": data.id,
        "name": data.name,
        "note": data.note,
        "project_id": data.project_id,
        "project": data.project_id and world.seen[data.project_id],
        "assignees": [world.seen[id] for id in data.assignees],
        "tags": [world.seen[id] for id in data.tags if id != OLD],
        "planned_seconds": data.planned_seconds,
        "archived": data.archived,
        "due_at": data.due_at,
    }


# What can be asked, by the kind of record: paths by type, and collections with the kind of their elements.
SCOPES: dict[str, dict[str, Any]] = {
    "task": {
        "text": ("name", "note", "project.name", "project.key", "project.client.name"),
        "whole": ("planned_seconds",),
        "flag": ("archived", "project.billable"),
        "id": ("id", "project_id"),
        "instant": ("due_at",),
        "many": (
            ("assignees", "person"),
            ("tags", "tag"),
            ("project.members", "member"),
            ("project.teams", "team"),
        ),
    },
    "person": {
        "text": ("first_name", "title"),
        "flag": ("active",),
        "id": ("id",),
        "many": (("contacts", "contact"), ("teams", "team")),
    },
    "team": {"text": ("name", "icon"), "id": ("id",), "many": (("members", "person"),)},
    "tag": {"text": ("name", "color"), "id": ("id",)},
    "member": {"text": ("person.first_name",), "flag": ("responsible",), "id": ("person_id",)},
    "contact": {"text": ("kind", "value", "label")},
}
FORMS: dict[str, tuple[Form | None, ...]] = {
    "text": (None, Form.LOWER, Form.UPPER),
    "whole": (None, Form.OR_ZERO),
    "flag": (None, Form.NOT),
    "id": (None,),
    "instant": (None, Form.DAY, Form.TIME, Form.MILLISECOND),
}
SIGNS = get_args(Operator)

texts = st.sampled_from(TEXTS)
instants = st.builds(
    lambda days, micros: datetime(2026, 3, 9, tzinfo=UTC) + timedelta(days=days, microseconds=micros),
    st.integers(0, 2),
    st.sampled_from((0, 1, 999, 1000, 86_399_999_999)),
)
VALUES: dict[str, SearchStrategy[Any]] = {
    "text": texts,
    "whole": st.sampled_from((-(2**40), -1, 0, 1, 60, 3600, 2**31 - 1, 2**31, 2**62)),
    "flag": st.booleans(),
    "id": st.sampled_from(IDS),
    "instant": instants,
}

task_data = st.builds(
    TaskData,
    id=st.builds(new_id),
    name=texts,
    note=st.none() | texts,
    project_id=st.sampled_from((None, WEBSITE, SHOP)),
    assignees=st.sampled_from(((), (ADA,), (BEN,), (ADA, BEN))),
    tags=st.sampled_from(((), (URGENT,), (OLD,), (URGENT, OLD))),
    planned_seconds=st.sampled_from((None, 0, 60, 3600)),
    archived=st.booleans(),
    due_at=st.none() | instants,
    deleted=st.integers(0, 4).map(lambda n: n == 0),
)


@st.composite
def _fields(draw: DrawFn, scopes: dict[str | None, str], types: tuple[str, ...]) -> tuple[Field, str]:
    """A member of the record or of an element that the condition is within, and its type once its form is taken."""
    variable = draw(st.sampled_from(list(scopes)))
    paths = [(path, type_) for type_ in types for path in SCOPES[scopes[variable]].get(type_, ())]
    path, type_ = draw(st.sampled_from(paths))
    form = draw(st.sampled_from(FORMS[type_]))
    return Field(path, variable, form), "time" if form is Form.TIME else type_


@st.composite
def _leaves(draw: DrawFn, scopes: dict[str | None, str]) -> Condition:
    what = draw(st.sampled_from(("comparison", "comparison", "in", "matches", "count")))
    if what == "matches":
        found, _ = draw(_fields(scopes, ("text",)))
        where = st.sampled_from(get_args(Where))
        return Matches(Field(found.path, found.variable), draw(where), draw(texts), draw(st.booleans()))
    if what == "count":
        variable = draw(st.sampled_from([each for each, scope in scopes.items() if "many" in SCOPES[scope]]))
        path, _ = draw(st.sampled_from(SCOPES[scopes[variable]]["many"]))
        return Count(Field(path, variable), draw(st.sampled_from(SIGNS)), draw(st.integers(-1, 3)))
    found, type_ = draw(_fields(scopes, tuple(VALUES)))
    values = st.sampled_from((0, 1, 999, 86_399_999_999)) if type_ == "time" else VALUES[type_]
    if what == "in":
        return In(found, tuple(draw(st.lists(values, max_size=5))))
    sign = draw(st.sampled_from(SIGNS[:2] if type_ in ("flag", "id") else SIGNS))
    value = draw(st.none() | values if sign in SIGNS[:2] else values)
    return Comparison(found, sign, value)


@st.composite
def conditions(draw: DrawFn, depth: int = 3, scopes: dict[str | None, str] | None = None) -> Condition:
    """Any condition on tasks, so many levels deep."""
    within: dict[str | None, str] = scopes or {None: "task"}
    what = draw(st.sampled_from(("leaf", "and", "or", "not", "exists"))) if depth else "leaf"
    deeper = conditions(depth - 1, within)
    match what:
        case "and":
            return And(tuple(draw(st.lists(deeper, max_size=3))))
        case "or":
            return Or(tuple(draw(st.lists(deeper, max_size=3))))
        case "not":
            return Not(draw(deeper))
        case "exists":
            variable = draw(st.sampled_from([each for each, scope in within.items() if "many" in SCOPES[scope]]))
            path, scope = draw(st.sampled_from(SCOPES[within[variable]]["many"]))
            name = f"element_{len(within)}"
            return Exists(Field(path, variable), name, draw(conditions(depth - 1, within | {name: scope})))
        case _:
            return draw(_leaves(within))


@st.composite
def orders(draw: DrawFn) -> list[Order]:
    fields = draw(st.lists(_fields({None: "task"}, tuple(VALUES)), max_size=3))
    return [Order(found, draw(st.booleans())) for found, _ in fields]
