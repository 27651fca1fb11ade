"""The time that the demo's people have worked, day by day, up to yesterday."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any, Final

from uhrwerk.operations import absences, attendance, forgotten, time_entries, timers, workdays
from uhrwerk.operations.demo import cast
from uhrwerk.operations.demo.agreements import APPRENTICE, PLAIN_DAYS
from uhrwerk.operations.demo.build import Made
from uhrwerk.operations.demo.days import HOUR, MINUTE, Stretch, entries, stretches
from uhrwerk.operations.demo.presence import go_home
from uhrwerk.operations.demo.script import WEEK, Event, events_of
from uhrwerk.operations.forgotten import CLOCKS, Overdue
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import DAY, bound_of, local_date
from uhrwerk.rules.forgotten import LONGEST
from uhrwerk.rules.instants import Act
from uhrwerk.rules.lock import PeriodLocked, check_open
from uhrwerk.rules.timer import Break
from uhrwerk.rules.workdays import Workdays
from uhrwerk.storage import absences as absences_kept
from uhrwerk.storage import attendances, locks
from uhrwerk.storage import time_entries as entries_kept
from uhrwerk.storage.locks import Closure
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

FURTHEST: Final = timedelta(days=92)
"""What a refresh after a long time leaves out lies before this."""

RECORDED_LATE: Final = timedelta(days=9)
DENTIST: Final = 2 * HOUR

AWAY: Final = {
    Event.SICK: ("sick", None),
    Event.VACATION: ("vacation", "Long weekend"),
    Event.HALF_DAY: ("vacation", "Half a day off"),
    Event.DENTIST: ("sick", "Dentist"),
}
"""The kind and the note of an absence."""

Step = tuple[datetime, Callable[[], Awaitable[Any]]]
"""An act and its instant (UTC)."""


@dataclass(frozen=True, slots=True)
class Life:
    """Somebody of whom days are made. `events` are what their days of work are like; those `taken` have time or an
    absence already.
    """

    made: Made
    person: Person
    workdays: Workdays
    events: Mapping[date, Event]
    closures: Sequence[Closure]
    taken: Collection[date]
    types: dict[str, str]
    """The workspace's type of absence for each kind."""

    @property
    def actor(self) -> Actor:
        return Actor(self.person.workspace_id, self.person.id, self.made.actor.role, "web", self.person.id)

    def at(self, day: date, wall: timedelta) -> datetime:
        """When the person's clock shows so much since the day's midnight (UTC)."""
        return bound_of(datetime.combine(day, time.min) + wall, self.person.zones)

    def is_open(self, day: date, now: datetime) -> bool:
        """Whether neither the day nor the next one, into which the night's work goes, is closed."""
        try:
            check_open(self.closures, day, day + DAY, now)
        except PeriodLocked:
            return False
        return True


async def live(tx: Tx, made: Made, person: Person, now: datetime) -> None:
    """Work on every working day up to yesterday that has no time and no absence yet."""
    await go_home(tx, made, person, now)
    if await entries_kept.active(tx, person.workspace_id, person.id) or await attendances.active(
        tx, person.workspace_id, person.id
    ):
        # Somebody is trying the demo out with this person: their clock is left alone.
        return
    today = local_date(now, person.zones)
    first = today - FURTHEST
    life = await _life_of(tx, made, person, first, today)
    if not life.workdays.contracts:
        return
    first = max(first, min(each.starts_on for each in life.workdays.contracts))
    for number in range((today - first).days):
        day = first + number * DAY
        late = day - RECORDED_LATE
        if late >= first and life.events.get(late) is Event.LATE_RECORD:
            await _spend(tx, life, late, now)
        if life.events.get(day) is not Event.LATE_RECORD:
            await _spend(tx, life, day, now)


async def _life_of(tx: Tx, made: Made, person: Person, first: date, today: date) -> Life:
    ids = person.workspace_id, person.id
    begin, end = (bound_of(datetime.combine(day, time.min), person.zones) for day in (first - DAY, today + DAY))
    attended = {local_date(each.started_at, person.zones) for each in await attendances.touching(tx, *ids, begin, end)}
    absent = {
        each.starts_on + number * DAY
        for each in await absences_kept.touching(tx, *ids, first, today)
        if each.status != absences.REJECTED
        for number in range((each.ends_on - each.starts_on).days + 1)
    }
    days = await workdays.of_person(tx, *ids, first - WEEK, today + WEEK)
    return Life(
        made,
        person,
        days,
        events_of(person.username if made.plan.lawful else "", days, first, today),
        await locks.closures(tx, *ids, first),
        attended | absent,
        {each.kind: each.id for each in reversed(await absences_kept.types_in_use(tx, person.workspace_id))},
    )


async def _spend(tx: Tx, life: Life, day: date, now: datetime) -> None:
    """One day of the person's, unless it has something already, is closed, or is not over."""
    event = life.events.get(day)
    if event is None or day in life.taken or not life.is_open(day, now):
        return
    due = timedelta(seconds=life.workdays.due_seconds(day))
    if event in AWAY:
        await _be_away(tx, life, day, event)
        if event in (Event.SICK, Event.VACATION):
            return
        due = due - DENTIST if event is Event.DENTIST else due / 2
    chance = Random(f"{life.person.username} {day}")  # noqa: S311 (a demo's dice, no secret)
    work = stretches(event, due, chance, minor=life.person.username == APPRENTICE)
    steps = _attendance(tx, life, day, event, work)
    if now - life.at(day, timedelta(0)) < PLAIN_DAYS + DAY:
        steps += _project_time(tx, life, day, entries(work, chance), chance)
    steps.sort(key=lambda step: step[0])
    if steps[-1][0] <= now:
        for _, act in steps:
            await act()


async def _be_away(tx: Tx, life: Life, day: date, event: Event) -> None:
    """An absence on the day, entered in the morning by somebody who may decide it."""
    kind, note = AWAY[event]
    if kind not in life.types:
        return
    members = {"starts_on": day, "ends_on": day, "absence_type_id": life.types[kind], "note": note}
    if event is Event.HALF_DAY:
        members["half_day_start"] = True
    elif event is Event.DENTIST:
        members["seconds"] = int(DENTIST.total_seconds())
    await absences.add(tx, life.made.actor, life.at(day, 7 * HOUR), life.person.id, members)


def _attendance(tx: Tx, life: Life, day: date, event: Event, work: Sequence[Stretch]) -> list[Step]:
    """Come, have breaks, leave; or write it down late; or forget to leave."""
    id, actor = life.person.id, life.actor
    pauses = [(each.end, after.begin) for each, after in pairwise(work)]
    if event is Event.LATE_RECORD:
        members = {
            "started_at": life.at(day, work[0].begin),
            "ended_at": life.at(day, work[-1].end),
            "breaks": tuple(Break(life.at(day, left), life.at(day, back)) for left, back in pauses),
            "note": "Written down from my notes",
        }
        recorded_at = life.at(day + RECORDED_LATE, 9 * HOUR)
        return [(recorded_at, partial(attendance.create, tx, actor, recorded_at, id, members))]

    def step(wall: timedelta, verb: Callable[[Tx, Actor, Act, str], Awaitable[Any]]) -> Step:
        at = life.at(day, wall)
        return at, partial(verb, tx, actor, Act(at), id)

    steps = [step(work[0].begin, attendance.clock_in)]
    for left, back in pauses:
        steps += [step(left, attendance.start_break), step(back, attendance.end_break)]
    if event is Event.FORGOTTEN:
        stopped_at = steps[0][0] + LONGEST
        return [*steps, (stopped_at + MINUTE, partial(_stop_forgotten, tx, life.person, stopped_at))]
    return [*steps, step(work[-1].end, attendance.clock_out)]


async def _stop_forgotten(tx: Tx, person: Person, stopped_at: datetime) -> None:
    """As the watch over forgotten clocks does it, which would find those of others as well."""
    record = await attendances.active(tx, person.workspace_id, person.id)
    assert record is not None
    await forgotten.see_to(tx, stopped_at + MINUTE, Overdue(CLOCKS[0], record, stopped_at))


def _project_time(tx: Tx, life: Life, day: date, work: Sequence[Stretch], chance: Random) -> list[Step]:
    """The day's entries: by the timer on some days, now and then with a break, on others written down afterwards."""
    person, made, actor = life.person, life.made, life.actor
    own = [task for task in made.tasks if person.id in task.assignees] or made.tasks
    written_down = chance.random() < 0.75
    steps: list[Step] = []
    for each in work:
        begin, end = (life.at(day, wall) for wall in (each.begin, each.end))
        purpose = Purpose(task_id=chance.choice(own).id, note=chance.choice(cast.NOTES))
        pause = begin + (end - begin) * chance.random() * 0.8
        back = pause + timedelta(minutes=chance.randrange(4, 12))
        pauses = [Break(pause, back)] if chance.random() < 0.2 and end - back > 5 * MINUTE else []
        if written_down:
            entry = Written(begin, end, tuple(pauses))
            steps.append((end, partial(time_entries.create, tx, actor, end, person.id, entry, purpose)))
            continue
        steps.append((begin, partial(timers.start, tx, actor, Act(begin), person.id, purpose)))
        for each_pause in pauses:
            steps.append((each_pause.started_at, partial(timers.pause, tx, actor, Act(pause), person.id)))
            steps.append((back, partial(timers.resume, tx, actor, Act(back), person.id)))
        steps.append((end, partial(timers.stop, tx, actor, Act(end), person.id)))
    return steps
