"""What a workspace can set: names, values and what they mean. Each face declares its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a workspace: the words for its values, the first of which is the default, and what they mean."""

    name: str
    meaning: str
    values: Mapping[str, Any] = field(hash=False)

    @property
    def default(self) -> Any:
        return next(iter(self.values.values()))

    def of(self, settings: Mapping[str, Any]) -> Any:
        """The value among a workspace's settings; the default where it is not set, or set to nothing known."""
        value = settings.get(self.name) if settings else None
        return self.default if value is None or value not in self.values.values() else value

    def word(self, settings: Mapping[str, Any]) -> str:
        """The word for that value."""
        value = self.of(settings)
        return next(word for word, each in self.values.items() if each == value)


def switched_on(name: str, meaning: str) -> Option:
    """A switch that is on until somebody switches it off."""
    return Option(name, meaning, {"on": True, "off": False})


def switched_off(name: str, meaning: str) -> Option:
    """A switch that is off until somebody switches it on."""
    return Option(name, meaning, {"off": False, "on": True})
