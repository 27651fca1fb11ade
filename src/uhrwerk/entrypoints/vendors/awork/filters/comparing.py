"""A property compared with a literal: whether the two go together, and which condition that is."""

from datetime import datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final
from uuid import UUID

from uhrwerk.entrypoints.vendors.awork.filters.literals import Literal, Moment, time_of_day
from uhrwerk.entrypoints.vendors.awork.filters.properties import At, Meaning, Type
from uhrwerk.rules.instants import microseconds
from uhrwerk.storage.search.tree import ALWAYS, NEVER, And, Comparison, Condition, Field, In, Not, Operator, Or

OPERATORS: Final[dict[str, Operator]] = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}

MARGIN: Final = timedelta(days=2)
"""More than a day and any zone's distance from UTC."""

_UNORDERED: Final = (Type.GUID, Type.FLAG)

_BESIDE: Final[dict[Operator, Operator]] = {"<": "<=", "<=": "<=", ">": ">", ">=": ">"}
"""How a value between two steps compares: like the step below it."""


class Mismatch(Exception):
    """The property cannot be compared with that."""


def compare(field: Field, type_: Type, sign: Operator, literal: Literal, near: Field | None = None) -> Condition:
    """`near` is the instant that a day is reckoned from. Raises Mismatch."""
    if literal is None or type_ in _UNORDERED:
        _check_equality(sign)
    if literal is None:
        return Comparison(field, sign, None)
    value, between = _value(type_, literal)
    if near is not None:
        return And((_roughly(near, sign, value), Comparison(field, sign, value)))
    if not between:
        return Comparison(field, sign, value)
    if sign in ("=", "!="):
        return NEVER if sign == "=" else ALWAYS
    return Comparison(field, _BESIDE[sign], value)


def _roughly(near: Field, sign: Operator, day: datetime) -> Condition:
    """What is true anyway of the instant itself, for which there is an index: it lies within two days of its day."""
    try:
        after, before = Comparison(near, ">=", day - MARGIN), Comparison(near, "<=", day + MARGIN)
    except OverflowError:
        return ALWAYS
    match sign:
        case "!=":
            return ALWAYS
        case "=":
            return And((after, before))
        case ">" | ">=":
            return after
        case _:
            return before


def among(field: Field, type_: Type, literals: list[Literal]) -> Condition:
    """One of the literals. Raises Mismatch."""
    values = [_value(type_, literal) for literal in literals if literal is not None]
    found = In(field, tuple(value for value, between in values if not between))
    return Or((found, Comparison(field, "=", None))) if None in literals else found


def mean(meaning: Meaning, at: At, sign: Operator, literal: Literal) -> Condition:
    """Raises Mismatch."""
    _check_equality(sign)
    if literal is None:
        found: Condition = NEVER
    else:
        value, _ = _value(meaning.type, literal)
        found = meaning.cases[value](at) if value in meaning.cases else NEVER
    return found if sign == "=" else Not(found)


def _check_equality(sign: Operator) -> None:
    if sign not in ("=", "!="):
        raise Mismatch("can be compared with that by eq and ne only")


def _value(type_: Type, literal: Literal) -> tuple[Any, bool]:
    """The literal as the core keeps such values; and whether it lies between that one and the next.

    Raises Mismatch.
    """
    match type_, literal:
        case (Type.GUID, UUID()):
            return str(literal), False
        case (Type.TEXT, str()) | (Type.FLAG, bool()):
            return literal, False
        case Type.WHOLE, Decimal():
            below = literal.to_integral_value(ROUND_FLOOR)
            return int(below), below != literal
        case Type.REAL, Decimal():
            return float(literal), False
        case Type.INSTANT, Moment():
            return literal.instant, False
        case Type.DAY, Moment():
            return literal.day, False
        case Type.WALL_DAY, Moment():
            return literal.wall, False
        case Type.DATE, Moment():
            return literal.wall.date(), literal.wall.time() != time.min
        case Type.TIME, (timedelta() | str()):
            return microseconds(_length(literal)), False
        case _:
            raise Mismatch(f"is {type_.value}")


def _length(literal: timedelta | str) -> timedelta:
    try:
        return literal if isinstance(literal, timedelta) else time_of_day(literal)
    except ValueError:
        raise Mismatch(f"is {Type.TIME.value}") from None
