"""Where a clock was pressed: on Earth, and with both coordinates."""

import pytest

from uhrwerk.rules.place import Place, check_coordinates, place
from uhrwerk.rules.refusals import Invalid


def fields_of(refusal: Invalid) -> list[str | None]:
    return [problem.field for problem in refusal.problems]


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 0), (90, 180), (-90, -180), (53.5503, 9.992)])
def test_a_place_is_kept_as_it_is_said(latitude: float, longitude: float) -> None:
    assert place(latitude, longitude) == Place(latitude, longitude)


def test_no_coordinates_are_no_place() -> None:
    assert place(None, None) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "field"),
    [
        (None, 9.9, "latitude"),
        (53.5, None, "longitude"),
        (90.1, 0, "latitude"),
        (-90.1, 0, "latitude"),
        (0, 180.1, "longitude"),
        (0, -180.1, "longitude"),
        (float("nan"), 0, "latitude"),
    ],
)
def test_what_is_no_place_is_refused_by_the_name_of_its_coordinate(
    latitude: float | None, longitude: float | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        place(latitude, longitude)
    assert fields_of(refused.value) == [field]


@pytest.mark.parametrize("name", ["latitude_start", "longitude_start", "latitude_end", "longitude_end"])
def test_members_of_a_record_are_looked_at_by_their_own_names(name: str) -> None:
    check_coordinates({name: None, "note": "x", "hour_rate": 1000})
    check_coordinates({name: 90})
    with pytest.raises(Invalid) as refused:
        check_coordinates({name: 181})
    assert fields_of(refused.value) == [name]
