"""What is looked for: conditions on records, as a tree of plain values that knows neither a dialect nor SQL.

Null is a value here: it equals null alone, differs from everything else, and is neither less nor greater.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Literal


class Form(Enum):
    """What is made of a member before it is compared or ordered by."""

    LOWER = "a text in small letters"
    UPPER = "a text in capital letters"
    DAY = "an instant's day: its midnight in UTC"
    TIME = "an instant's time of day: microseconds since its midnight in UTC"
    MILLISECOND = "an instant cut to the millisecond"
    OR_ZERO = "a number, zero for null"
    NOT = "the opposite of a flag"


@dataclass(frozen=True, slots=True)
class Field:
    """A member by its path (`project.client.name`): of the record, or of the element that `variable` stands for."""

    path: str
    variable: str | None = None
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All of these; of none of them: true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these; of none of them: false."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


Operator = Literal["=", "!=", "<", "<=", ">", ">="]
Where = Literal["anywhere", "start", "end"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`value` has the column's own type, None only with = and !=; texts are compared letter by letter."""

    field: Field
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class In:
    """One of these values, none of which is None."""

    field: Field
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """A text holds another one, which may be empty, somewhere, at its start or at its end."""

    field: Field
    where: Where
    text: str
    ignore_case: bool = True


@dataclass(frozen=True, slots=True)
class Exists:
    """An element of the collection meets the condition, in which `variable` stands for it."""

    collection: Field
    variable: str
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements the collection has."""

    collection: Field
    operator: Operator
    value: int


Condition = And | Or | Not | Comparison | In | Matches | Exists | Count


@dataclass(frozen=True, slots=True)
class Order:
    """Null comes before everything else, texts are ordered without regard to case; `descending` turns all round."""

    field: Field
    descending: bool = False


ALWAYS: Final[Condition] = And(())
NEVER: Final[Condition] = Or(())


def leaves_nothing_out(condition: Condition) -> bool:
    """Whether the condition is plainly true of every record."""
    return isinstance(condition, And) and all(map(leaves_nothing_out, condition.parts))


def equal(path: str, value: Any) -> Comparison:
    """The member is this value, or null for None."""
    return Comparison(Field(path), "=", value)


def one_of(path: str, values: Iterable[Any]) -> In:
    """The member is one of these."""
    return In(Field(path), tuple(sorted(values)))


def holds(path: str, id: str) -> Exists:
    """The collection has the record of this id."""
    return Exists(Field(path), "element", Comparison(Field("id", "element"), "=", id))


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stood: its place among the values taken out."""

    index: int


def shape_of(condition: Condition, values: list[Any]) -> Condition:
    """The condition with a slot for every value; the values are added to `values`. Alike questions have one shape."""
    match condition:
        case And(parts) | Or(parts):
            return type(condition)(tuple(shape_of(part, values) for part in parts))
        case Not(part):
            return Not(shape_of(part, values))
        case Exists(_, _, inner):
            return replace(condition, condition=shape_of(inner, values))
        case In(field, given):
            return In(field, tuple(_slot(value, values) for value in _padded(given)))
        case Matches(_, _, text, _):
            return replace(condition, text=_slot(text, values))
        case Comparison(_, _, None):
            return condition
        case Comparison(_, _, value) | Count(_, _, value):
            return replace(condition, value=_slot(value, values))


def _slot(value: Any, values: list[Any]) -> Any:
    values.append(value)
    return Slot(len(values) - 1)


def _padded(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The last value again and again, up to a power of two: lists of any length have few shapes."""
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values)) if values else ()
