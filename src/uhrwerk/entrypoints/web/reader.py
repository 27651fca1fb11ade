"""Who reads a page, before it matters who they are: language, ways of writing, colours."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web import languages, sayings
from uhrwerk.entrypoints.web.formats import Formats

if TYPE_CHECKING:
    from babel import Locale

UTC: Final = ZoneInfo("UTC")
THEME_COOKIE: Final = "uhrwerk_theme"
THEMES: Final = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Reader:
    """`theme` is None where the system decides; `squeezed` whether the browser takes gzip; `piece` whether htmx asks
    for a part of a page."""

    language: str
    formats: Formats
    theme: str | None
    squeezed: bool
    piece: bool

    def t(self, text: str, **values: object) -> str:
        """The text in the reader's language; `%(name)s` in it stands for a value."""
        said = languages.catalogue(self.language).gettext(text)
        return said % values if values else said

    def say(self, message: str) -> str:
        """What an operation has said in English, in the reader's language and way of writing days and times."""
        return sayings.said(message, languages.catalogue(self.language).gettext, self.formats.written)

    def n(self, one: str, many: str, number: int) -> str:
        """One text or the other, by number; `%(num)s` in it is the number."""
        return languages.catalogue(self.language).ngettext(one, many, number) % {"num": number}


def reader_of(
    request: AnyRequest,
    wanted: str | None = None,
    zone: ZoneInfo = UTC,
    clock12: bool | None = None,
    theme: str | None = None,
) -> Reader:
    """How this browser is to be spoken to; `wanted` is the person's own language, where one is known, `theme` theirs
    where this browser has not chosen another."""
    header = request.headers.get("accept-language", "")
    tag = languages.chosen_locale(wanted, header)
    theme = request.cookies.get(THEME_COOKIE) or theme
    return Reader(
        languages.primary(tag),
        Formats(_locale(tag), zone, clock12),
        theme if theme in THEMES else None,
        "gzip" in request.headers.get("accept-encoding", ""),
        request.headers.get("hx-request") == "true",
    )


@cache
def _locale(tag: str) -> "Locale":
    """Of a region that the language is not written in, the language alone."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag)
    except UnknownLocaleError:
        return Locale.parse(tag.partition("_")[0])
