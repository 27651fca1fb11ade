"""What operations say with a number, a day or a name in it, as patterns: so that it can be said in German, too.

What they say without such stands word for word in `locale/de/refusals.po`.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

PATTERNS: Final = (
    "lies before %(first)s",
    "lies after %(last)s",
    "must not be more than %(most)s days after the first",
    "are more than what is due on %(day)s and not away already",
    "There is another absence on %(day)s already.",
    "must be one of %(choices)s",
    "must be some of %(choices)s",
    "belongs to contracts of the kind %(kind)s",
    "%(wall)s does not exist in %(zone)s: the clocks go forward",
    "must be less than %(most)s days after the first: ask for each year by itself",
    "must be a day from %(first)s to %(last)s",
    "%(instant)s lies before the last act of the active record",
    "%(instant)s lies in the future",
    "lies more than %(days)s days back",
    "must not be less than %(least)s",
    "must be %(least)s to %(most)s digits",
    "must lie between %(least)s and %(most)s",
    "must be within %(most)s days of the first",
    "must have %(least)s to %(most)s characters",
    "must not be longer than %(most)s characters",
    "a record has no more than %(most)s breaks",
    "a record is no longer than %(days)s days",
    "This period begins on %(day)s; it cannot be handed in before.",
    "There is a timesheet of this %(period)s already.",
    "must be from %(first)s to %(last)s",
    "must have at most %(most)s fields",
    "must not be more than %(most)s",
    "Nobody has more than %(most)s passkeys; remove one first.",
    "These are %(most)s calendar feeds already; revoke one that is not used.",
    "These are %(most)s kiosks already; take one out of use.",
    "A workspace has at most %(most)s webhooks.",
    "A workspace has at most %(most)s identity providers.",
    "A person has %(most)s badges at most; take one away.",
    "lies before the account begins on %(day)s",
    "That is more than remains of %(year)s: %(days)s days over.",
    "nobody has a number of days a year of what is %(kind)s",
    "Another contract holds from %(day)s %(end)s.",
    "There are attendances since %(day)s, which the law asks to keep for %(years)s years.",
    "This %(noun)s is in use; archive it instead.",
    "This %(noun)s is in use; name another to take its place.",
    "A %(noun)s cannot take its own place.",
    "The %(noun)s that began at %(instant)s has to be stopped first.",
    "More than %(most)s %(noun)s belong to this; change or delete them in parts first.",
    "must be %(most)s different groups at most",
    "is required: %(what)s",
    "This has been %(status)s already; an admin can open it again.",
    "This has been %(status)s already.",
)
_PLACE: Final = re.compile(r"%\\\((\w+)\\\)s")


@cache
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    return [(text, re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(text)))) for text in PATTERNS]


def said(message: str, gettext: Callable[[str], str], shown: Callable[[str], str]) -> str:
    """The message in another language; in English where there is no other. `shown` writes what stands in a place."""
    translated = gettext(message)
    if translated != message:
        return translated
    for text, pattern in _compiled():
        found = pattern.fullmatch(message)
        if found is not None:
            return gettext(text) % {name: shown(value) for name, value in found.groupdict().items()}
    return message
