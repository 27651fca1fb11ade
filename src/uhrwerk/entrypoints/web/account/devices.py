"""What a browser says about itself, as people know it: "Firefox, Linux"."""

from typing import Final

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""The first whose mark is in the text: others call themselves by several names, to be let in everywhere."""

SHOWN: Final = 60


def device_name(user_agent: str) -> str:
    """Browser and system; of something unknown the beginning of what it says."""
    found = [next((name for mark, name in names if mark in user_agent), None) for names in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name) or user_agent[:SHOWN]
