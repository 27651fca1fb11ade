"""How absences are said on pages: what, which part of which days, and how it stands with them."""

from collections.abc import Mapping
from typing import Final

from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.rules.absence import Away
from uhrwerk.storage.absences import Absence, AbsenceType

STATUSES: Final = {"requested": N_("requested"), "approved": N_("approved"), "rejected": N_("rejected")}
TONES: Final = {"requested": "waiting", "approved": "in", "rejected": "wrong"}
"""Which look of a state each status has."""

KINDS: Final = {
    "vacation": N_("Vacation"),
    "sick": N_("Sickness"),
    "special": N_("Special leave"),
    "unpaid": N_("Unpaid leave"),
    "training": N_("Training"),
    "time-off-in-lieu": N_("Time off in lieu"),
    "other": N_("Other"),
}


def what(reader: Reader, away: Absence | Away, types: Mapping[str, AbsenceType]) -> str:
    """`Vacation (requested, afternoon)`; of what colleagues may not know more of, `Absent`."""
    notes = [part] if (part := part_of_day(reader, away)) else []
    name = reader.t("Absent")
    if isinstance(away, Absence):
        name = types[away.absence_type_id].name
        if away.status != "approved":
            notes.insert(0, reader.t(STATUSES[away.status]))
    return f"{name} ({', '.join(notes)})" if notes else name


def part_of_day(reader: Reader, away: Absence | Away) -> str:
    """Which part of the first and the last day is meant, where it is not all of them."""
    if away.seconds is not None:
        return reader.t("%(hours)s h", hours=reader.formats.hours(away.seconds))
    one_day = away.starts_on == away.ends_on
    parts = []
    if away.half_day_start:
        parts.append(reader.t("afternoon") if one_day else reader.t("from noon on the first day"))
    if away.half_day_end:
        parts.append(reader.t("morning") if one_day else reader.t("until noon on the last day"))
    return ", ".join(parts)


def days_of(reader: Reader, away: Absence | Away) -> str:
    return reader.formats.span(away.starts_on, away.ends_on)
