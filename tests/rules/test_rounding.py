"""Rounding for billing: every mode at both sides of its borders, and what holds for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.rules.rounding import EXACT, Rounding, RoundingMode, billed_seconds

MINUTE = 60
UP, DOWN, NEAREST = RoundingMode


@pytest.mark.parametrize(
    ("mode", "minutes", "grace", "seconds", "billed"),
    [
        (UP, 15, 0, 0, 0),
        (UP, 15, 0, 1, 900),
        (UP, 15, 0, 900, 900),
        (UP, 15, 0, 901, 1800),
        (DOWN, 15, 0, 899, 0),
        (DOWN, 15, 0, 900, 900),
        (DOWN, 15, 0, 1799, 900),
        (NEAREST, 15, 0, 449, 0),
        (NEAREST, 15, 0, 450, 900),
        (NEAREST, 5, 0, 149, 0),
        (NEAREST, 5, 0, 150, 300),
        (UP, 5, 0, 301, 600),
        (UP, 6, 0, 361, 720),
        (UP, 10, 0, 601, 1200),
        (UP, 15, 3, 180, 0),
        (UP, 15, 3, 181, 900),
        (UP, 15, 3, 1080, 900),
        (UP, 15, 3, 1081, 1800),
        # A grace beyond the half keeps the nearest step down, too; one as long as the step never rounds up.
        (NEAREST, 6, 5, 300, 0),
        (NEAREST, 6, 5, 301, 360),
        (UP, 5, 5, 299, 0),
    ],
)
def test_an_entry_is_rounded_by_its_policy(
    mode: RoundingMode, minutes: int, grace: int, seconds: int, billed: int
) -> None:
    assert billed_seconds(seconds, Rounding(minutes * MINUTE, mode, grace * MINUTE)) == billed


roundings = st.builds(
    lambda step, mode, grace: Rounding(step * MINUTE, mode, grace * MINUTE),
    st.sampled_from((5, 6, 10, 15)),
    st.sampled_from(RoundingMode),
    st.integers(0, 5),
)
lengths = st.integers(0, 40 * 3600)


@given(seconds=lengths)
@PROPERTY
def test_without_a_policy_it_stays_exact(seconds: int) -> None:
    assert billed_seconds(seconds, EXACT) == seconds


@given(rounding=roundings, seconds=lengths, more=lengths)
@PROPERTY
def test_what_is_rounded_is_whole_near_settled_and_never_less_for_more(
    rounding: Rounding, seconds: int, more: int
) -> None:
    billed = billed_seconds(seconds, rounding)
    assert billed % rounding.step_seconds == 0
    assert abs(billed - seconds) < rounding.step_seconds
    assert billed_seconds(billed, rounding) == billed
    assert billed <= billed_seconds(seconds + more, rounding)
