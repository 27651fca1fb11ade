"""The same questions put to values at hand: for short lists that are no table.

A record is a mapping; a path leads through mappings, a collection is a list of them.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

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
)

Record = Mapping[str, Any]
R = TypeVar("R", bound=Record)

_FORMS: Final[dict[Form, Callable[[Any], Any]]] = {
    Form.LOWER: str.lower,
    Form.UPPER: str.upper,
    Form.DAY: lambda instant: instant.replace(hour=0, minute=0, second=0, microsecond=0),
    Form.TIME: lambda i: ((i.hour * 60 + i.minute) * 60 + i.second) * 1_000_000 + i.microsecond,
    Form.MILLISECOND: lambda instant: instant.replace(microsecond=instant.microsecond // 1000 * 1000),
    Form.OR_ZERO: lambda number: number,
    Form.NOT: operator.not_,
}
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def meets(condition: Condition, record: Record) -> bool:
    """Whether the record meets the condition."""
    return _meets(condition, {None: record})


def ordered(records: Sequence[R], order: Sequence[Order]) -> list[R]:
    """The records in that order; those that it leaves equal stay as they are."""
    found = list(records)
    for each in reversed(order):
        found.sort(key=lambda record: _key(_value(each.field, {None: record})), reverse=each.descending)
    return found


def _meets(condition: Condition, rows: dict[str | None, Record]) -> bool:
    match condition:
        case And(parts):
            return all(_meets(part, rows) for part in parts)
        case Or(parts):
            return any(_meets(part, rows) for part in parts)
        case Not(part):
            return not _meets(part, rows)
        case Comparison(field, sign, value):
            return _compares(_value(field, rows), sign, value)
        case In(field, values):
            return _value(field, rows) in values
        case Matches():
            return _matches(_value(condition.field, rows), condition)
        case Exists(collection, variable, inner):
            return any(_meets(inner, rows | {variable: each}) for each in _value(collection, rows) or ())
        case Count(collection, sign, value):
            return _COMPARE[sign](len(_value(collection, rows) or ()), value)


def _compares(found: Any, sign: str, value: Any) -> bool:
    if sign in ("=", "!=") or (found is not None and value is not None):
        return _COMPARE[sign](found, value)
    return False


def _matches(text: str | None, wanted: Matches) -> bool:
    if text is None:
        return False
    sought = wanted.text
    if wanted.ignore_case:
        text, sought = text.lower(), sought.lower()
    match wanted.where:
        case "anywhere":
            return sought in text
        case "start":
            return text.startswith(sought)
        case "end":
            return text.endswith(sought)


def _value(field: Field, rows: dict[str | None, Record]) -> Any:
    value: Any = rows[field.variable]
    for name in field.path.split("."):
        value = None if value is None else value[name]
    if value is None:
        return 0 if field.form is Form.OR_ZERO else None
    return value if field.form is None else _FORMS[field.form](value)


def _key(value: Any) -> tuple[bool, Any]:
    """Null before all else, texts without regard to case."""
    return value is not None, value.lower() if isinstance(value, str) else value if value is not None else 0
