"""How the web app looks to a person: which clock, which colours. Kept with the person, so that it follows them."""

from typing import Any, Final

from uhrwerk.rules.refusals import Invalid

CLOCK: Final = "clock"
THEME: Final = "theme"

CHOICES: Final = {
    CLOCK: ("auto", "12", "24"),
    THEME: ("system", "light", "dark"),
}
"""By name the values that there are; the first is the default: as the language has it, as the device has it."""


def checked(value: dict[str, Any]) -> dict[str, str]:
    """The preferences that are not the default. Raises Invalid."""
    for name, chosen in value.items():
        if name not in CHOICES:
            raise Invalid.field("preferences", f"there is no preference {name!r}")
        if chosen not in CHOICES[name]:
            raise Invalid.field(name, f"must be one of {', '.join(CHOICES[name])}")
    return {name: chosen for name, chosen in sorted(value.items()) if chosen != CHOICES[name][0]}


def clock12(preferences: dict[str, str]) -> bool | None:
    """Whether times of day are written with a.m. and p.m.; None: as the language has it."""
    return {"12": True, "24": False}.get(preferences.get(CLOCK, ""))


def theme(preferences: dict[str, str]) -> str | None:
    """`light` or `dark`; None: as the device has it."""
    return preferences.get(THEME)
