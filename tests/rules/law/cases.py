"""Cases as one writes a roster down, and what is found in them as short rows."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from uhrwerk.rules.day import Zones, day_seconds
from uhrwerk.rules.law.case import Case, Punch, shifts_of
from uhrwerk.rules.law.findings import Finding
from uhrwerk.rules.law.pack import Law, findings_of
from uhrwerk.rules.timer import Break, Timer

Row = tuple[str, str, int]
"""Day, severity, minutes."""


def wall(zone: str, day: str, clock: str) -> datetime:
    """The instant of `08:00`, of `30:00` (06:00 a day later), or of autumn's second `02:30b`."""
    hours, minutes = clock.removesuffix("b").split(":")
    later, hour = divmod(int(hours), 24)
    shown = datetime.combine(date.fromisoformat(day) + timedelta(days=later), datetime.min.time())
    shown = shown.replace(hour=hour, minute=int(minutes), fold=clock.endswith("b"))
    return shown.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def punches(zone: str, roster: Iterable[str]) -> list[Punch]:
    """Each line a day and its attendances: `2026-03-02 08:00-12:00 12:30-17:00`.

    `08:00-12:00/12:30-17:00` is one attendance with a clocked break, `08:00-` one that is still open. An attendance's
    id is its day and its number in the line: `2026-03-02/1`.
    """
    found = []
    for line in roster:
        day, *attendances = line.split()
        for number, text in enumerate(attendances, 1):
            stretches = [[clock and wall(zone, day, clock) for clock in each.split("-")] for each in text.split("/")]
            breaks = [(left, back) for (_, left), (back, _) in pairwise(stretches)]
            ended_at = stretches[-1][1] or None
            begin = stretches[0][0]
            assert begin
            clocked = tuple(Break(left, back) for left, back in breaks if left and back)
            found.append(Punch(f"{day}/{number}", Timer(begin, clocked, ended_at), ended_at))
    return found


def case(
    zone: str,
    *roster: str,
    first: str = "",
    last: str = "",
    at: datetime | None = None,
    born: str = "",
    holidays: Mapping[str, str] | None = None,
    away: Collection[str] = (),
) -> Case:
    """The roster's case, from the first day of its first shift to the last one's, looked at three weeks later."""
    zones = Zones.always(zone)
    days = sorted(line.split()[0] for line in roster)
    until = date.fromisoformat(last or days[-1])
    at = at or datetime.combine(until + timedelta(weeks=3), datetime.min.time(), UTC)
    shifts = shifts_of(punches(zone, roster), zones, at)
    return Case(
        first=date.fromisoformat(first or days[0]),
        last=until,
        zones=zones,
        shifts=shifts,
        at=at,
        born=date.fromisoformat(born) if born else None,
        worked_by_day=day_seconds((span for shift in shifts for span in shift.worked), zones),
        holidays={date.fromisoformat(day): name for day, name in (holidays or {}).items()},
        away=frozenset(date.fromisoformat(day) for day in away),
    )


def found(law: Law, looked_at: Case, rule: str) -> list[Finding]:
    return [finding for finding in findings_of(law, looked_at) if finding.rule == rule]


def rows(law: Law, looked_at: Case, rule: str) -> list[Row]:
    """What the rule of that name finds."""
    return [(str(each.day), str(each.severity), each.minutes) for each in found(law, looked_at, rule)]


@st.composite
def _rosters(draw: DrawFn, days: int, least: int, most: int) -> list[str]:
    """Days around spring's change of clocks: shifts at any hour, some far too long, with gaps of any length."""
    lines = []
    for each in sorted(draw(st.sets(st.integers(0, days - 1), min_size=least, max_size=most))):
        lengths = draw(st.lists(st.integers(1, 400), min_size=1, max_size=5))
        edges = list(accumulate(lengths[: (len(lengths) - 1) // 2 * 2 + 1], initial=draw(st.integers(0, 1439))))
        clocks = [f"{minutes // 60:02}:{minutes % 60:02}" for minutes in edges]
        pairs = [f"{begin}-{end}" for begin, end in zip(clocks[::2], clocks[1::2], strict=True)]
        lines.append(f"{date(2026, 3, 16) + timedelta(days=each)} {draw(st.sampled_from(' /')).join(pairs)}")
    return lines


rosters: SearchStrategy[list[str]] = _rosters(days=21, least=1, most=14)
long_rosters: SearchStrategy[list[str]] = _rosters(days=50, least=35, most=48)
