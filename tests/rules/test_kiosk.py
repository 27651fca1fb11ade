"""The kiosk: what makes sense to punch, and how late a punch may arrive."""

from datetime import UTC, datetime, timedelta

import pytest

from uhrwerk.rules.kiosk import Punch, check_punched_at, check_recognised_for, sensible
from uhrwerk.rules.refusals import InstantInFuture, Invalid
from uhrwerk.rules.timer import State

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (None, (Punch.COME,)),
        (State.STOPPED, (Punch.COME,)),
        (State.RUNNING, (Punch.BREAK, Punch.GO)),
        (State.PAUSED, (Punch.BACK, Punch.GO)),
    ],
)
def test_only_what_makes_sense_is_offered(state: State | None, acts: tuple[Punch, ...]) -> None:
    assert sensible(state) == acts


@pytest.mark.parametrize("ago", [timedelta(days=7), timedelta(0), timedelta(minutes=-5)])
def test_a_punch_that_arrives_in_time(ago: timedelta) -> None:
    check_punched_at(NOON - ago, NOON)


@pytest.mark.parametrize(
    ("ago", "refusal"), [(timedelta(days=7) + TICK, Invalid), (timedelta(minutes=-5) - TICK, InstantInFuture)]
)
def test_a_punch_from_too_long_ago_or_from_the_future(ago: timedelta, refusal: type[Invalid]) -> None:
    with pytest.raises(refusal) as refused:
        check_punched_at(NOON - ago, NOON)
    assert [problem.field for problem in refused.value.problems] == ["at"]


@pytest.mark.parametrize("later", [timedelta(seconds=-2), timedelta(0), timedelta(minutes=2)])
def test_who_has_just_been_recognised_may_punch(later: timedelta) -> None:
    check_recognised_for(NOON, NOON + later)


@pytest.mark.parametrize("later", [timedelta(seconds=-2) - TICK, timedelta(minutes=2) + TICK])
def test_who_was_recognised_before_says_again_who_they_are(later: timedelta) -> None:
    with pytest.raises(Invalid, match="ticket"):
        check_recognised_for(NOON, NOON + later)
