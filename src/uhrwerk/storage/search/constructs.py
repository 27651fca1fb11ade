"""The few expressions that the two stores spell differently."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, func, literal, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FromClause
from sqlalchemy.sql.functions import FunctionElement


class _Elements(FunctionElement[Any]):
    """The elements of a JSON list in a text column, a row each."""

    name = "elements"
    inherit_cache = True


class _WithObject(FunctionElement[Any]):
    """A JSON list in a text with one more object in it, whose names and values follow."""

    name = "with_object"
    type = Text()
    inherit_cache = True


class _Part(FunctionElement[Any]):
    """A member of a JSON object in a text, as a text."""

    name = "part"
    type = Text()
    inherit_cache = True


class _Position(FunctionElement[Any]):
    """Where a text has another one, from 1; 0 for nowhere."""

    name = "position"
    inherit_cache = True


class _ByCodePoint(FunctionElement[Any]):
    """A text that is compared letter by letter, whatever language the database was made for."""

    name = "by_code_point"
    type = Text()
    inherit_cache = True


def _as_jsonb(text: Any, compiler: Any, options: Any) -> str:
    return f"CAST({compiler.process(text, **options)} AS JSONB)"


@compiles(_Elements, "sqlite")
def _elements_on_sqlite(element: _Elements, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Elements, "postgresql")
def _elements_on_postgresql(element: _Elements, compiler: Any, **options: Any) -> str:
    [column] = element.clauses
    return f"jsonb_array_elements_text({_as_jsonb(column, compiler, options)})"


@compiles(_WithObject, "sqlite")
def _with_object_on_sqlite(element: _WithObject, compiler: Any, **options: Any) -> str:
    column, *members = element.clauses
    return compiler.process(func.json_insert(column, "$[#]", func.json_object(*members)), **options)  # type: ignore[no-any-return]


@compiles(_WithObject, "postgresql")
def _with_object_on_postgresql(element: _WithObject, compiler: Any, **options: Any) -> str:
    column, *members = element.clauses
    one = compiler.process(func.jsonb_build_object(*members), **options)
    return f"({one} || {_as_jsonb(column, compiler, options)})"


@compiles(_Part, "sqlite")
def _part_on_sqlite(element: _Part, compiler: Any, **options: Any) -> str:
    text, name = element.clauses
    return compiler.process(func.json_extract(text, "$." + name.value), **options)  # type: ignore[no-any-return]


@compiles(_Part, "postgresql")
def _part_on_postgresql(element: _Part, compiler: Any, **options: Any) -> str:
    text, name = element.clauses
    return f"({_as_jsonb(text, compiler, options)} ->> {compiler.process(name, **options)})"


@compiles(_Position, "sqlite")
def _position_on_sqlite(element: _Position, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_Position, "postgresql")
def _position_on_postgresql(element: _Position, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


@compiles(_ByCodePoint, "sqlite")
def _by_code_point_on_sqlite(element: _ByCodePoint, compiler: Any, **options: Any) -> str:
    return compiler.process(element.clauses, **options)  # type: ignore[no-any-return]


@compiles(_ByCodePoint, "postgresql")
def _by_code_point_on_postgresql(element: _ByCodePoint, compiler: Any, **options: Any) -> str:
    return f'({compiler.process(element.clauses, **options)} COLLATE "C")'


def elements(column: ColumnElement[Any]) -> FromClause:
    """A row for each element of the column's JSON list, with the element's text in `value`."""
    return _Elements(type_coerce(column, Text)).table_valued("value").alias()


def with_object(column: ColumnElement[Any], members: Mapping[str, ColumnElement[Any] | str]) -> ColumnElement[Any]:
    """The column's JSON list and one more object in it."""
    pairs = (literal(each, Text) if isinstance(each, str) else each for pair in members.items() for each in pair)
    return _WithObject(type_coerce(column, Text), *pairs)


def part(text: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """A member of the JSON object in the text, null where it has none."""
    return _Part(text, name)


def position(text: ColumnElement[Any], sought: ColumnElement[Any]) -> ColumnElement[int]:
    return _Position(text, sought)


def by_code_point(text: ColumnElement[Any]) -> ColumnElement[str]:
    return _ByCodePoint(text)
