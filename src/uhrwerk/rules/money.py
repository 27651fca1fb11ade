"""Amounts: money and quantities. Decimal throughout, with at most four places."""

from decimal import Decimal, InvalidOperation
from typing import Final

from uhrwerk.rules.refusals import Invalid

PLACES: Final = Decimal("0.0001")
LARGEST: Final = Decimal(10) ** 12


def amount(value: Decimal, field: str, least: Decimal | None = None) -> Decimal:
    """The amount as it is kept. Raises Invalid if it is not finite, too large, too fine, or less than `least`."""
    if not value.is_finite() or abs(value) >= LARGEST:
        raise Invalid.field(field, "must be a number of at most twelve digits before the point")
    try:
        kept = value.quantize(PLACES)
    except InvalidOperation:
        raise Invalid.field(field, "has too many digits") from None
    if kept != value:
        raise Invalid.field(field, "must have at most four decimal places")
    if least is not None and kept < least:
        raise Invalid.field(field, f"must not be less than {least}")
    return kept.normalize() + Decimal(0)
