"""When a failed delivery is tried again."""

from datetime import timedelta

import pytest

from uhrwerk.rules.retries import ATTEMPTS, delay

WAITS = ["0:00:05", "0:00:15", "0:00:45", "0:02:15", "0:06:45", "0:20:15", "1:00:45", "3:02:15", "9:06:45"]


@pytest.mark.parametrize(("attempts", "wait"), list(enumerate(WAITS, 1)))
def test_each_wait_is_three_times_the_one_before(attempts: int, wait: str) -> None:
    assert str(delay(attempts, 0.5)) == wait


def test_all_attempts_take_about_half_a_day() -> None:
    assert len(WAITS) == ATTEMPTS - 1
    assert sum((delay(each, 0.5) for each in range(1, ATTEMPTS)), timedelta()) == timedelta(
        hours=13, minutes=40, seconds=5
    )


@pytest.mark.parametrize(("chance", "wait"), [(0.0, 3.75), (0.25, 4.375), (1.0, 6.25)])
def test_chance_moves_a_wait_by_up_to_a_quarter(chance: float, wait: float) -> None:
    assert delay(1, chance) == timedelta(seconds=wait)
