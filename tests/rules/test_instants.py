"""When an act takes effect: both sides of every border, to the microsecond."""

from datetime import UTC, datetime, timedelta

import pytest

from uhrwerk.rules.instants import EARLIEST, Act, check_not_in_future, effective, whole_seconds
from uhrwerk.rules.refusals import InstantBeforeLastAct, InstantInFuture, Invalid

NOW = datetime(2026, 3, 10, 8, 0, 0, 250_000, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
TWO_SECONDS = timedelta(seconds=2)
FIVE_MINUTES = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, NOW),
        (NOW - timedelta(days=400), NOW),
        (NOW - MICROSECOND, NOW),
        (NOW, NOW),
        (NOW + MICROSECOND, NOW + MICROSECOND),
        (NOW + TWO_SECONDS + MICROSECOND, NOW + TWO_SECONDS + MICROSECOND),
        (NOW + FIVE_MINUTES, NOW + FIVE_MINUTES),
    ],
)
def test_the_servers_instant_is_never_before_the_last_act(last: datetime | None, expected: datetime) -> None:
    assert effective(Act(NOW), last) == expected


LAST = NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        (LAST + MICROSECOND, LAST + MICROSECOND),
        (LAST, LAST),
        (LAST - MICROSECOND, LAST),
        (LAST - TWO_SECONDS, LAST),
        (LAST.replace(microsecond=0), LAST),  # a client that sends whole seconds
        (NOW, NOW),
        (NOW + FIVE_MINUTES, NOW + FIVE_MINUTES),
    ],
)
def test_a_clients_instant_is_taken_as_it_is_or_as_the_last_act(claimed: datetime, expected: datetime) -> None:
    assert effective(Act(NOW, claimed), LAST) == expected


@pytest.mark.parametrize("further", [MICROSECOND, timedelta(seconds=1), timedelta(days=365)])
def test_further_back_than_two_seconds_is_refused(further: timedelta) -> None:
    with pytest.raises(InstantBeforeLastAct) as refused:
        effective(Act(NOW, LAST - TWO_SECONDS - further), LAST)
    assert [problem.field for problem in refused.value.problems] == ["at"]


@pytest.mark.parametrize("last", [None, LAST, NOW + FIVE_MINUTES])
@pytest.mark.parametrize("further", [MICROSECOND, timedelta(days=365 * 100)])
def test_the_future_is_refused_whatever_is_active(last: datetime | None, further: timedelta) -> None:
    with pytest.raises(InstantInFuture):
        effective(Act(NOW, NOW + FIVE_MINUTES + further), last)


@pytest.mark.parametrize("claimed", [EARLIEST, datetime(2020, 9, 17, 8, tzinfo=UTC), NOW + FIVE_MINUTES])
def test_with_nothing_active_any_past_instant_starts(claimed: datetime) -> None:
    assert effective(Act(NOW, claimed), None) == claimed


@pytest.mark.parametrize("claimed", [EARLIEST - MICROSECOND, datetime(1, 1, 1, tzinfo=UTC)])
def test_before_there_were_such_clocks_is_refused(claimed: datetime) -> None:
    with pytest.raises(Invalid, match="before 1970"):
        effective(Act(NOW, claimed), None)


def test_the_future_is_refused_in_the_name_of_the_field_given() -> None:
    check_not_in_future(NOW + FIVE_MINUTES, NOW, "ended_at")
    with pytest.raises(InstantInFuture) as refused:
        check_not_in_future(NOW + FIVE_MINUTES + MICROSECOND, NOW, "ended_at")
    assert [problem.field for problem in refused.value.problems] == ["ended_at"]


@pytest.mark.parametrize(
    ("length", "expected"),
    [(0, 0), (1, 0), (499_999, 0), (500_000, 1), (999_999, 1), (1_499_999, 1), (1_500_000, 2), (10**15, 10**9)],
)
def test_seconds_are_rounded_to_the_nearest(length: int, expected: int) -> None:
    assert whole_seconds(length) == expected
