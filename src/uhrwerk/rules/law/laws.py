"""Every law, a line each, and which of them holds for somebody."""

from collections.abc import Mapping
from typing import Final

from uhrwerk.rules.contract import Terms
from uhrwerk.rules.law.austria import AUSTRIA
from uhrwerk.rules.law.european_union import EUROPEAN_UNION
from uhrwerk.rules.law.germany import GERMANY
from uhrwerk.rules.law.pack import Law
from uhrwerk.rules.law.switzerland import SWITZERLAND

LAWS: Final[Mapping[str, Law]] = {law.code: law for law in (GERMANY, AUSTRIA, SWITZERLAND, EUROPEAN_UNION)}


def law_for(code: str) -> Law:
    """The law of the country with that ISO 3166 code, in capitals; the EU's directives where it has none here."""
    return LAWS.get(code, EUROPEAN_UNION)


def law_in_force(terms: Terms | None) -> Law:
    """The law that a contract names, else that of the country whose holidays it has; the EU's directives without."""
    code = (terms.law or (terms.region or "").partition("-")[0]) if terms else ""
    return law_for(code.upper()) if code else EUROPEAN_UNION
