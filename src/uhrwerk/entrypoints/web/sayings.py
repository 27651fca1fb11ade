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
    "makes more than %(most)s entries: ask for fewer days, for a person or for a project",
    "makes more than %(most)s entries: ask for csv, for fewer days or for one person",
    "is required: %(what)s",
    "This has been %(status)s already; an admin can open it again.",
    "This has been %(status)s already.",
    "This timesheet is %(status)s; only one that is %(wanted)s can be taken further so.",
)
OF_LAW: Final = (
    "the longest break has %(found)s of %(limit)s; pieces other than two of 15 min or three of 10 min need a works "
    "agreement",
    "%(found)s in the longest rest beside a Sunday with %(worked)s of work; %(limit)s are due in the week before or "
    "after",
    "%(found)s a working day on average of a month with night work; at most %(limit)s are allowed",
    "%(found)s a working day on average of 24 weeks or six months; at most %(limit)s are allowed",
    "%(found)s of rest, not %(limit)s: allowed once a week if two weeks come to 11 h on average",
    "%(found)s a day on average of four weeks with night work; at most %(limit)s are allowed",
    "%(found)s in the week's longest rest around a Sunday or working day; %(limit)s are due",
    "%(found)s of work a week on average over 17 weeks; at most %(limit)s are allowed",
    "%(found)s of work in the week; %(limit)s are the most without overtime (art. 12)",
    "%(found)s from coming to leaving with night work; at most %(limit)s are allowed",
    "%(found)s in the week's longest rest with a whole day in it; %(limit)s are due",
    "%(found)s of work on a Sunday, which only exemptions allow (ARG §§ 10 to 18)",
    "%(found)s of work on %(name)s, which only exemptions allow (ARG §§ 10 to 18)",
    "%(found)s of work by night; more than %(limit)s is to be balanced in a month",
    "%(found)s of work without a break under 18; at most %(limit)s are allowed",
    "%(found)s a week on average of four months; at most %(limit)s are allowed",
    "%(found)s of work on the second Sunday in a row; one in two weeks is free",
    "%(found)s of work without a further break; at most %(limit)s are allowed",
    "%(found)s of work between 23:00 and 6:00, which needs a permit (art. 17)",
    "%(found)s from coming to leaving under 18; at most %(limit)s are allowed",
    "%(found)s from coming to leaving; %(limit)s are allowed in most trades",
    "%(found)s of break for %(worked)s of work under 18; %(limit)s are due",
    "%(found)s of work; more than %(limit)s needs a shorter day that week",
    "%(found)s of work on a Sunday under 18, which only exemptions allow",
    "%(found)s of work on %(name)s under 18, which only exemptions allow",
    "%(found)s of rest; another of 12 h makes up for less than %(limit)s",
    "%(found)s of rest under 18; %(limit)s are due after the day's work",
    "%(found)s of work under 18; at most %(limit)s a week are allowed",
    "%(found)s of work without a break; at most %(limit)s are allowed",
    "%(found)s of work with night work; at most %(limit)s are allowed",
    "%(found)s of work under 18; at most %(limit)s a day are allowed",
    "%(found)s from coming to leaving; at most %(limit)s are allowed",
    "%(found)s of work on a Sunday; %(free)s of the year's stay free",
    "no end for %(found)s; begin and end of work are to be recorded",
    "%(found)s of work on a Sunday, which needs a permit (art. 19)",
    "%(found)s of work on %(name)s, which needs a permit (art. 19)",
    "%(found)s of work in the week; %(limit)s are the normal week",
    "%(found)s of break for %(worked)s of work; %(limit)s are due",
    "%(found)s of breaks in %(worked)s of work; %(limit)s are due",
    "%(found)s of work between %(begins)s and 6:00 under %(age)s",
    "%(found)s of work at night; with 3 h it is a night of work",
    "%(found)s of work in a week; at most %(limit)s are allowed",
    "%(found)s of rest; %(limit)s are due after the day's work",
    "%(found)s of work on the second Sunday in a row under 18",
    "%(found)s of work; more than %(limit)s is to be balanced",
    "%(found)s of work; at most %(limit)s a week are allowed",
    "%(found)s of work; at most %(limit)s a day are allowed",
    "%(found)s of rest; %(limit)s are due, once a week 8 h",
    "no day off for work on %(owed)s in %(weeks)s weeks",
    "%(found)s of work between 20:00 and 6:00 under 18",
    "%(found)s of work; at most %(limit)s are allowed",
    "%(found)s of work on a public holiday (%(name)s)",
    "%(found)s of work; %(limit)s are the normal day",
    "%(found)s of rest in a week; %(limit)s are due",
    "%(found)s of work on the %(nth)s day of a week",
    "%(found)s of rest under 18; %(limit)s are due",
    "%(found)s of work between 23:00 and 6:00",
    "%(found)s of work between 20:00 and 6:00",
    "%(found)s of work after 14:00 on %(eve)s",
    "recorded %(late)s after the seventh day",
    "%(found)s of rest; %(limit)s are due",
    "%(found)s of work on a Saturday",
    "no break in %(worked)s of work",
    "%(found)s of work on a Sunday",
)
"""What labour law finds, the longest first: a shorter one may fit as well."""

_PLACE: Final = re.compile(r"%\\\((\w+)\\\)s")


@cache
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    return [(text, re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(text)))) for text in (*PATTERNS, *OF_LAW)]


def said(message: str, gettext: Callable[[str], str], shown: Callable[[str], str]) -> str:
    """The message in another language; in English where there is no other. `shown` writes what stands in a place.

    What is said of a field by its name in the core (`note: …`) is said without the name, which is English.
    """
    translated = gettext(message)
    if translated != message:
        return translated
    name, colon, rest = message.partition(": ")
    if colon and name.isidentifier():
        words = said(rest, gettext, shown)
        return message if words == rest else words
    for text, pattern in _compiled():
        found = pattern.fullmatch(message)
        if found is not None:
            return gettext(text) % {name: shown(value) for name, value in found.groupdict().items()}
    return message
