"""What the policy 'deduct the legal minimum' takes off a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.rules.breaks import deduction
from uhrwerk.rules.law.germany import BREAKS as GERMANY
from uhrwerk.rules.law.germany_minors import BREAKS as MINORS
from uhrwerk.rules.law.pack import BreakStep, break_due

MINUTE = 60


@pytest.mark.parametrize(
    ("worked", "pieces", "expected"),
    [
        (0, [], 0),
        (360, [], 0),
        # Only down to the hours that need none.
        (361, [], 1),
        (370, [], 10),
        (390, [], 30),
        (480, [], 30),
        # Over 9 h: first down to 9 h, which still need 30 min; no more than 45 min.
        (540, [], 30),
        (550, [], 30),
        (571, [], 31),
        (585, [], 45),
        (700, [], 45),
        # What was taken is not taken twice; pieces under 15 min do not count.
        (480, [30], 0),
        (480, [20], 10),
        (480, [15, 15], 0),
        (480, [15, 14], 15),
        (480, [14, 14, 14], 30),
        (365, [20], 5),
        (600, [30], 15),
        (550, [30], 10),
        (600, [45], 0),
        (600, [90], 0),
    ],
)
def test_what_is_deducted_under_the_german_law(worked: int, pieces: list[int], expected: int) -> None:
    assert deduction(worked * MINUTE, [piece * MINUTE for piece in pieces], GERMANY) == expected * MINUTE


def test_seconds_are_exact() -> None:
    assert deduction(6 * 3600 + 1, [], GERMANY) == 1
    assert deduction(8 * 3600, [15 * MINUTE - 1], GERMANY) == 30 * MINUTE
    assert deduction(8 * 3600, [30 * MINUTE - 1], GERMANY) == 1


def test_minors_have_more_and_a_law_without_breaks_deducts_none() -> None:
    assert deduction(8 * 3600, [30 * MINUTE], MINORS) == 30 * MINUTE
    assert deduction(5 * 3600, [], MINORS) == 30 * MINUTE
    assert deduction(8 * 3600, [], ()) == 0


steps = st.lists(
    st.builds(BreakStep, st.integers(0, 40_000), st.integers(0, 4000), st.integers(0, 1800)), max_size=3
).map(lambda found: sorted(found, key=lambda step: -step.over_seconds))


@PROPERTY
@given(st.integers(0, 60_000), st.lists(st.integers(0, 4000), max_size=5), steps)
def test_what_is_left_is_lawful_and_a_second_less_would_not_be(
    worked: int, pieces: list[int], law: list[BreakStep]
) -> None:
    def lawful(deducted: int) -> bool:
        left = worked - deducted
        return all(
            left <= step.over_seconds
            or sum(piece for piece in pieces if piece >= step.piece_seconds) + deducted >= step.due_seconds
            for step in law
        )

    deducted = deduction(worked, pieces, law)
    assert 0 <= deducted <= worked
    assert lawful(deducted)
    assert deducted == 0 or not lawful(deducted - 1)
    if deducted:
        assert break_due(law, worked) is not None
