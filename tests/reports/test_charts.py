"""Where a chart's columns and lines stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.entrypoints.web.reports.charts import HOUR, LEFT, MOST_LINES, STEPS, TOP, Bar, laid_out, step_of


@pytest.mark.parametrize(
    ("hours", "step"),
    [(0, 0.25), (1.25, 0.25), (1.26, 0.5), (10, 2), (10.01, 4), (40, 8), (100, 20), (5000, 1000), (1e9, STEPS[-1])],
)
def test_lines_stand_at_round_hours(hours: float, step: float) -> None:
    assert step_of(hours) == step


def bars(*seconds: tuple[int, ...]) -> list[Bar]:
    return [Bar(str(number), "", "", each) for number, each in enumerate(seconds)]


def test_a_column_is_as_high_as_its_hours_and_its_parts_lie_on_each_other() -> None:
    chart = laid_out(bars((3 * HOUR, HOUR, 0), (0, 0, 2 * HOUR)), 448, 128, 40)
    # Four hours, a line each, in the 76 pixels between the top and the foot.
    assert [(line.hours, line.y) for line in chart.lines] == [(0, 100), (1, 81), (2, 62), (3, 43), (4, 24)]
    first, second = chart.columns
    assert [(each.y, each.height, each.series) for each in first.segments] == [(43, 57, 0), (24, 19, 1)]
    assert [(each.y, each.height, each.series) for each in second.segments] == [(62, 38, 2)]
    assert (first.place, first.room, second.place) == (LEFT, 200, LEFT + 200)
    assert (first.total, first.top) == (4 * HOUR, 24)


def test_labels_and_sums_stand_where_there_is_room_for_them() -> None:
    chart = laid_out(bars(*[(HOUR,)] * 31), 880, 300, 48)
    assert [column.label for column in chart.columns if column.label] == [str(number) for number in range(0, 31, 2)]
    assert {column.total for column in chart.columns} == {None}


@PROPERTY
@given(st.lists(st.lists(st.integers(0, 10**7), min_size=3, max_size=3).map(tuple), min_size=1, max_size=130))
def test_all_of_it_lies_within_the_chart(seconds: list[tuple[int, ...]]) -> None:
    chart = laid_out(bars(*seconds), 340, 240, 42)
    assert 2 <= len(chart.lines) <= MOST_LINES + 1
    assert len(chart.columns) == len(seconds)
    for column in chart.columns:
        assert TOP - 0.01 <= column.top <= chart.base
        assert column.x >= LEFT
        assert column.x + column.width <= chart.width + 0.01
        assert sum(each.height for each in column.segments) == pytest.approx(chart.base - column.top, abs=0.01)
