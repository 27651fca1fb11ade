"""Which language a page speaks, and its texts: gettext catalogues, English being what stands in the source."""

import gettext
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "de")
LOCALES: Final = Path(__file__).parent / "locale"
ACCEPTED_AT_MOST: Final = 20


def N_(text: str) -> str:
    """gettext's own name for marking a text that is translated where it is shown."""
    return text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The texts in one of `LANGUAGES`."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("messages", LOCALES, [language])


def accepted_tags(header: str) -> list[str]:
    """The language tags of the header Accept-Language, the wished for first; those with weight 0 are left out."""
    weighted = []
    for position, part in enumerate(header.split(",")[:ACCEPTED_AT_MOST]):
        tag, _, parameters = part.strip().partition(";")
        quality = _quality(parameters.strip().removeprefix("q="))
        if quality > 0:
            weighted.append((-quality, position, tag.strip()))
    return [tag for _, _, tag in sorted(weighted)]


def _quality(weight: str) -> float:
    digits = weight.replace(".", "", 1)
    return float(weight) if digits.isascii() and digits.isdigit() else 1.0


def primary(tag: str) -> str:
    """The language without its region: `de` of `de-AT`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def chosen_locale(wanted: str | None, header: str) -> str:
    """A locale such as `de_AT` or `en`: the language is the person's wish, else the first of the browser's that is
    spoken here, else English; the region is the wish's or, for the same language, the browser's.
    """
    tags = [wanted] if wanted and primary(wanted) in LANGUAGES else []
    tags += [tag for tag in accepted_tags(header) if primary(tag) in LANGUAGES]
    if not tags:
        return "en"
    language = primary(tags[0])
    regions = (region for tag in tags if primary(tag) == language for region in _regions(tag))
    region = next(regions, None)
    return f"{language}_{region}" if region else language


def _regions(tag: str) -> Iterator[str]:
    for part in tag.replace("_", "-").split("-")[1:]:
        if len(part) == 2 and part.isascii() and part.isalpha():
            yield part.upper()
