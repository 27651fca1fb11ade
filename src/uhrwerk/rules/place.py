"""Where a clock was pressed: coordinates in degrees (WGS 84)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from uhrwerk.rules.refusals import Invalid

_LIMITS: Final = {"latitude": 90, "longitude": 180}


@dataclass(frozen=True, slots=True)
class Place:
    """Raises Invalid for a place that is not on Earth."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        check_coordinates({"latitude": self.latitude, "longitude": self.longitude})


def place(latitude: float | None, longitude: float | None) -> Place | None:
    """The place, None without coordinates. Raises Invalid for one without the other."""
    if latitude is None and longitude is None:
        return None
    if latitude is None:
        raise Invalid.field("latitude", "comes together with longitude")
    if longitude is None:
        raise Invalid.field("longitude", "comes together with latitude")
    return Place(latitude, longitude)


def check_coordinates(members: Mapping[str, Any]) -> None:
    """Look at those members that are coordinates: `latitude`, `longitude_start` and so on. Raises Invalid."""
    for name, value in members.items():
        limit = _LIMITS.get(name.partition("_")[0])
        if limit is not None and value is not None and not -limit <= value <= limit:
            raise Invalid.field(name, f"must lie between -{limit} and {limit}")
