"""What the bench makes up is plain data that operations take, the same every time; a made store has all of it."""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import peers, scale, soak
from bench.budget import Watch, wrapped
from bench.client import Run
from bench.made import A_MONTH, MONTH, TASKS_OF_A_PROJECT, TYPES_OF_WORK, MadeEntry, Plan, sheets, zone_of
from bench.report import Measured
from bench.scale import SIZES
from bench.servers import Server
from bench.soak import Soak
from bench.stores import Growth, Made, opened
from uhrwerk import bootstrap
from uhrwerk.config import Settings
from uhrwerk.operations.report_filters import Wanted
from uhrwerk.operations.reports import Reporter
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.reporting import Days
from uhrwerk.rules.timer import Timer, check_written

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@given(st.builds(Plan, people=st.integers(1, 30), months=st.integers(1, 3), seed=st.integers(0, 99)))
@settings(max_examples=10, deadline=None)
def test_made_entries_are_valid_for_anybody_and_any_seed(plan: Plan) -> None:
    for person, entries in islice(sheets(plan), 60):
        assert 0 <= person < plan.people
        for entry in entries:
            check_written(Timer(entry.started_at, entry.breaks, entry.ended_at), NOW)
            assert entry.project is None or 0 <= entry.project < plan.projects
            assert entry.task is None or (entry.project is not None and entry.task < TASKS_OF_A_PROJECT)
            assert 0 <= entry.type_of_work < len(TYPES_OF_WORK)
        assert all(one.ended_at <= other.started_at for one, other in pairwise(entries))


def test_the_same_seed_makes_the_same_entries_and_another_one_others() -> None:
    plan = Plan(people=2, months=2)
    assert list(sheets(plan)) == list(sheets(plan))
    assert list(sheets(plan)) != list(sheets(replace(plan, seed=2)))


def test_everybody_writes_so_many_entries_a_month_in_their_own_days() -> None:
    plan = Plan(people=4, months=4)
    made = [(person, entry) for person, entries in sheets(plan) for entry in entries]
    assert len(made) == plan.entries
    for person in range(plan.people):
        days = [_day(person, entry) for who, entry in made if who == person]
        assert sum(MONTH[0] <= day <= MONTH[1] for day in days) == A_MONTH


def _day(person: int, entry: MadeEntry) -> date:
    """A night's work belongs to the day that it began on: nobody begins after midnight before six."""
    start = entry.started_at.astimezone(ZoneInfo(zone_of(person)))
    return date.fromordinal(start.date().toordinal() - (start.hour < 6))


def test_sizes_are_what_they_are_called() -> None:
    sizes = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
    assert {name: plan.entries for name, plan in SIZES.items()} == sizes


@pytest.fixture
def open_path() -> Iterator[Path]:
    """Root's PostgreSQL is another user, who cannot go into pytest's own folders."""
    with tempfile.TemporaryDirectory(prefix="uhrwerk-made-") as path:
        Path(path).chmod(0o755)
        yield Path(path)


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_made_store_is_kept_with_its_sums(store: str, open_path: Path) -> None:
    plan = Plan(people=2, months=1)
    with opened(store, plan, open_path) as kept:
        first = kept.made
    with opened(store, plan, open_path) as kept:
        assert kept.made == first
        assert kept.made.growth[-1].entries == plan.entries
        wanted = Wanted(Days(date(2025, 11, 1), date(2025, 12, 31)))
        assert asyncio.run(_counted(kept.settings, first.workspace_id, wanted)) == plan.entries


async def _counted(settings: Settings, workspace_id: str, wanted: Wanted) -> int:
    actor = command_line_actor(workspace_id)
    async with bootstrap.open_house(settings) as house:
        report = await house.store.read(lambda tx: Reporter(tx, actor).report(wanted))
        return report.total.entries


def _measured(seconds: float) -> Measured:
    return Measured([Run([seconds] * 10, 10 * seconds, cpu=[10 * seconds, 0.0], client_cpu=0.001)])


def test_costs_against_sizes_are_told_with_what_was_expected() -> None:
    made = Made("w", ["p"], [], [], [], [], [], ("", ""), [Growth(1, 1.0, 80.0), Growth(1_000_000, 90.0, 84.0)], 70.0)
    summed = scale.Summed([0.01], [0.0], [0.02])
    sizes = [
        scale.Size(
            plan,
            made,
            500.0,
            {asked.name: _measured(0.004) for asked in scale.ASKED},
            dict.fromkeys(scale.SUMS, summed),
            summed,
        )
        for plan in (SIZES["10k"], SIZES["1M"])
    ]
    results = scale.Results("sqlite", sizes)
    text = scale.tables([results], "here")
    rows = {
        cells[0]: cells[1:] for line in text.splitlines() if (cells := [part.strip() for part in line.split("|")[1:-1]])
    }
    assert rows["a person's month: dearest size to cheapest"] == ["≤ 1.5 ×", "1.00 ×", "reached"]
    assert rows["bulk import of 1M entries"] == ["≤ 120 s", "90.0 s", "reached"]
    assert rows["a month by project, everybody's at 1M entries"] == ["≤ 15 ms", "20.0 ms", "1.3 times as much"]
    assert not any("10M" in name for name in rows)
    [(name, picture)] = scale.pictures([results]).items()
    assert f"performance/{name}.svg" in text
    assert picture.count("<circle") == 2 * 4


def test_growth_is_what_came_after_the_first_quarter() -> None:
    full = [(float(at), 100.0) for at in range(20)]
    steady, growing = (
        Soak("sqlite", [*full[:10], *((at, mib + more) for at, mib in full[10:])]) for more in (0.0, 9.0)
    )
    assert [steady.growth, growing.growth] == [0.0, 9.0]
    text = soak.tables([growing], "here")
    assert "| growth from the second quarter to the last | ≤ 5 MiB   | 9.00 MiB | 1.8 times as much |" in text
    assert "performance/soak.svg" in text
    assert "polyline" in soak.pictures([growing])["soak"]


def test_ours_is_put_in_relation_to_each_peer_round_by_round() -> None:
    peers_ = [peers.Peer(name, "1", Server(0, 0), 100, {}) for name in (peers.OURS, peers.TIMETAGGER)]
    results = peers.Results(peers_)
    for act in (peers.START_ACT, peers.POLL, peers.READ):
        results.measured[peers.OURS, act, 16] = _measured(0.001)
    for act in (peers.WRITE, peers.POLL, peers.READ):
        results.measured[peers.TIMETAGGER, act, 16] = _measured(0.03)
    text = peers.tables(results, "here")
    assert "| start, 16 clients: times TimeTagger's write              | ≥ 25 ×   |   30.0 × |   reached |" in text
    assert "| a month of 275 from 100k, 16 clients: times TimeTagger's | ≥ 100 ×  |   30.0 × | 30% of it |" in text
    assert "one client" not in text
    assert peers.pictures(results)["peers"].count("<rect") == 1 + 6 + 2


def test_every_stage_of_the_budget_has_its_functions_and_they_are_put_back() -> None:
    from uhrwerk.operations import timers

    start = timers.start
    with wrapped(Watch()):
        assert timers.start is not start
    assert timers.start is start
