"""What was typed for a length, as a stretch of a day: `1:30` is a day and a length, `9-10:30` has times."""

from datetime import date, datetime, timedelta

from uhrwerk.operations.time_entries import Written
from uhrwerk.rules.day import DAY, Zones, day_bounds, instant_of
from uhrwerk.rules.durations import Stretch, typed


def written_on(day: date, text: str, zones: Zones, now: datetime, field: str = "length") -> Written | None:
    """What was typed of the person's local day; None for nothing. Raises Invalid, naming `field`."""
    found = typed(text, field)
    return None if found is None else stands_on(day, found, zones, now, field)


def stands_on(day: date, length: int | Stretch, zones: Zones, now: datetime, field: str) -> Written:
    """Seconds stand at the beginning of the local day and mean no times. Raises Invalid for a time that is left out."""
    if isinstance(length, Stretch):
        return _between(day, length, zones, now, field)
    begin, _ = day_bounds(day, zones)
    return Written(begin, begin + timedelta(seconds=length), length_only=True)


def _between(day: date, stretch: Stretch, zones: Zones, now: datetime, field: str) -> Written:
    last = day if stretch.start < stretch.end else day + DAY
    end = instant_of(datetime.combine(last, stretch.end), zones, now, field)
    start = instant_of(datetime.combine(day, stretch.start), zones, now, field, latest=end)
    return Written(start, end)
