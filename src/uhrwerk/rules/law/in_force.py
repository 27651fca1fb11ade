"""Which law holds for somebody: what their contract names, else that of the country whose holidays they have."""

from uhrwerk.rules.contract import Terms
from uhrwerk.rules.law.european_union import EUROPEAN_UNION
from uhrwerk.rules.law.laws import law_for
from uhrwerk.rules.law.pack import Law


def law_in_force(terms: Terms | None) -> Law:
    """The law of a contract; the EU's directives without one, or where it names neither law nor region."""
    code = (terms.law or (terms.region or "").partition("-")[0]) if terms else ""
    return law_for(code.upper()) if code else EUROPEAN_UNION
