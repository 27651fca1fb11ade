"""Absences: their kinds, and what a kind means for what is due and for what somebody is entitled to."""

from enum import StrEnum
from typing import Final


class AbsenceKind(StrEnum):
    """What an absence is to the rules, whatever the workspace calls its type.

    special: on an occasion, as a wedding or a funeral · time-off-in-lieu: overtime that is taken as free time.
    """

    VACATION = "vacation"
    SICK = "sick"
    SPECIAL = "special"
    UNPAID = "unpaid"
    TRAINING = "training"
    TIME_OFF_IN_LIEU = "time-off-in-lieu"
    OTHER = "other"


NOT_CREDITED: Final = frozenset((AbsenceKind.TIME_OFF_IN_LIEU,))
"""The target stays due: not working it is what takes the overtime off the balance."""

WITHOUT_ENTITLEMENT: Final = frozenset((AbsenceKind.SICK, AbsenceKind.UNPAID, AbsenceKind.TIME_OFF_IN_LIEU))
"""Nobody has a number of these days a year: one is ill as long as it takes, and overtime is kept in the balance."""


def credits_target(kind: str) -> bool:
    """Whether an absence of the kind takes its part of the day's target, so that it costs nothing of the balance.

    Unpaid leave does as well: nothing is due on it, and nothing is paid for it.
    """
    return kind not in NOT_CREDITED


def deducts_entitlement(kind: str) -> bool:
    """Whether an absence of the kind is taken out of a number of days a year."""
    return kind not in WITHOUT_ENTITLEMENT
