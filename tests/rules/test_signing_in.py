"""Who needs a second factor, which codes count, how long a proof holds."""

from datetime import UTC, datetime, timedelta

import pytest

from uhrwerk.rules.refusals import ProofRequired
from uhrwerk.rules.signing_in import (
    PROOF_LASTS,
    SecondFactor,
    check_proof,
    needs_second_factor,
    plain_code,
    step_of,
    steps_accepted,
)

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "needing"),
    [
        (SecondFactor.OPTIONAL, set()),
        (SecondFactor.ADMINS, {"admin"}),
        (SecondFactor.REQUIRED, {"admin", "lead", "member", "auditor"}),
    ],
)
def test_who_needs_a_second_factor(policy: SecondFactor, needing: set[str]) -> None:
    roles = ("admin", "lead", "member", "auditor")
    assert {role for role in roles if needs_second_factor(policy, role)} == needing


@pytest.mark.parametrize(("seconds", "step"), [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2)])
def test_a_step_is_thirty_seconds(seconds: int, step: int) -> None:
    assert step_of(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)) == step


@pytest.mark.parametrize(
    ("last", "accepted"),
    [(None, {-1, 0, 1}), (-2, {-1, 0, 1}), (-1, {0, 1}), (0, {1}), (1, set()), (2, set())],
)
def test_the_code_before_this_one_and_after_count_once(last: int | None, accepted: set[int]) -> None:
    """Counted from the current step; `last` is the last that was taken."""
    current = step_of(NOON)
    last_step = 0 if last is None else current + last
    assert {step - current for step in steps_accepted(NOON, last_step)} == accepted


@pytest.mark.parametrize("ago", [timedelta(0), PROOF_LASTS - timedelta(microseconds=1)])
def test_a_proof_holds_for_a_while(ago: timedelta) -> None:
    check_proof(NOON - ago, NOON)


@pytest.mark.parametrize("proven_at", [None, NOON - PROOF_LASTS, NOON + timedelta(microseconds=1)])
def test_and_no_longer(proven_at: datetime | None) -> None:
    with pytest.raises(ProofRequired):
        check_proof(proven_at, NOON)


@pytest.mark.parametrize("typed", ["abcd-efgh", " ABCD EFGH ", "abcdefgh", "ab-cd\tefgh"])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert plain_code(typed) == "abcdefgh"
