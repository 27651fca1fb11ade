"""Bad input to the resources: every member at fault is named, and nothing is kept."""

from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.timetrack.client import assert_error
from tests.timetrack.kinds import (
    ABSENCE,
    ATTENDANCE,
    CLIENT,
    ENTRY,
    EXPENSE,
    KINDS,
    PROJECT,
    TASK,
    USER,
    Kind,
    absence_type,
)
from tests.timetrack.resources import Resources

LONG = "x" * 20_000
NO_TEXTS = (5, True, ["x"], {"a": 1}, "a\0b", LONG)
NO_LINES = (*NO_TEXTS, "two\nlines")
NO_AMOUNTS = ("x", "1,5", True, [1], "NaN", "Infinity", -1, "-0.01", 0.00001, "1e12", "1e400", 10**13)
NO_FLAGS = ("maybe", 2, "2", [True], 0.5)
NO_MINUTES = ("x", -1, 1.5, "1.5", True, 10**20, 100_001)
NO_TIMES = (5, True, "yesterday", "2026-03-09", "2026-02-30T10:00:00Z", "2026-03-29T02:30:00Z", "9999-01-01T00:00:00Z")
NO_DAYS = (5, True, "yesterday", "2026-02-30", "9999-01-01", "0001-01-01", "2026-3-9", "20260309", "2026-03-09T99")
NO_LATITUDES = (91, -90.0001, "x", True, "NaN", "1e400")
NO_LONGITUDES = (181, -180.0001, "x", [1])
NO_TAGS = (5, {"a": 1}, [1], "a\0b", "x" * 300, ["x" * 300], ",".join(f"tag{number}" for number in range(51)))
NO_ROLES = NO_FLAGS

BAD: list[tuple[Kind, str, tuple[Any, ...]]] = [
    *((CLIENT, name, NO_LINES) for name in ("name", "color")),
    *((CLIENT, name, NO_TEXTS) for name in ("notes", "email", "phone", "address", "addressCity", "addressZipCode")),
    (CLIENT, "addressCountry", NO_TEXTS),
    (CLIENT, "enabled", NO_FLAGS),
    *((PROJECT, name, NO_LINES) for name in ("projectName", "clientName")),
    (PROJECT, "notes", NO_TEXTS),
    (PROJECT, "projectEnabled", NO_FLAGS),
    *((PROJECT, name, NO_AMOUNTS) for name in ("hourRate", "budgetEstimated")),
    (PROJECT, "timeEstimated", ("x", "1,5", True, [1], -1, "NaN", 35_000_001, "1e400")),
    (TASK, "name", NO_LINES),
    (TASK, "notes", NO_TEXTS),
    (TASK, "hourRate", NO_AMOUNTS),
    *((ENTRY, name, NO_LINES) for name in ("username", "clientName", "projectName", "task")),
    (ENTRY, "details", NO_TEXTS),
    (ENTRY, "hourRate", NO_AMOUNTS),
    *((ENTRY, name, NO_FLAGS) for name in ("billable", "flatRate")),
    *((ENTRY, name, NO_LATITUDES) for name in ("latitude", "latitude1")),
    *((ENTRY, name, NO_LONGITUDES) for name in ("longitude", "longitude1")),
    (ENTRY, "tags", NO_TAGS),
    *((ENTRY, name, NO_TIMES) for name in ("from", "to")),
    (ENTRY, "breakMinutes", (*NO_MINUTES, 91)),
    (ENTRY, "to", ("2026-03-09T08:59:59Z", "2026-04-10T00:00:00Z")),
    (ATTENDANCE, "username", NO_LINES),
    *((ATTENDANCE, name, NO_TIMES) for name in ("from", "to")),
    (ATTENDANCE, "notes", NO_TEXTS),
    (ATTENDANCE, "breakMinutes", ("x", -1, 1.5, "1.5", True, 10**20, 100_001, 511)),
    *((ATTENDANCE, name, NO_LATITUDES) for name in ("latitudeStart", "latitudeEnd")),
    *((ATTENDANCE, name, NO_LONGITUDES) for name in ("longitudeStart", "longitudeEnd")),
    (ABSENCE, "username", NO_LINES),
    *((ABSENCE, name, NO_DAYS) for name in ("from", "to")),
    (ABSENCE, "to", ("2026-03-15", "2036-03-15")),
    (ABSENCE, "absenceType", ("x", True, 1.5, -1, 2**31, [1])),
    (ABSENCE, "status", ("x", 3, -1, True, "approved", [1])),
    (ABSENCE, "day_segment", ("x", 3, -1, True, [1])),
    *((EXPENSE, name, NO_LINES) for name in ("username", "clientName", "projectName", "name")),
    (EXPENSE, "price", ("x", "1,5", True, [1], "NaN", 0.00001, "1e12", 10**13)),
    (EXPENSE, "quantity", NO_AMOUNTS),
    (EXPENSE, "billable", NO_FLAGS),
    (EXPENSE, "payType", (True, ["x"], "a\0b", LONG, "two\nlines")),
    (EXPENSE, "details", NO_TEXTS),
    (EXPENSE, "tags", NO_TAGS),
    (EXPENSE, "date", NO_DAYS),
    *((USER, name, NO_LINES) for name in ("username", "firstName", "language")),
    (USER, "lastName", NO_TEXTS),
    (USER, "email", (*NO_LINES, "nobody", "a b@example.org", "@example.org")),
    (USER, "password", (5, True, ["x"], LONG, "1234567")),
    (USER, "personalNumber", (True, ["x"], "a\0b", LONG, "two\nlines")),
    *((USER, name, NO_ROLES) for name in ("admin", "teamLead", "enabled")),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_bad_member_is_named_and_nothing_is_kept(
    home: Home, place: Workplace, resources: Resources, kind: Kind, subtests: pytest.Subtests
) -> None:
    members, made = kind.members(resources), kind.made(resources)
    more = {} if kind.unlike.keys() & {"from", "to"} else kind.unlike
    with unchanged(home, place):
        for _, name, values in (row for row in BAD if row[0] is kind):
            for value in values:
                with subtests.test(name=name, value=str(value)[:40]):
                    bad = members | more | {name: value}
                    assert_error(resources.post(kind.path, **bad), 400, 10005, name)
                    if kind is not ABSENCE or name == "status":
                        assert_error(resources.put(kind.path, made["id"], **{name: value}), 400, 10005, name)


def test_several_bad_members_are_named_together(home: Home, place: Workplace, resources: Resources) -> None:
    with unchanged(home, place):
        answer = resources.post("/projects", projectName=5, clientName="Nordlicht", hourRate="x", projectEnabled=7)
        assert_error(answer, 400, 10005, "projectName", "projectEnabled", "hourRate")


UNKNOWN: list[tuple[Kind, str, object]] = [
    (PROJECT, "clientName", "Nobody"),
    (PROJECT, "clientName", "nordlicht"),
    (ENTRY, "username", "nobody"),
    (ENTRY, "clientName", "Nobody"),
    (ENTRY, "projectName", "Nothing"),
    (ENTRY, "task", "Nothing"),
    (ATTENDANCE, "username", "nobody"),
    (ABSENCE, "username", "nobody"),
    (ABSENCE, "absenceType", 1),
    (ABSENCE, "absenceType", 2**31 - 1),
    (EXPENSE, "username", "nobody"),
    (EXPENSE, "clientName", "Nobody"),
    (EXPENSE, "projectName", "Nothing"),
]


@pytest.mark.parametrize(("kind", "name", "value"), UNKNOWN)
def test_what_is_not_known_is_not_found(
    home: Home, place: Workplace, elsewhere: Workplace, resources: Resources, kind: Kind, name: str, value: object
) -> None:
    """Another workspace's name too."""
    strangers = Resources(home, elsewhere)
    CLIENT.made(strangers, name="Nobody")
    strangers.made("/projects", clientName="Nordlicht", projectName="Nothing")
    strangers.made("/tasks", name="Nothing")
    absence_type(resources)
    made = kind.made(resources)
    with unchanged(home, place):
        bad = kind.members(resources) | {name: value}
        assert_error(resources.post(kind.path, **bad), 404, 15001, name)
        if name in kind.fixed:
            assert_error(resources.put(kind.path, made["id"], **{name: value}), 400, 10005, name)
        else:
            assert_error(resources.put(kind.path, made["id"], **{name: value}), 404, 15001, name)


def test_members_that_nobody_knows_are_ignored(resources: Resources) -> None:
    made = resources.made("/clients", name="Curious", ID=7, extra={"a": [1]}, langauge="en")
    assert made["name"] == "Curious"
    assert resources.put("/clients", made["id"], extra=[1], id=5).json() == made
