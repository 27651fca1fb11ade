"""Numbered pages of everybody's time: whole, in order and rightly counted, from whichever end they are looked up."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from tests.home import Home, Workplace
from uhrwerk.operations import time_entries
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import New, Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.search import pages
from uhrwerk.storage.store import Tx

FIRST = datetime(2026, 2, 16, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)

ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin")
"""The first is 14 hours ahead of UTC, the second 11 behind."""

SIZE = 4


def new_entries(place: Workplace) -> list[New]:
    """Two people's entries of two weeks, some at the same instant, later ones not always with later ids.

    Every third is a day and a length, which lies at the beginning of its day on a wall far from UTC.
    """
    found = []
    for number in range(30):
        person = (place.owner, place.colleague)[number % 2]
        zone = ZONES[number % 3]
        begin = FIRST + (number * 7 % 30) * 11 * HOUR // 2 * 2
        midnight = FIRST.replace(hour={"Pacific/Kiritimati": 10, "Pacific/Pago_Pago": 11}.get(zone, 23))
        alone = number % 3 != 2 and number % 5 == 0
        start = midnight + timedelta(days=number % 9) if alone else begin
        found.append(New(person.id, Written(start, start + HOUR, zone=zone, length_only=alone), Purpose()))
    return found


def fill(home: Home, place: Workplace) -> None:
    """Entries of every kind: written down, deleted, of a moved start, stopped, still running."""

    async def act(tx: Tx) -> None:
        actor = command_line_actor(place.id)
        made = await time_entries.create_all(tx, actor, home.clock.now, new_entries(place))
        for entry in made[::6]:
            await time_entries.delete(tx, actor, home.clock.now, entry.id)
        await time_entries.change(tx, actor, home.clock.now, made[4].id, {"started_at": made[4].started_at - HOUR})

    home.run(act)
    for verb, someone in (
        ("start", place.owner),
        ("stop", place.owner),
        ("start", place.owner),
        ("start", place.colleague),
    ):
        answer = home.http.post(f"/v1/timers/{verb}", headers=someone.bearer, json={} if verb == "start" else None)
        assert answer.is_success
        home.clock.forward(minutes=1)


def by_pages(home: Home, place: Workplace, order: str) -> tuple[list[Any], set[int]]:
    """All of awork's list, page after page; and the totals that the pages state."""
    found: list[Any] = []
    totals = set()
    number = 0
    while number == 0 or len(found) == number * SIZE:
        number += 1
        query = f"page={number}&pageSize={SIZE}" + (f"&orderby={order}" if order else "")
        answer = home.http.get(f"/api/v1/timeentries?{query}", headers=place.admin.awork_bearer)
        assert answer.status_code == 200, answer.text
        totals.add(int(answer.headers["aw-totalitems"]))
        found += answer.json()
    return found, totals


def ordered(entries: Sequence[Any], order: str) -> list[str]:
    """Ids as they should follow one another, by what is shown."""
    name, _, direction = (order or "startDateUtc").partition(" ")
    in_order = sorted(entries, key=lambda each: each["id"])
    in_order.sort(key=lambda each: each[name], reverse=direction == "desc")
    return [each["id"] for each in in_order]


ORDERS = ("startDateUtc", "startDateUtc desc", "startDateLocal", "startDateLocal desc")


def test_pages_are_whole_and_in_order(home: Home) -> None:
    place = home.workplace()
    fill(home, place)
    # So few are not far from the beginning: that alone is looked at first.
    every, totals = by_pages(home, place, "")
    count = len(every)
    assert totals == {count}
    assert count == 25 + 3, "a sixth is deleted, three were clocked"
    assert len({each["id"] for each in every}) == count
    with patch.object(pages, "FAR", 2):
        assert by_pages(home, place, "") == (every, {count})
        for order in ORDERS:
            found, totals = by_pages(home, place, order)
            assert totals == {count}
            assert [each["id"] for each in found] == ordered(every, order), order
        numbers: list[int] = []
        for page in range(count // SIZE + 2):
            path = f"/api/v2/ext/project_time_entries?limit={SIZE}&page_number={page}"
            numbers += [each["id"] for each in home.http.get(path, headers=place.timetrack).json()]
        assert len(numbers) == len(set(numbers)) == count
