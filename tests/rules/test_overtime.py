"""How much overtime a day can have."""

import pytest

from uhrwerk.rules.contract import A_DAY, TooManyHours
from uhrwerk.rules.overtime import check_overtime


@pytest.mark.parametrize(("seconds", "others"), [(A_DAY, []), (1, [A_DAY - 1]), (80_000, [6_000, 400])])
def test_a_day_has_24_hours(seconds: int, others: list[int]) -> None:
    check_overtime(seconds, others)
    with pytest.raises(TooManyHours) as refused:
        check_overtime(seconds + 1, others)
    assert refused.value.problems[0].field == "seconds"
