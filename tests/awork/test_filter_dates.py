"""Words for dates: in the acting person's zone, on both sides of every border."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.awork.shop import asked, names
from tests.home import Home, Workplace
from uhrwerk.operations.catalog import TASKS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

FRIDAY = datetime(2026, 3, 27, 10, tzinfo=UTC)
"""Two days before Berlin's clocks go forward."""

MILLISECOND = timedelta(milliseconds=1)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def two_tasks(home: Home, place: Workplace, border: datetime) -> None:
    """One is due at the border, one a millisecond before it."""

    async def build(tx: Tx) -> None:
        actor = command_line_actor(place.id)
        base: dict[str, Any] = {"project_id": place.project, "assignees": [], "archived": False}
        for name, due_at in (("at", border), ("before", border - MILLISECOND)):
            await TASKS.add(tx, actor, home.clock.now, base | {"name": name, "due_at": due_at})

    home.run(build)


def due(home: Home, place: Workplace, expression: str) -> list[str]:
    url = f"projects/{place.project}/projecttasks"
    return sorted(names(asked(home, place.owner, url, filterby=f"name ne 'Sitemap' and dueOn {expression}")))


@pytest.mark.parametrize(
    ("zone", "word", "border"),
    [
        ("Europe/Berlin", "now", "2026-03-27T10:00"),
        ("Europe/Berlin", "today", "2026-03-26T23:00"),
        ("Europe/Berlin", "TODAY", "2026-03-26T23:00"),
        ("Europe/Berlin", "today-30d", "2026-02-24T23:00"),
        ("Europe/Berlin", "today + 5d", "2026-03-31T22:00"),
        ("Europe/Berlin", "today 5d", "2026-03-31T22:00"),
        ("Europe/Berlin", "today+0d", "2026-03-26T23:00"),
        ("Europe/Berlin", "sow", "2026-03-22T23:00"),
        ("Europe/Berlin", "som", "2026-02-28T23:00"),
        ("America/New_York", "now", "2026-03-27T10:00"),
        ("America/New_York", "today", "2026-03-27T04:00"),
        ("America/New_York", "som", "2026-03-01T05:00"),
        ("Pacific/Kiritimati", "today", "2026-03-27T10:00"),
        ("Pacific/Kiritimati", "sow", "2026-03-22T10:00"),
        ("Pacific/Pago_Pago", "today", "2026-03-26T11:00"),
    ],
)
def test_a_word_is_the_beginning(home: Home, zone: str, word: str, border: str) -> None:
    place = home.workplace(zone)
    home.clock.now = FRIDAY
    two_tasks(home, place, instant(border))
    found = [due(home, place, f"{sign} {word}") for sign in ("ge", "gt", "lt", "le", "eq")]
    assert found == [["at"], [], ["before"], ["at", "before"], ["at"]]


@pytest.mark.parametrize(
    ("zone", "word", "border"),
    [
        ("Europe/Berlin", "eow", "2026-03-29T22:00"),
        ("Europe/Berlin", "eom", "2026-03-31T22:00"),
        ("America/New_York", "eow", "2026-03-30T04:00"),
        ("Pacific/Kiritimati", "eom", "2026-03-31T10:00"),
    ],
)
def test_a_word_is_the_end(home: Home, zone: str, word: str, border: str) -> None:
    place = home.workplace(zone)
    home.clock.now = FRIDAY
    two_tasks(home, place, instant(border))
    found = [due(home, place, f"{sign} {word}") for sign in ("le", "gt", "lt")]
    assert found == [["before"], ["at"], ["before"]]


@pytest.mark.parametrize(
    ("now", "sow", "eom"),
    [
        ("2026-03-08T22:59:59.999", "2026-03-01T23:00", "2026-03-31T22:00"),  # Sunday's last millisecond
        ("2026-03-08T23:00", "2026-03-08T23:00", "2026-03-31T22:00"),
        ("2027-12-31T22:59", "2027-12-26T23:00", "2027-12-31T23:00"),
        ("2028-02-10T12:00", "2028-02-06T23:00", "2028-02-29T23:00"),
    ],
)
def test_weeks_and_months_turn_at_midnight(home: Home, place: Workplace, now: str, sow: str, eom: str) -> None:
    home.clock.now = instant(now)
    two_tasks(home, place, instant(sow))
    assert due(home, place, "ge sow") == ["at"]
    other = home.workplace()
    two_tasks(home, other, instant(eom))
    assert (due(home, other, "gt eom"), due(home, other, "le eom")) == (["at"], ["before"])


@pytest.mark.parametrize(
    ("literal", "border"),
    [
        ("datetime'2026-03-01T12:30'", "2026-03-01T12:30"),
        ("datetime'2026-3-1T12:30:15.5'", "2026-03-01T12:30:15.500"),
        ("datetime'2026-03-01T12:30:15.1230000Z'", "2026-03-01T12:30:15.123"),
        ("DATETIME'2026-03-01 12:30'", "2026-03-01T12:30"),
        ("datetimeoffset'2026-03-01T12:30:00+02:00'", "2026-03-01T10:30"),
        ("datetime'2026-03-01T12:30:00 02:00'", "2026-03-01T10:30"),
        ("2026-03-01T12:30:00-0330", "2026-03-01T16:00"),
        ("2026-03-01T12:30:00 02:00", "2026-03-01T10:30"),
        ("2026-03-01", "2026-03-01T00:00"),
    ],
)
def test_dates_may_be_written_in_many_ways(home: Home, place: Workplace, literal: str, border: str) -> None:
    two_tasks(home, place, instant(border))
    found = [due(home, place, f"{sign} {literal}") for sign in ("eq", "lt", "ge")]
    assert found == [["at"], ["before"], ["at"]]
