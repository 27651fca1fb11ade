"""What stands on the sides of a comparison, and which condition it comes to."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from uhrwerk.entrypoints.vendors.awork.filters import comparing
from uhrwerk.entrypoints.vendors.awork.filters.comparing import Mismatch
from uhrwerk.entrypoints.vendors.awork.filters.literals import Literal
from uhrwerk.entrypoints.vendors.awork.filters.properties import Meaning, Member, Nested, Property, Type
from uhrwerk.entrypoints.vendors.awork.filters.tokens import Fault, Token
from uhrwerk.storage.search.tree import Condition, Count, Field, Form, Operator, Or

_FLIPPED: Final[dict[Operator, Operator]] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Named:
    """A property as an expression names it: where it is looked up, and how the expression calls it."""

    definition: Property
    prefix: str
    variable: str | None
    token: Token
    form: Form | None = None

    def at(self, path: str) -> Field:
        return Field(self.prefix + path, self.variable)

    @property
    def member(self) -> Member:
        """The member it is; of a nested model its id. Raises Fault for what is no member."""
        match self.definition:
            case Member():
                return self.definition
            case Nested(path):
                return Member(f"{path}.id" if path else "id", Type.GUID)
            case _:
                raise Fault(f"{self.token.shown} cannot be used like this", self.token.position)

    @property
    def field(self) -> Field:
        return replace(self.at(self.member.path), form=self.form or self.member.form)


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of a collection's elements."""

    collection: Field


@dataclass(frozen=True, slots=True)
class Given:
    """A literal."""

    value: Literal
    token: Token


Operand = Named | Counted | Given


def compared(left: Operand, sign: Operator, right: Operand, token: Token) -> Condition:
    """`left sign right`, one of which is a literal; `token` is the sign's. Raises Fault."""
    if isinstance(left, Given):
        left, sign, right = right, _FLIPPED[sign], left
    if isinstance(left, Given) or not isinstance(right, Given):
        raise Fault("a property is compared with a literal", token.position)
    if isinstance(left, Counted):
        return _counted(left, sign, right)
    try:
        return _compared(left, sign, right.value)
    except Mismatch as mismatch:
        raise Fault(f"{left.token.shown} {mismatch}", left.token.position) from None


def among(left: Operand, given: list[Given], token: Token) -> Condition:
    """`left in (given)`; `token` is the word's. Raises Fault."""
    if not isinstance(left, Named):
        raise Fault('"in" follows a property', token.position)
    values = [each.value for each in given]
    try:
        if isinstance(left.definition, Meaning):
            return Or(tuple(_compared(left, "=", value) for value in values))
        return comparing.among(left.field, left.member.type, values)
    except Mismatch as mismatch:
        raise Fault(f"{left.token.shown} {mismatch}", left.token.position) from None


def _compared(named: Named, sign: Operator, value: Literal) -> Condition:
    """Raises Mismatch."""
    if isinstance(named.definition, Meaning):
        return comparing.mean(named.definition, named.at, sign, value)
    member = named.member
    near = None if member.near is None else named.at(member.near)
    return comparing.compare(named.field, member.type, sign, value, near)


def _counted(counted: Counted, sign: Operator, given: Given) -> Condition:
    number = given.value
    if not isinstance(number, Decimal) or number != number.to_integral_value():
        raise Fault("a count is compared with a whole number", given.token.position)
    return Count(counted.collection, sign, int(number))
