"""Absences as rules: what a kind means, which halves of which days they take, what fits beside what."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.rules.absence import (
    BOTH,
    NEITHER,
    AbsenceKind,
    AbsencesOverlap,
    Away,
    BeyondTarget,
    Half,
    check_hours,
    check_overlap,
    check_stretch,
    check_within_target,
    credits_target,
    days_between,
    days_of_change,
    deducts_entitlement,
    halves_off,
    merged,
)
from uhrwerk.rules.contract import RangeReversed
from uhrwerk.rules.refusals import Invalid

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)
HOUR = 3600
AM, PM = frozenset((Half.MORNING,)), frozenset((Half.AFTERNOON,))


def away(first: date, last: date | None = None, halves: str = "", seconds: int | None = None) -> Away:
    """`halves`: `<` where the first morning is worked, `>` where the last afternoon is."""
    return Away(first, last or first, "<" in halves, ">" in halves, seconds)


def test_what_a_kind_means() -> None:
    assert {kind.value for kind in AbsenceKind if not credits_target(kind)} == {"time-off-in-lieu"}
    assert {kind.value for kind in AbsenceKind if not deducts_entitlement(kind)} == {
        "sick",
        "unpaid",
        "time-off-in-lieu",
    }


@pytest.mark.parametrize(
    ("stretch", "halves"),
    [
        (away(MONDAY, WEDNESDAY), (NEITHER, BOTH, BOTH, BOTH, NEITHER)),
        (away(MONDAY, WEDNESDAY, "<"), (NEITHER, PM, BOTH, BOTH, NEITHER)),
        (away(MONDAY, WEDNESDAY, ">"), (NEITHER, BOTH, BOTH, AM, NEITHER)),
        (away(MONDAY, WEDNESDAY, "<>"), (NEITHER, PM, BOTH, AM, NEITHER)),
        (away(TUESDAY, None, "<"), (NEITHER, NEITHER, PM, NEITHER, NEITHER)),
        (away(TUESDAY, None, ">"), (NEITHER, NEITHER, AM, NEITHER, NEITHER)),
        (away(TUESDAY, seconds=HOUR), (NEITHER, NEITHER, NEITHER, NEITHER, NEITHER)),
    ],
)
def test_the_halves_of_days(stretch: Away, halves: tuple[frozenset[Half], ...]) -> None:
    days = days_between(MONDAY - timedelta(days=1), WEDNESDAY + timedelta(days=1))
    assert tuple(halves_off(stretch, day) for day in days) == halves


@dataclass(frozen=True)
class Asked(Away):
    """An absence and what was decided about it."""

    absence_type_id: str = "vacation"
    status: str = "approved"
    deleted_at: datetime | None = None


GONE = datetime(2026, 3, 1, tzinfo=UTC)
THREE = Asked(MONDAY, WEDNESDAY)


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (None, THREE, [MONDAY, TUESDAY, WEDNESDAY]),
        (THREE, THREE, []),
        (THREE, replace(THREE, deleted_at=GONE), [MONDAY, TUESDAY, WEDNESDAY]),
        (THREE, replace(THREE, status="rejected"), [MONDAY, TUESDAY, WEDNESDAY]),
        (THREE, replace(THREE, absence_type_id="sick"), [MONDAY, TUESDAY, WEDNESDAY]),
        (THREE, replace(THREE, ends_on=TUESDAY), [WEDNESDAY]),
        (THREE, replace(THREE, starts_on=TUESDAY), [MONDAY]),
        (THREE, replace(THREE, half_day_start=True), [MONDAY]),
        (THREE, replace(THREE, half_day_end=True), [WEDNESDAY]),
        # The half day moves along with the end that it belongs to.
        (replace(THREE, half_day_end=True), Asked(MONDAY, TUESDAY, half_day_end=True), [TUESDAY, WEDNESDAY]),
        (Asked(MONDAY, MONDAY), Asked(WEDNESDAY, WEDNESDAY), [MONDAY, WEDNESDAY]),
        (Asked(MONDAY, MONDAY, seconds=HOUR), Asked(MONDAY, MONDAY, seconds=HOUR), []),
        (Asked(MONDAY, MONDAY, seconds=HOUR), Asked(MONDAY, MONDAY, seconds=2 * HOUR), [MONDAY]),
        (Asked(MONDAY, MONDAY, seconds=HOUR), Asked(MONDAY, MONDAY), [MONDAY]),
    ],
)
def test_the_days_of_which_a_change_takes_another_part(before: Asked | None, after: Asked, days: list[date]) -> None:
    assert days_of_change(before, after) == days


def test_days_that_nobody_can_be_away() -> None:
    check_stretch(away(date(1970, 1, 1), date(1973, 1, 3)))
    check_stretch(away(date(9000, 1, 1), date(9000, 1, 2)))
    check_stretch(away(MONDAY, None, "<"))
    for stretch, kind, field in (
        (away(date(1969, 12, 31), MONDAY), Invalid, "starts_on"),
        (away(date(9000, 1, 2), date(9000, 1, 2)), Invalid, "starts_on"),
        (away(TUESDAY, MONDAY), RangeReversed, "ends_on"),
        (away(date(1970, 1, 1), date(1973, 1, 5)), Invalid, "ends_on"),
        (away(MONDAY, None, "<>"), Invalid, "half_day_end"),
    ):
        with pytest.raises(kind) as refused:
            check_stretch(stretch)
        assert [each.field for each in refused.value.problems] == [field]


def test_hours_are_of_one_day() -> None:
    for seconds in (1, 24 * HOUR):
        check_hours(away(MONDAY, seconds=seconds))
    for wrong in (
        away(MONDAY, seconds=0),
        away(MONDAY, seconds=24 * HOUR + 1),
        away(MONDAY, TUESDAY, seconds=HOUR),
        away(MONDAY, None, "<", HOUR),
        away(MONDAY, None, ">", HOUR),
    ):
        with pytest.raises(Invalid):
            check_hours(wrong)


FITS: list[tuple[Away, Away, bool]] = [
    (away(MONDAY), away(TUESDAY), True),
    (away(MONDAY, TUESDAY), away(TUESDAY, WEDNESDAY), False),
    (away(MONDAY, TUESDAY, ">"), away(TUESDAY, WEDNESDAY, "<"), True),
    (away(MONDAY, TUESDAY, ">"), away(TUESDAY, WEDNESDAY), False),
    (away(MONDAY, None, "<"), away(MONDAY, None, ">"), True),
    (away(MONDAY, None, "<"), away(MONDAY, None, "<"), False),
    (away(MONDAY, WEDNESDAY), away(TUESDAY, None, "<"), False),
    (away(MONDAY, seconds=HOUR), away(MONDAY, seconds=HOUR), True),
    (away(MONDAY, seconds=HOUR), away(MONDAY, None, "<"), True),
    (away(MONDAY, seconds=HOUR), away(MONDAY), False),
    (away(MONDAY, seconds=HOUR), away(TUESDAY), True),
]


@pytest.mark.parametrize(("one", "other", "fits"), FITS)
def test_absences_share_no_half_of_a_day(one: Away, other: Away, fits: bool) -> None:
    for wanted, there in ((one, other), (other, one)):
        for sick in (False, True):
            if fits:
                check_overlap(wanted, sick, [(there, sick)])
            else:
                with pytest.raises(AbsencesOverlap):
                    check_overlap(wanted, sick, [(there, sick)])
            # Who falls ill does so whatever else was planned.
            check_overlap(wanted, sick, [(there, not sick)])


def test_hours_fit_into_what_is_due_and_not_away_already() -> None:
    eight, morning, other = 8 * HOUR, away(MONDAY, None, ">"), away(MONDAY, seconds=3 * HOUR)
    for seconds, others, target in (
        (eight, [], eight),
        (4 * HOUR, [morning], eight),
        (5 * HOUR, [other], eight),
        (1 * HOUR, [other, morning], eight),
    ):
        check_within_target(MONDAY, [away(MONDAY, seconds=seconds), *others], target)
        with pytest.raises(BeyondTarget):
            check_within_target(MONDAY, [away(MONDAY, seconds=seconds + 1), *others], target)
    with pytest.raises(BeyondTarget):
        check_within_target(MONDAY, [away(MONDAY, seconds=1)], 0)
    check_within_target(TUESDAY, [away(MONDAY, seconds=HOUR), away(TUESDAY)], 0)


def test_colleagues_learn_when_and_not_how_often() -> None:
    found = [
        away(MONDAY, TUESDAY, ">"),
        away(TUESDAY, WEDNESDAY, "<"),
        away(TUESDAY),
        away(WEDNESDAY, seconds=HOUR),
        away(date(2026, 3, 13), seconds=HOUR),
        away(date(2026, 3, 16), None, "<"),
        away(date(2026, 3, 17), None, "<"),
    ]
    assert merged(found, MONDAY, date(2026, 3, 20)) == [
        away(MONDAY, WEDNESDAY),
        away(date(2026, 3, 13), seconds=HOUR),
        away(date(2026, 3, 16), None, "<"),
        away(date(2026, 3, 17), None, "<"),
    ]
    assert merged(found, TUESDAY, TUESDAY) == [away(TUESDAY)]
    assert merged([], MONDAY, WEDNESDAY) == []


_days = st.integers(0, 20).map(lambda number: MONDAY + timedelta(days=number))
_stretches = st.builds(
    lambda first, length, halves: away(first, first + timedelta(days=length), halves if length else halves[:1]),
    _days,
    st.integers(0, 6),
    st.sampled_from(["", "<", ">", "<>"]),
)


@PROPERTY
@given(st.lists(_stretches, max_size=6), _days, _days)
def test_merging_keeps_every_half_and_joins_all_that_can_be_joined(found: list[Away], one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    joined = merged(found, first, last)
    for day in days_between(first, last):
        told = [halves_off(each, day) for each in joined]
        assert frozenset[Half]().union(*told) == frozenset[Half]().union(*(halves_off(each, day) for each in found))
        assert sum(map(len, told)) <= len(BOTH)
    for before, after in pairwise(joined):
        gap = (after.starts_on - before.ends_on).days
        assert gap > 1 or (gap == 1 and (before.half_day_end or after.half_day_start))
