"""The resources, a row each: what makes one, how it is then shown, what changes it."""

from dataclasses import dataclass, field
from typing import Any

from tests.timetrack.resources import Resources
from uhrwerk.operations.catalog import ABSENCE_TYPES
from uhrwerk.operations.workspaces import command_line_actor

ABSENCE_TYPE = "its number is known when the test runs"

Members = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """`new` has every member that a POST takes, `shown` those that it is answered with beside them.

    `changes` are taken by a PUT, `fixed` are not.
    """

    path: str
    new: Members
    needed: tuple[str, ...]
    shown: Members = field(default_factory=dict)
    changes: Members = field(default_factory=dict)
    fixed: Members = field(default_factory=dict)
    unlike: Members = field(default_factory=dict)
    """Members of a second record, which must not be like the first."""

    def __str__(self) -> str:
        return self.path.removeprefix("/")

    def members(self, resources: Resources, **more: Any) -> Members:
        members = self.new | more
        if members.get("absenceType") == ABSENCE_TYPE:
            members["absenceType"] = absence_type(resources)
        return members

    def made(self, resources: Resources, **more: Any) -> Members:
        return resources.made(self.path, **self.members(resources, **more))

    def another(self, resources: Resources, **more: Any) -> Members:
        return self.made(resources, **self.unlike, **more)


def absence_type(resources: Resources) -> int:
    """The number of the workspace's absence type, which is made when it is asked for first."""
    found = resources.listed("/absence_types")
    if found:
        number: int = found[0]["id"]
        return number
    place, home = resources.place, resources.home
    members = {"name": "Vacation", "short_name": "V", "kind": "vacation", "color": "#0a0", "plannable": True}
    actor = command_line_actor(place.id)
    return home.run(lambda tx: ABSENCE_TYPES.add(tx, actor, home.clock.now, members | {"archived": False})).number


CLIENT = Kind(
    "/clients",
    {
        "name": "Bäckerei Sommer",
        "enabled": True,
        "color": "rgb(10,20,30)",
        "notes": "First line\nSecond line ✓",
        "email": "post@example.org",
        "phone": "+43 1 234",
        "address": "Ring 1",
        "address2": "Top 4",
        "addressZipCode": "1010",
        "addressCity": "Wien",
        "addressCountry": "AT",
        "contactPerson": "Anna Sommer",
        "field1": "VAT ID: 1",
        "field2": "two",
        "field3": "three",
    },
    needed=("name",),
    changes={
        "color": "#fff",
        "notes": None,
        "email": "neu@example.org",
        "phone": "",
        "address": "Ring 2",
        "addressZipCode": None,
        "contactPerson": "Bert",
        "field2": "",
    },
    fixed={"name": "Another", "enabled": False},
    unlike={"name": "Second"},
)
PROJECT = Kind(
    "/projects",
    {
        "projectName": "Online shop",
        "clientName": "Nordlicht",
        "projectEnabled": True,
        "notes": "Fixed price",
        "hourRate": 80.25,
        "timeEstimated": 90,
        "budgetEstimated": 12000.5,
    },
    needed=("clientName", "projectName"),
    changes={
        "projectName": "Shop",
        "projectEnabled": False,
        "notes": "",
        "hourRate": None,
        "timeEstimated": 30.5,
        "budgetEstimated": 0,
    },
    unlike={"projectName": "Second"},
)
TASK = Kind(
    "/tasks",
    {"name": "Development", "notes": "Code", "hourRate": 35.5},
    needed=("name",),
    changes={"notes": "", "hourRate": 40},
    fixed={"name": "Another"},
    unlike={"name": "Second"},
)
ENTRY = Kind(
    "/project_time_entries",
    {
        "username": "owner",
        "clientName": "Nordlicht",
        "projectName": "Website",
        "task": "Sitemap",
        "hourRate": 99.9,
        "latitude": 48.2,
        "longitude": 16.37,
        "latitude1": 48.21,
        "longitude1": 16.38,
        "billable": False,
        "flatRate": True,
        "details": "Draft\nof it",
        "tags": "billing, travel",
        "from": "2026-03-09T09:00:00.000Z",
        "to": "2026-03-09T10:30:00.000Z",
        "breakMinutes": 15,
    },
    needed=("username", "clientName", "projectName", "from", "to"),
    shown={"user": "owner", "workedMinutes": 75},
    changes={
        "task": None,
        "hourRate": None,
        "latitude": None,
        "billable": True,
        "flatRate": False,
        "details": None,
        "tags": "travel",
        "from": "2026-03-09T09:30:00.000Z",
        "to": "2026-03-09T10:00:00.000Z",
        "breakMinutes": 10,
    },
    fixed={"username": "colleague"},
    unlike={"from": "2026-03-09T09:00:01.000Z"},
)
ATTENDANCE = Kind(
    "/attendances",
    {
        "username": "owner",
        "from": "2026-03-09T08:00:00.000Z",
        "to": "2026-03-09T16:30:00.000Z",
        "notes": "In the office",
        "breakMinutes": 30,
        "latitudeStart": 48.2,
        "longitudeStart": 16.37,
        "latitudeEnd": -48.25,
        "longitudeEnd": -16.5,
    },
    needed=("username", "from"),
    shown={"user": "owner", "manual": True, "workedMinutes": 480},
    changes={
        "from": "2026-03-09T08:15:00.000Z",
        "to": "2026-03-09T17:00:00.000Z",
        "notes": "",
        "breakMinutes": 45,
        "latitudeStart": None,
        "longitudeStart": None,
    },
    fixed={"username": "colleague"},
    unlike={"from": "2026-03-08T08:00:00.000Z", "to": "2026-03-08T09:00:00.000Z"},
)
ABSENCE = Kind(
    "/absences",
    {
        "username": "owner",
        "from": "2026-03-16",
        "to": "2026-03-18",
        "absenceType": ABSENCE_TYPE,
        "status": 0,
        "day_segment": 0,
    },
    needed=("username", "from", "to", "absenceType"),
    shown={
        "user": "owner",
        "absenceTypeName": "V",
        "color": "#0a0",
        "is_plannable": True,
        "working_time_strategies": [],
    },
    changes={"status": 1},
    fixed={"username": "colleague", "from": "2026-03-15", "to": "2026-03-19", "absenceType": 1, "day_segment": 1},
    unlike={"from": "2026-03-23", "to": "2026-03-24"},
)
EXPENSE = Kind(
    "/expenses",
    {
        "username": "owner",
        "clientName": "Nordlicht",
        "projectName": "Website",
        "name": "Train",
        "price": 20.1,
        "quantity": 2,
        "billable": False,
        "payType": "credit card",
        "details": "There and back",
        "tags": "travel",
        "date": "2026-03-09T00:00:00.000Z",
    },
    needed=("username", "clientName", "projectName", "name", "price"),
    shown={"user": "owner"},
    changes={
        "name": "Bus",
        "price": 0.3333,
        "quantity": 1.5,
        "billable": True,
        "payType": None,
        "details": "",
        "tags": "",
        "date": "2026-03-08T00:00:00.000Z",
    },
    fixed={"username": "colleague"},
    unlike={"name": "Second"},
)
USER = Kind(
    "/users",
    {
        "username": "max.muster",
        "firstName": "Max",
        "lastName": "Muster",
        "email": "max@example.org",
        "password": "123123123",
        "language": "de",
        "personalNumber": "1234",
        "teamLead": True,
        "admin": False,
        "enabled": True,
    },
    needed=("username", "firstName", "lastName", "email", "password"),
    changes={
        "firstName": "Moritz",
        "lastName": "Meier",
        "email": "moritz@example.org",
        "language": "en",
        "personalNumber": None,
        "teamLead": False,
        "admin": True,
    },
    fixed={"username": "other", "enabled": False},
    unlike={"username": "second"},
)
KINDS = (CLIENT, PROJECT, TASK, ENTRY, ATTENDANCE, ABSENCE, EXPENSE, USER)


def as_shown(kind: Kind, members: Members) -> Members:
    """What a record is shown as that was made or changed with these members: an empty text is nothing."""
    hidden = () if kind is USER else ("username",)
    return {
        name: None if value == "" else value for name, value in members.items() if name not in (*hidden, "password")
    }
