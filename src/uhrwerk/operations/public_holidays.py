"""Public holidays of countries and their parts, from the `holidays` library. The rules get them as data."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from uhrwerk.rules.contract import UnknownRegion
from uhrwerk.rules.refusals import Invalid

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2100
"""Nobody knows the holidays of later years."""

NOT_SAID: Final = "en"


def check_region(region: str | None, field: str = "region") -> None:
    """Raise UnknownRegion for what is no ISO 3166 code (`DE`, `DE-BE`) of a country or a part of one."""
    if region is not None and region not in _regions():
        raise UnknownRegion.field(field, "must be the ISO 3166 code of a country or a part of one, as DE or DE-BE")


def of_year(region: str, year: int, language: str = NOT_SAID) -> Mapping[date, str]:
    """Names by day, in the language where the library has them, else in English, else in the country's own.

    Several on one day are named together. Raises UnknownRegion, and Invalid (`year`) for years before 1970 or after
    2100.
    """
    check_region(region)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid.field("year", f"must be from {FIRST_YEAR} to {LAST_YEAR}")
    return _of_year(region, year, _language(region, language))


def between(region: str, first: date, last: date, language: str = NOT_SAID) -> dict[date, str]:
    """Those of the days from `first` to `last`; none in years of which nobody knows."""
    years = range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1)
    code = _language(region, language)
    every = {day: name for year in years for day, name in _of_year(region, year, code).items()}
    return {day: name for day, name in every.items() if first <= day <= last}


def warm() -> None:
    """Import the library, which takes up to a second: whoever asks later need not wait for it."""
    import holidays

    _regions()
    holidays.list_localized_countries()


@lru_cache(maxsize=4096)
def _of_year(region: str, year: int, language: str | None) -> Mapping[date, str]:
    """`language` is a code of the library's own: people's languages are any text, and would fill the cache."""
    import holidays

    country, _, part = region.partition("-")
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language=language)
    return MappingProxyType({day: name.replace("; ", ", ") for day, name in sorted(found.items()) if day.year == year})


def _language(region: str, language: str) -> str | None:
    """The library's own code of the language; without one it would take the one that the server happens to run in."""
    # The library takes a while to import: the server does so soon after its start, a command where it needs it.
    import holidays

    known = holidays.list_localized_countries().get(region.partition("-")[0], [])
    wanted = language.replace("-", "_")
    for each in (wanted, wanted.partition("_")[0], NOT_SAID):
        for code in known:
            if code == each or code.partition("_")[0] == each:
                return code
    return known[0] if known else None


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    # Some of the parts that the library knows are cities, which have no code of ISO 3166.
    parts = {f"{country}-{part}" for country, all in countries.items() for part in all if _is_code(part)}
    return frozenset(countries) | parts


def _is_code(part: str) -> bool:
    return len(part) <= 3 and part.isalnum() and part == part.upper()
