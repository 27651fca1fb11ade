"""What is agreed with the demo's people about working time."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from uhrwerk.operations.demo.cast import EXAMPLE_PERSON, PersonPlan, WorkspacePlan
from uhrwerk.rules.contract import BalanceExcess, BalancePeriod, BreakPolicy, ContractKind

HOUR: Final = 3600
AT_LEAST: Final = timedelta(days=36)
"""How far back the time of a lawful workspace goes: five weeks, to the first of the month they begin in."""

PLAIN_DAYS: Final = timedelta(days=21)
"""How far back that of the other goes, and everybody's project time."""

APPRENTICE: Final = "emil"

Terms = Mapping[str, Any]


def _weekdays(*hours: float) -> dict[str, Any]:
    """Hours from Monday on."""
    seconds = [int(each * HOUR) for each in hours]
    return {"kind": ContractKind.WEEKDAYS.value, "weekday_seconds": seconds + [0] * (7 - len(seconds))}


def _week(hours: int, *workdays: int) -> dict[str, Any]:
    return {"kind": ContractKind.WEEK.value, "weekly_seconds": hours * HOUR, "workdays": list(workdays)}


FULL_TIME: Final = _weekdays(8, 8, 8, 8, 8)
PART_TIME: Final = _weekdays(6, 6, 6, 6)

AGREED: Final[Mapping[str, Terms]] = {
    "carla": {"kind": ContractKind.TRUST.value, "vacation_days": Decimal(30), "note": "Trust-based working time"},
    "lukas": {
        **FULL_TIME,
        "vacation_days": Decimal(30),
        "start_balance_seconds": 6 * HOUR + HOUR // 2,
        "break_policy": BreakPolicy.DEDUCT_MINIMUM.value,
        "balance_period": BalancePeriod.YEAR.value,
        "balance_cap_seconds": 40 * HOUR,
        "balance_excess": BalanceExcess.FORFEIT.value,
    },
    EXAMPLE_PERSON: {**FULL_TIME, "vacation_days": Decimal(28)},
    "mei": {**_week(30, 1, 2, 3, 4, 5), "vacation_days": Decimal(20), "start_balance_seconds": -HOUR},
    "sam": {**FULL_TIME, "vacation_days": Decimal(20)},
    "noor": {**_weekdays(7.5, 7.5, 7.5, 7.5, 7.5), "vacation_days": Decimal(25), "start_balance_seconds": 2 * HOUR},
    "jule": {**PART_TIME, "vacation_days": Decimal(24), "start_balance_seconds": HOUR},
    APPRENTICE: {**_weekdays(7.5, 7.5, 7.5, 7.5, 7.5), "vacation_days": Decimal(27), "note": "Apprenticeship"},
    "anna": {**_weekdays(8, 8, 8, 8, 6.5), "vacation_days": Decimal(25), "start_balance_seconds": 4 * HOUR},
    "beat": {
        **_week(42, 1, 2, 3, 4, 5),
        "vacation_days": Decimal(25),
        "start_balance_seconds": 9 * HOUR,
        "balance_period": BalancePeriod.MONTH.value,
        "balance_cap_seconds": 10 * HOUR,
        "balance_excess": BalanceExcess.PAY_OUT.value,
    },
    "ines": {**_week(35, 1, 2, 3, 4, 5), "vacation_days": Decimal(22)},
    "rui": {**_weekdays(0, 7, 7, 7), "vacation_days": Decimal(14)},
}
"""By username: what holds from the first day of the demo's time on."""

CHANGED: Final[Mapping[str, Terms]] = {
    "jule": {**_week(32, 1, 2, 3, 4), "vacation_days": Decimal(24), "note": "More hours, on the same four days"},
}
"""What holds instead from the first of this month on."""


def first_day(plan: WorkspacePlan, today: date) -> date:
    """The day on which the time of a workspace begins that is made today."""
    return (today - AT_LEAST).replace(day=1) if plan.lawful else today - PLAIN_DAYS


def agreed_with(plan: WorkspacePlan, person: PersonPlan, number: int, today: date) -> list[dict[str, Any]]:
    """The members of the person's contracts, in order; `number` is the person's place in the plan."""
    first = first_day(plan, today)
    if not plan.lawful:
        hours = PART_TIME if number % 3 == 2 else FULL_TIME
        return [{**hours, "starts_on": first, "region": person.region}]
    terms = [{**AGREED[person.username], "starts_on": first, "region": person.region}]
    if person.username in CHANGED:
        terms.append({**CHANGED[person.username], "starts_on": today.replace(day=1), "region": person.region})
    return terms


def birth_date(person: PersonPlan, today: date) -> date | None:
    """The apprentice's: 17 years old since some weeks before the time begins."""
    if person.username != APPRENTICE:
        return None
    first = (today - AT_LEAST).replace(day=1) - timedelta(days=45)
    return first.replace(year=first.year - 17, day=1)
