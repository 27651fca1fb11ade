"""A statement run for many at once on PostgreSQL: the same text, with a table of arguments in place of its parameters.

    SELECT k.i, s.* FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS k(p1, p2, i)
    CROSS JOIN LATERAL (SELECT … FROM person WHERE workspace_id = k.p1::UUID AND id = k.p2::UUID OFFSET 0) AS s

Within the lateral part the database plans what it would for one: OFFSET 0 keeps it from making a join of it, whose plan
would hang on how many rows it takes the tables to have.
"""

import re
from enum import Enum
from typing import Final

_PARAMETER: Final = re.compile(r"\$(\d+)(?:::([A-Z]+)(\[\])?)?")
_TYPES: Final = frozenset(("BIGINT", "BOOLEAN", "DATE", "FLOAT", "INTEGER", "TEXT", "UUID", "VARCHAR"))
_VALUES: Final = " VALUES ("


class Way(Enum):
    """How a statement is run for many."""

    ROWS = "a row of arguments each; `k.i`, the first column, says whose row an answer is (from 1)"
    INSERTED = "a row of arguments each; every one of them inserts one row"
    PIPELINED = "one execution after the other, sent at once; the last argument comes back for every row touched"
    SINGLY = "one round trip after the other"


class Bulk:
    """Text and way of a statement for many, made of the text for one.

    One with `own_rows` comes to no row for one of the many that it comes to for another.
    """

    __slots__ = ("text", "way")

    def __init__(self, text: str, *, own_rows: bool = False) -> None:
        self.way = Way.SINGLY
        self.text = text
        verb = text.split(None, 1)[0]
        if verb == "SELECT":
            lifted = _select(text)
            if lifted is not None:
                self.way, self.text = Way.ROWS, lifted
        elif verb in ("INSERT", "UPDATE", "DELETE", "WITH") and " RETURNING " not in text:
            lifted = _insert(text, own_rows) if verb in ("INSERT", "WITH") else None
            if lifted is not None:
                self.way, self.text = Way.INSERTED, lifted
            elif verb != "WITH":
                self.way, self.text = Way.PIPELINED, f"{text} RETURNING ${_count(text) + 1}::INTEGER"


def _count(text: str) -> int:
    return max((int(found[1]) for found in _PARAMETER.finditer(text)), default=0)


def _arguments(text: str) -> tuple[str, str] | None:
    """The arrays and the names of their columns; None where a type is not known, or is an array itself."""
    types: dict[int, str] = {}
    for found in _PARAMETER.finditer(text):
        if found[3] or (found[2] and found[2] not in _TYPES):
            return None
        if found[2]:
            types[int(found[1])] = found[2]
    numbers = range(1, _count(text) + 1)
    if not numbers or any(number not in types for number in numbers):
        return None
    return ", ".join(f"(SELECT ${n}::{types[n]}[])" for n in numbers), ", ".join(f"p{n}" for n in numbers)


def _with_columns(text: str) -> str:
    """The text with a column of `k` for each parameter."""
    return _PARAMETER.sub(lambda found: f"k.p{found[1]}" + (f"::{found[2]}" if found[2] else ""), text)


def _select(text: str) -> str | None:
    arguments = _arguments(text)
    if arguments is None:
        return None
    fence = "" if " FOR UPDATE" in text or " OFFSET " in text else " OFFSET 0"
    return (
        f"SELECT k.i, s.* FROM unnest({arguments[0]}) WITH ORDINALITY AS k({arguments[1]}, i) "
        f"CROSS JOIN LATERAL ({_with_columns(text)}{fence}) AS s"
    )


def _insert(text: str, own_rows: bool) -> str | None:
    """None for what might come to the same row twice, or to none, and where a parameter stands outside the values."""
    arguments = _arguments(text)
    alone = not text.startswith("WITH")
    if arguments is None or (" ON CONFLICT " in text and not own_rows):
        return None
    parts, rest = [], text
    while _VALUES in rest:
        before, rest = rest.split(_VALUES, 1)
        end = _closing(rest)
        parts += [before, f" SELECT {_with_columns(rest[:end])} FROM k"]
        rest = rest[end + 1 :]
    lifted = "".join([*parts, rest])
    if not parts or "$" in lifted:
        return None
    table = f"WITH k AS (SELECT * FROM unnest({arguments[0]}) AS k({arguments[1]}))"
    return f"{table} {lifted}" if alone else f"{table}, {lifted.removeprefix('WITH ')}"


def _closing(text: str) -> int:
    """Where the parenthesis closes that was open before the text."""
    depth = 1
    for index, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return index
    raise ValueError(f"No end of the values: {text}")
