"""`uhrwerk law check`: findings as readable lines."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest

from tests.cli.command import CommandLine
from uhrwerk import bootstrap
from uhrwerk.config import Settings
from uhrwerk.operations import attendance, contracts, law, people, workspaces
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
MARCH = ("law", "check", "--from", "2026-03-01", "--to", "2026-03-31")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def _office(tx: Tx) -> None:
    """Ada is late on the 9th and early on the 10th, in Berlin; so is Ben, in Lisbon, in another workspace."""
    for name, username, region, zone in (
        ("Home", "ada", "DE-BE", "Europe/Berlin"),
        ("Away", "ben", "PT", "Europe/Lisbon"),
    ):
        home = await workspaces.make(tx, NOW, name, zone)
        actor = command_line_actor(home.id)
        new = NewPerson(username, f"{username}@example.org", username.title(), "Example", zone=zone)
        person = await people.add(tx, actor, NOW, new)
        terms = {"starts_on": date(2026, 1, 1), "kind": "trust", "region": region}
        await contracts.add(tx, actor, NOW, person.id, terms)
        for begin, end in ((at(9, 16), at(9, 21)), (at(10, 7), at(10, 8))):
            await attendance.create(tx, actor, NOW, person.id, {"started_at": begin, "ended_at": end})


@pytest.fixture
def office(on_store: CommandLine) -> CommandLine:
    """The command line of a database with both workspaces, some days later."""
    desk = CommandLine(on_store.data_dir, on_store.environment, lambda: NOW)
    desk.result("workspace", "list")
    _write(desk, _office)
    return desk


def _write(desk: CommandLine, operation: Callable[[Tx], Awaitable[Any]]) -> None:
    async def run() -> None:
        settings = Settings.from_environment({"UHRWERK_DATA_DIR": str(desk.data_dir)} | desk.environment)
        async with bootstrap.open_house(settings) as house:
            await house.store.write(operation)

    asyncio.run(run())


BERLIN = "2026-03-10\tAda Example\tbreach\tArbZG § 5\t10 h of rest; 11 h are due\t60 min short"
LISBON = "2026-03-10\tBen Example\tbreach\t2003/88/EC art. 3\t10 h of rest; 11 h are due\t60 min short"
"""The same ten hours, each by its own law and on its own clock."""


def test_findings_are_printed_with_paragraph_figures_and_the_punches_in_local_time(office: CommandLine) -> None:
    printed = office.result(*MARCH, "-w", "Home", "--severity", "breach")
    assert printed == f"{BERLIN}\t2026-03-09 17:00-22:00, 2026-03-10 08:00-09:00\n"
    assert office.result(*MARCH, "--workspace", "Home", "--person", "ada", "--severity", "breach") == printed
    assert office.result(*MARCH, "-w", "Home", "--severity", "notice") == ""
    early = ("law", "check", "--from", "2026-03-01", "--to", "2026-03-09", "--severity", "breach")
    assert office.result(*early) == ""


def test_without_a_workspace_each_line_names_its_own(office: CommandLine) -> None:
    assert office.result(*MARCH, "--severity", "breach").splitlines() == [
        f"Home\t{BERLIN}\t2026-03-09 17:00-22:00, 2026-03-10 08:00-09:00",
        f"Away\t{LISBON}\t2026-03-09 16:00-21:00, 2026-03-10 07:00-08:00",
    ]


def test_many_people_are_looked_at_in_parts_with_progress_on_stderr(office: CommandLine) -> None:
    whole = office.result(*MARCH)

    async def colleague(tx: Tx) -> None:
        home = await workspaces.find(tx, "Home")
        await people.add(tx, command_line_actor(home.id), NOW, NewPerson("cy", "cy@example.org", "Cy", "Example"))

    _write(office, colleague)
    with patch.object(law, "AT_ONCE", 1):
        outcome = office(*MARCH)
    assert (outcome.code, outcome.out) == (0, whole)
    assert outcome.err.splitlines() == ["Home: 0 of 2 people", "Home: 1 of 2 people"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", "March", "--to", "2026-03-31"), "--from must be a day"),
        (("--from", "2026-03-31", "--to", "2026-03-01"), "lies before the first day"),
        (("--from", "2025-01-01", "--to", "2026-03-01"), "within 366 days"),
        (("--from", "2026-03-01", "--to", "2026-03-31", "-w", "Nowhere"), "There is no such workspace"),
    ],
)
def test_what_cannot_be_checked_is_one_line(uhrwerk: CommandLine, arguments: tuple[str, ...], message: str) -> None:
    outcome = uhrwerk("law", "check", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
