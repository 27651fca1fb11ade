"""How time entries are shown: as at an instant, and with what their workspace bills."""

from collections.abc import Callable
from datetime import datetime

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.native.auth import guest_of
from uhrwerk.entrypoints.native.models.clock import TimeEntry, time_entry
from uhrwerk.operations.billing import rounding_of
from uhrwerk.storage.time_entries import TimeEntry as TimeEntryRecord


def showing(request: AnyRequest, now: datetime) -> Callable[[TimeEntryRecord], TimeEntry]:
    """The model of an entry at `now`, by the settings of the workspace that asks."""
    rounding = rounding_of(guest_of(request).settings)
    return lambda record: time_entry(record, now, rounding)
