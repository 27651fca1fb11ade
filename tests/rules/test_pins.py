"""PINs, and the door that stays shut to somebody who is wrong again and again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uhrwerk.rules.pins import (
    OF_PERSON,
    Failures,
    Throttle,
    TooManyAttempts,
    check_open,
    failed,
    pin,
    recovered,
    shut_until,
)
from uhrwerk.rules.refusals import Invalid

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
THROTTLE = Throttle(3, timedelta(minutes=1), timedelta(minutes=3), timedelta(hours=1))


def after(*minutes: float) -> Failures:
    """Failures so many minutes after noon."""
    failures = Failures()
    for each in minutes:
        failures = failed(failures, THROTTLE, NOON + timedelta(minutes=each))
    return failures


@pytest.mark.parametrize(
    ("wrong", "at", "until"),
    [
        ([], 0, None),
        ([0, 0], 0, None),
        ([0, 0, 0], 0, 1),
        ([0, 0, 0], 0.999, 1),
        ([0, 0, 0], 1, None),
        # Each further one for twice as long, at most three minutes.
        ([0, 0, 0, 1], 2, 3),
        ([0, 0, 0, 1], 3, None),
        ([0, 0, 0, 1, 3], 5.9, 6),
        ([0, 0, 0, 1, 3, 6, 9, 12], 14.9, 15),
        # An hour without any: forgotten.
        ([0, 0, 59.9], 59.9, 60.9),
        ([0, 0, 60], 60, None),
        # The clock was set back.
        ([0, 0, 0], -1, None),
    ],
)
def test_the_door_shuts_and_opens_again(wrong: list[float], at: float, until: float | None) -> None:
    found = shut_until(after(*wrong), THROTTLE, NOON + timedelta(minutes=at))
    assert found == (None if until is None else NOON + timedelta(minutes=until))


def test_a_shut_door_says_until_when() -> None:
    with pytest.raises(TooManyAttempts) as refused:
        check_open(after(0, 0, 0), THROTTLE, NOON)
    assert refused.value.until == NOON + timedelta(minutes=1)
    assert refused.value.message == "Too many wrong attempts; try again after 2026-03-10T12:01:00Z."


def test_who_is_right_takes_one_wrong_attempt_back() -> None:
    assert recovered(after(0, 1, 2)).count == 2
    assert recovered(after(0)) == recovered(Failures()) == Failures()


@given(st.lists(st.integers(0, 24 * 60), max_size=500))
def test_nobody_tries_more_than_some_pins_of_a_person_a_day(at: list[int]) -> None:
    """Whoever tries at whatever minutes is let try 20 of ten thousand PINs at most."""
    failures, tried = Failures(), 0
    for minute in sorted(at):
        now = NOON + timedelta(minutes=minute)
        if shut_until(failures, OF_PERSON, now) is None:
            failures, tried = failed(failures, OF_PERSON, now), tried + 1
    assert tried <= 20


def test_the_most_that_can_be_tried_in_a_day() -> None:
    """One who tries every minute: the first five, then after 5, 10, 20, 40, 80 and 160 minutes, then every 240."""
    failures, tried = Failures(), 0
    for minute in range(24 * 60):
        now = NOON + timedelta(minutes=minute)
        if shut_until(failures, OF_PERSON, now) is None:
            failures, tried = failed(failures, OF_PERSON, now), tried + 1
    assert tried == 15


@pytest.mark.parametrize("value", ["2580", "1357", "12345679", "0001", "1212", "1233", "9012"])
def test_a_pin(value: str) -> None:
    assert pin(value) == value


@pytest.mark.parametrize(
    "value",
    [
        *("", "123", "258", "258025802", "25a0", "２５８０", "-123", "25 80"),
        *("0000", "1111", "99999999", "1234", "0123", "12345678", "9876", "3210"),
    ],
)
def test_no_pin(value: str) -> None:
    with pytest.raises(Invalid) as refused:
        pin(value)
    assert [problem.field for problem in refused.value.problems] == ["pin"]
