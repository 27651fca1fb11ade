"""Labour law."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import ATTENDANCE, FINDING, KEPT, PERSON, Examples
from uhrwerk.entrypoints.native.models import law as models

_REST: Final = {"rule": "de-rest", "paragraph": "ArbZG § 5", "severity": "breach", "minutes": 80}
_FOUND: Final = {
    "person_id": PERSON,
    "day": "2026-11-20",
    "law": "DE",
    **_REST,
    "limit_minutes": 660,
    "over": False,
    "sentence": "9 h 40 of rest; 11 h are due",
    "punches": [ATTENDANCE],
}
_SECONDS: Final = {"night_seconds": 7200, "sunday_seconds": 0, "holiday_seconds": 0}
_ADVICE: Final = {**_REST, "ahead": False, "sentence": "clocking in now leaves 9 h 40 of rest; 11 h are due"}
_RULE: Final = {
    "law": "DE",
    "country": "Germany",
    "paragraph": "ArbZG § 4 sentence 3",
    "text": "never more than 6 h of work in a row without a break.",
    "since": "1994-07-01",
    "until": None,
}

EXAMPLES: Final[Examples] = {
    models.LawFinding: _FOUND,
    models.RecordedFinding: {"id": FINDING, **KEPT, **_FOUND},
    models.LawAdvice: _ADVICE,
    models.LawAdvices: {
        "person_id": PERSON,
        "act": "clock-in",
        "at": "2026-11-20T05:40:00Z",
        "law": "DE",
        "items": [_ADVICE],
    },
    models.SurchargeDay: {"day": "2026-11-20", **_SECONDS},
    models.Surcharges: {
        "person_id": PERSON,
        "starts_on": "2026-11-01",
        "ends_on": "2026-11-30",
        **_SECONDS,
        "items": [{"day": "2026-11-20", **_SECONDS}],
    },
    models.LawRule: _RULE,
    models.LawRules: {"items": [_RULE]},
}
