"""What the rules are tried with: instants, zones whose clocks do odd things, timers that were moved by hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from uhrwerk.rules.day import Zones
from uhrwerk.rules.timer import Break, Timer

PROPERTY = settings(deadline=None)
"""No example is measured: the machine may be busy."""

ODD_ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Africa/Cairo",  # forward over midnight, back over it
    "America/Havana",  # back from 01:00 to 00:00
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Pacific/Apia",  # left out 2011-12-30
    "America/Toronto",
    "America/St_Johns",  # until 2011 back from 00:01 to the day before
    "Antarctica/Casey",  # 2010-03-05 back from 02:00 to the day before
    "Australia/Lord_Howe",  # half an hour
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
)

zone_names: SearchStrategy[str] = st.sampled_from(ODD_ZONES)

# Days on which those zones change their clocks come up as often as all other days.
_ODD_DAYS = tuple(
    datetime(*day, tzinfo=UTC)
    for day in (
        (2010, 3, 4),
        (2010, 11, 6),
        (2011, 12, 29),
        (2018, 2, 17),
        (2018, 11, 3),
        (2024, 3, 9),
        (2024, 3, 30),
        (2024, 4, 6),
        (2024, 4, 25),
        (2024, 10, 26),
        (2024, 10, 31),
        (2024, 11, 2),
    )
)

instants: SearchStrategy[datetime] = st.one_of(
    st.builds(
        lambda day, length: day + length,
        st.sampled_from(_ODD_DAYS),
        st.timedeltas(timedelta(0), timedelta(days=2)),
    ),
    st.datetimes(datetime(1975, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)

lengths: SearchStrategy[timedelta] = st.one_of(
    st.sampled_from([timedelta(0), timedelta(microseconds=1), timedelta(microseconds=499_999), timedelta(seconds=1)]),
    st.timedeltas(timedelta(0), timedelta(hours=12)),
)


@st.composite
def dated_zones(draw: DrawFn, around: datetime) -> Zones:
    """A person's zones with up to two changes within two days of `around`."""
    zones = Zones.always(draw(zone_names))
    for since in sorted(draw(st.lists(st.timedeltas(timedelta(days=-2), timedelta(days=2)), max_size=2))):
        zones = zones.changed(around + since, draw(zone_names))
    return zones


@st.composite
def timers(draw: DrawFn, begin: datetime | None = None, *, stopped: bool = False) -> Timer:
    """A timer with up to three breaks, any of them empty; active or stopped."""
    at = started_at = begin or draw(instants)
    breaks = []
    for worked, rested in draw(st.lists(st.tuples(lengths, lengths), max_size=3)):
        breaks.append(Break(at + worked, at + worked + rested))
        at += worked + rested
    if stopped or draw(st.booleans()):
        return Timer(started_at, tuple(breaks), at + draw(lengths))
    if draw(st.booleans()):
        breaks.append(Break(at + draw(lengths)))
    return Timer(started_at, tuple(breaks))
