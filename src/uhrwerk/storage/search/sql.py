"""Conditions and orders as SQL. Values are never part of it: every one is a parameter.

A negation is carried down to the comparisons, since SQL's null is neither true nor false: what is asked of each of
them is then only when it is true.
"""

import operator
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    String,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.search import constructs
from uhrwerk.storage.search.members import COLLECTIONS, NEAR, RECKONED, Collection, Ids, Naming, Parts, relations
from uhrwerk.storage.search.tree import (
    And,
    Comparison,
    Condition,
    Count,
    Exists,
    Field,
    Form,
    In,
    Matches,
    Not,
    Or,
    Order,
    Slot,
)

Expression = ColumnElement[Any]

WORKSPACE: Final = bindparam("workspace_id", type_=Id)

COMPARE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "!=": lambda left, right: left.is_distinct_from(right),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _cut(instant: Expression, unit: int) -> Expression:
    count = type_coerce(instant, BigInteger)
    return type_coerce(count - count % literal(unit, BigInteger), Instant)


DAY: Final = 86_400_000_000
"""In microseconds."""

FORMS: Final[dict[Form, Callable[[Expression], Expression]]] = {
    Form.LOWER: func.lower,
    Form.UPPER: func.upper,
    Form.DAY: lambda instant: _cut(instant, DAY),
    Form.TIME: lambda instant: type_coerce(instant, BigInteger) % literal(DAY, BigInteger),
    Form.MILLISECOND: lambda instant: _cut(instant, 1000),
    Form.OR_ZERO: lambda number: func.coalesce(number, 0),
    # SQL's own NOT binds less than what it is compared by.
    Form.NOT: lambda flag: case((flag.is_(True), false()), (flag.is_(False), true())),
}

AS_INSTANTS: Final = (None, Form.DAY, Form.MILLISECOND)
"""Forms that leave an instant about where it is."""


class Scope:
    """A row whose members are asked for, and `source`: that row with all the rows joined to it so far."""

    def __init__(self, row: FromClause, of: Table | Parts, source: FromClause | None = None) -> None:
        self.source = row if source is None else source
        self._rows: dict[tuple[str, ...], tuple[FromClause, Table | Parts]] = {(): (row, of)}

    @property
    def own(self) -> tuple[FromClause, Table | Parts]:
        """The row itself, and what it is a row of."""
        return self._rows[()]

    def member(self, path: str) -> Expression:
        *way, name = path.split(".")
        row, of = self._reach(tuple(way))
        return _member(row, of, name)

    def collection(self, path: str) -> tuple[FromClause, Table, Collection]:
        """The row that has the collection, its table, and what kind of collection it is."""
        *way, name = path.split(".")
        row, of = self._reach(tuple(way))
        assert isinstance(of, Table)
        return row, of, COLLECTIONS[of][name]

    def _reach(self, way: tuple[str, ...]) -> tuple[FromClause, Table | Parts]:
        if way not in self._rows:
            row, of = self._reach(way[:-1])
            table = (of.relations if isinstance(of, Parts) else relations(of))[way[-1]]
            joined = table.alias()
            self.source = self.source.outerjoin(joined, _is_record(joined, _member(row, of, way[-1] + "_id")))
            self._rows[way] = joined, table
        return self._rows[way]

    @property
    def rows(self) -> list[FromClause]:
        return [row for row, _ in self._rows.values()]


def _member(row: FromClause, of: Table | Parts, name: str) -> Expression:
    if isinstance(of, Parts):
        return cast(constructs.part(row.c.value, name), of.members[name])
    reckoned = RECKONED.get(of, {}).get(name)
    return row.c[name] if reckoned is None else reckoned(row)


def _is_record(row: FromClause, id: Expression) -> ColumnElement[bool]:
    return and_(row.c.workspace_id == WORKSPACE, row.c.id == id)


class Builder:
    """Makes SQL of conditions on the rows of a scope; slot 3 becomes the parameter `value_3`."""

    def __init__(self, scope: Scope) -> None:
        self._scopes: dict[str | None, Scope] = {None: scope}

    def condition(self, condition: Condition, negated: bool = False) -> ColumnElement[bool]:
        """True where the condition holds (negated: where it does not); anything else, null included, elsewhere."""
        found: ColumnElement[bool]
        match condition:
            case Not(part):
                return self.condition(part, not negated)
            case And(parts) | Or(parts):
                made = [self.condition(part, negated) for part in parts]
                return and_(true(), *made) if isinstance(condition, And) is not negated else or_(false(), *made)
            case Comparison():
                return self._comparison(condition, negated)
            case In(field, slots):
                column = self.expression(field)
                found = column.in_([_parameter(column, slot) for slot in slots]) if slots else false()
                return or_(column.is_(None), not_(found)) if negated else found
            case Matches():
                column = self.expression(condition.field)
                found = self._matches(column, condition)
                return or_(column.is_(None), not_(found)) if negated else found
            case Exists():
                found = exists(self._elements(condition.collection, condition.variable, condition.condition))
                return not_(found) if negated else found
            case Count(collection, comparison, slot):
                count = self._elements(collection, None, And(())).with_only_columns(func.count()).scalar_subquery()
                sign = OPPOSITE[comparison] if negated else comparison
                return COMPARE[sign](count, _parameter(count, slot))  # type: ignore[no-any-return]

    def expression(self, field: Field) -> Expression:
        member = self._scopes[field.variable].member(field.path)
        return member if field.form is None else FORMS[field.form](member)

    def is_own_column(self, field: Field) -> bool:
        """Whether it is a column of the record itself: an index may have its order."""
        return "." not in field.path and isinstance(self.expression(field), Column)

    def near(self, field: Field) -> Expression | None:
        """The record's own instant that is never far from the member, and for whose order there may be an index."""
        row, of = self._scopes[None].own
        name = NEAR.get(of, {}).get(field.path) if isinstance(of, Table) and field.form in AS_INSTANTS else None
        return None if name is None else row.c[name]

    def order(self, order: Order) -> Expression:
        expression = self.expression(order.field)
        if _is_text(expression):
            expression = constructs.by_code_point(func.lower(expression))
        if self.is_own_column(order.field) and isinstance(expression, Column) and not expression.nullable:
            # Where null is spoken of, PostgreSQL does not see that an index has that order.
            return expression.desc() if order.descending else expression.asc()
        return expression.desc().nulls_last() if order.descending else expression.asc().nulls_first()

    def _comparison(self, comparison: Comparison, negated: bool) -> ColumnElement[bool]:
        column = self.expression(comparison.field)
        sign = OPPOSITE[comparison.operator] if negated else comparison.operator
        if comparison.value is None:
            return column.is_(None) if sign == "=" else column.is_not(None)
        value = _parameter(column, comparison.value)
        if sign in ("=", "!="):
            return COMPARE[sign](column, value)  # type: ignore[no-any-return]
        compared = COMPARE[sign](constructs.by_code_point(column) if _is_text(column) else column, value)
        return or_(column.is_(None), compared) if negated else compared

    def _matches(self, column: Expression, wanted: Matches) -> ColumnElement[bool]:
        sought: Expression = _parameter(column, wanted.text)
        if wanted.ignore_case:
            column, sought = func.lower(column), func.lower(sought)
        match wanted.where:
            case "anywhere":
                return constructs.position(column, sought) > 0
            case "start":
                return constructs.position(column, sought) == 1
            case "end":
                begin = func.length(column) - func.length(sought) + 1
                return and_(begin > 0, func.substr(column, begin) == sought)

    def _elements(self, collection: Field, variable: str | None, condition: Condition) -> Any:
        """A select of the collection's elements that meet the condition."""
        scope, belongs = _opened(*self._scopes[collection.variable].collection(collection.path))
        inner = Builder(scope)
        inner._scopes = self._scopes | ({variable: scope} if variable else {})
        where = inner.condition(condition)
        return select(literal_column("1")).select_from(scope.source).where(belongs, where).correlate_except(*scope.rows)


def _opened(row: FromClause, of: Table, collection: Collection) -> tuple[Scope, ColumnElement[bool]]:
    """A scope of the collection's elements, and what makes them the row's own."""
    if isinstance(collection, Parts):
        return Scope(constructs.elements(_parts(row, collection)), collection), true()
    record = collection.table.alias()
    belongs: ColumnElement[bool] = true()
    if isinstance(collection, Naming):
        element = constructs.elements(record.c[collection.column])
        source = record.join(element, cast(element.c.value, Id) == row.c.id)
        belongs = record.c.workspace_id == WORKSPACE
    elif isinstance(collection, Ids):
        element = constructs.elements(row.c[collection.column])
        source = element.join(record, _is_record(record, cast(element.c.value, Id)))
    else:
        element = collection.link.alias()
        source = element.join(record, _is_record(record, element.c[collection.other]))
        belongs = and_(element.c.workspace_id == WORKSPACE, element.c[collection.own] == row.c.id)
    return Scope(record, collection.table, source), and_(belongs, record.c.deleted_at.is_(None))


def _parts(row: FromClause, parts: Parts) -> Expression:
    column: Expression = literal("[]") if parts.column is None else row.c[parts.column]
    if not parts.besides:
        return column
    members = {name: each if isinstance(each, str) else row.c[each.name] for name, each in parts.besides.items()}
    return constructs.with_object(column, members)


def _is_text(expression: Expression) -> bool:
    return isinstance(expression.type, String) and expression.type is not Id


def _parameter(column: Expression, slot: Any) -> Any:
    """The parameter for a slot's value, wide enough for whatever is compared with the column."""
    assert isinstance(slot, Slot)
    kind: Any = column.type
    if _is_text(column):
        kind = Text()
    elif isinstance(kind, Integer):
        kind = BigInteger()
    return bindparam(f"value_{slot.index}", type_=kind)
