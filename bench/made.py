"""Made-up years of work: entries as plain data, the same for the same seed, streamed however many they are.

Everybody writes 275 entries a month: some working hours a day on three of the six projects that they have that half
year, lunch between, a break now and then, sometimes a night. People live in five zones, and their days are as long as
the clocks there make them. What comes, comes week by week and person by person, as firms hand in their sheets: a month
of one person lies in five places of a large store, with everybody else's between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from uhrwerk.rules.day import DAY
from uhrwerk.rules.timer import Break

ZONES: Final = ("Europe/Berlin", "Europe/Lisbon", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
TYPES_OF_WORK: Final = ("Development", "Design", "Meeting", "Support", "Travel", "Writing")
NOTES: Final = (
    *("Standup", "Review", "Call with the client", "Bug in the export", "Draft", "Tests", "Deployment"),
    *("Estimates", "Sitemap, second round", "Mail", "Überarbeitung der Vorlage", "Pairing", ""),
)

LAST_MONTH: Final = (2025, 12)
MONTH: Final = (date(2025, 10, 1), date(2025, 10, 31))
"""The month, and in YEAR the year, that is asked for."""
YEAR: Final = (date(2025, 1, 1), date(2025, 12, 31))

A_MONTH: Final = 275
BEFORE: Final = 100
"""Entries of the month before the first, which make everybody's whole number round."""
SATURDAY: Final = 5
PROJECTS_OF_A_PERSON: Final = 6
TASKS_OF_A_PROJECT: Final = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """So many people with so many months behind them; 36 months are 10,000 entries a person."""

    people: int
    months: int = 36
    seed: int = 1

    @property
    def entries(self) -> int:
        return self.people * (self.months * A_MONTH + BEFORE)

    @property
    def projects(self) -> int:
        """Half as many as people, at least as many as a person has; each client has five of them."""
        return max(PROJECTS_OF_A_PERSON, self.people // 2)

    @property
    def name(self) -> str:
        return f"{self.people}x{self.months}-{self.seed}"


class MadeEntry(msgspec.Struct, frozen=True, gc=False):
    """Instants in UTC. `project`, `task` (of its project) and `type_of_work` count from 0; None is none."""

    started_at: datetime
    ended_at: datetime
    breaks: tuple[Break, ...]
    project: int | None
    task: int | None
    type_of_work: int
    billable: bool
    note: str


def zone_of(person: int) -> str:
    """Most live in the first zone."""
    return ZONES[person % 20] if person % 20 < len(ZONES) else ZONES[0]


def sheets(plan: Plan) -> Iterator[tuple[int, list[MadeEntry]]]:
    """Everybody's weeks: the person (from 0) and the entries, the earliest first."""
    week: list[tuple[date, int]] = []
    for day, count in _days(plan.months):
        if week and day.isocalendar()[:2] != week[0][0].isocalendar()[:2]:
            yield from _sheets_of(plan, week)
            week = []
        week.append((day, count))
    yield from _sheets_of(plan, week)


def _sheets_of(plan: Plan, week: list[tuple[date, int]]) -> Iterator[tuple[int, list[MadeEntry]]]:
    for person in range(plan.people):
        yield person, [entry for day, count in week for entry in _day(plan, person, day, count)]


def _days(months: int) -> Iterator[tuple[date, int]]:
    """Workdays, and how many entries each has."""
    first = LAST_MONTH[0] * 12 + LAST_MONTH[1] - months
    for number in range(first - 1, first + months):
        begin, end = (date(each // 12, each % 12 + 1, 1) for each in (number, number + 1))
        days = [begin + DAY * n for n in range((end - begin).days) if (begin + DAY * n).weekday() < SATURDAY]
        entries = A_MONTH
        if number == first - 1:
            days, entries = days[-8:], BEFORE
        for place, day in enumerate(days):
            yield day, entries * (place + 1) // len(days) - entries * place // len(days)


def _day(plan: Plan, person: int, day: date, count: int) -> Iterator[MadeEntry]:
    """One after the other from the morning on, with lunch in the middle; about eight hours."""
    random = Random(f"{plan.seed}/{person}/{day.toordinal()}")
    projects = _projects_of(plan, person, day)
    todays = [random.choice(projects) for _ in range(3)]
    late = random.random() < 0.01
    morning = datetime.combine(day, time(16 if late else 6, random.randrange(60), random.randrange(60)))
    at = morning.replace(tzinfo=ZoneInfo(zone_of(person))).astimezone(UTC)
    for number in range(count):
        # One draw an entry: there are millions.
        bits, minutes = divmod(random.getrandbits(64), 62)
        bits, seconds = divmod(bits, 60)
        end = at + timedelta(minutes=8 + minutes, seconds=seconds)
        bits, rests = divmod(bits, 5)
        breaks: tuple[Break, ...] = ()
        if rests == 0 and minutes > 22:
            bits, rest = divmod(bits, 600)
            pause = at + timedelta(minutes=minutes // 2)
            breaks = (Break(pause, pause + timedelta(seconds=90 + rest)),)
        bits, which = divmod(bits, 33)
        project = todays[which % 3] if which < 32 else None
        bits, task = divmod(bits, 5)
        bits, kind = divmod(bits, 7)
        bits, note = divmod(bits, len(NOTES))
        yield MadeEntry(
            started_at=at,
            ended_at=end,
            breaks=breaks,
            project=project,
            task=task if project is not None and task < TASKS_OF_A_PROJECT else None,
            type_of_work=bits % len(TYPES_OF_WORK) if kind == 0 else person % 4,
            billable=project is not None and project % 5 != 0,
            note=NOTES[note],
        )
        at = end + timedelta(seconds=bits % 120 + (2400 if number == count // 2 else 0))


def _projects_of(plan: Plan, person: int, day: date) -> list[int]:
    """Six that one has for half a year; two of them are of the half year before."""
    half = day.year * 2 + (day.month > 6)
    return [(person * 7 + half * 4 + number) % plan.projects for number in range(PROJECTS_OF_A_PERSON)]
