"""What a rule says: where a record falls short of the law, by how much, and which punches prove it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """notice: worth knowing · warning: allowed for now, and to be made up for · breach: against the law."""

    NOTICE = "notice"
    WARNING = "warning"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Finding:
    """One shortfall on one local day.

    `rule` is a stable key (`de-daily-hours`), `paragraph` the law's own (`ArbZG § 3`). `minutes` are whole minutes over
    the `limit_minutes` that the rule sets, or short of them; `over` says which. `sentence` says it in English, with
    the figures. `punches` are the ids of the attendances that prove it, in order.
    """

    day: date
    rule: str
    paragraph: str
    severity: Severity
    minutes: int
    limit_minutes: int
    over: bool
    sentence: str
    punches: tuple[str, ...]
