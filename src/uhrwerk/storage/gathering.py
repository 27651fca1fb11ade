"""PostgreSQL: what an act asks and changes, gathered so that it takes few round trips.

What is looked up ahead is one statement. Changes are kept back and sent as one statement, before anything else is
asked, and before the act is over.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from uhrwerk.storage.bulk import Bulk
from uhrwerk.storage.statement import Given, Statement
from uhrwerk.storage.store import Lookup, Row

SHAPES_KEPT: Final = 500
"""Joints, and chains, whose text is kept."""

_NUMBER: Final = re.compile(r"\$(\d+)")

Found = Mapping[Statement, Row | None]
"""The first row of each statement's answer, if there is one."""


class Joint:
    """Several statements asked as one, which has one row: the first row of each, beside one another.

        SELECT q0.*, q1.* FROM (SELECT) AS nothing
        LEFT JOIN LATERAL (SELECT TRUE, * FROM (SELECT … FROM person WHERE …) AS q LIMIT 1) AS q0 ON TRUE
        LEFT JOIN LATERAL (SELECT TRUE, * FROM (SELECT … FROM workspace WHERE …) AS q LIMIT 1) AS q1 ON TRUE

    A statement that an act does not ask is asked about nulls, and its answer is left aside.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        self._parameters = [_parameters(each.on_postgresql.text) for each in statements]
        texts = _renumbered([each.on_postgresql.text for each in statements])
        joined = "".join(
            f" LEFT JOIN LATERAL (SELECT TRUE, * FROM ({text}) AS q LIMIT 1) AS q{number} ON TRUE"
            for number, text in enumerate(texts)
        )
        columns = ", ".join(f"q{number}.*" for number in range(len(texts)))
        self.text = f"SELECT {columns} FROM (SELECT) AS nothing{joined}"
        self.in_bulk = Bulk(self.text)

    def positional(self, asked: Mapping[Statement, Mapping[str, Any]]) -> list[Any]:
        arguments: list[Any] = []
        for statement, count in zip(self._statements, self._parameters, strict=True):
            values = asked.get(statement)
            arguments += [None] * count if values is None else statement.on_postgresql.positional(values)
        return arguments

    def found(self, raw: Sequence[Any]) -> Found:
        """The statements' rows out of the joint's one."""
        found: dict[Statement, Row | None] = {}
        begin = 0
        for statement in self._statements:
            compiled = statement.on_postgresql
            end = begin + 1 + compiled.width
            found[statement] = compiled.row(raw[begin + 1 : end]) if raw[begin] else None
            begin = end
        return found


class Chain:
    """Several changes, each of another table, made in one statement: `WITH w0 AS (UPDATE …) INSERT …`."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        *others, last = _renumbered([each.on_postgresql.text for each in statements])
        named = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(others))
        self.text = f"WITH {named} {last}" if others else last
        own_rows = all(each.own_rows or " ON CONFLICT " not in each.on_postgresql.text for each in statements)
        self.in_bulk = Bulk(self.text, own_rows=own_rows)

    def positional(self, values: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The arguments, of what each of the statements is given."""
        both = zip(self._statements, values, strict=True)
        return [argument for statement, given in both for argument in statement.on_postgresql.positional(given)]


@lru_cache(SHAPES_KEPT)
def chain_of(statements: tuple[Statement, ...]) -> Chain:
    return Chain(statements)


def joint_of(lookups: Iterable[Lookup]) -> Joint:
    """Whatever is asked by these, in an order that does not hang on who asks."""
    return _joint(frozenset(each.statement for each in lookups))


@lru_cache(SHAPES_KEPT)
def _joint(statements: frozenset[Statement]) -> Joint:
    return Joint(sorted(statements, key=lambda each: each.on_postgresql.text))


def _parameters(text: str) -> int:
    return max((int(found) for found in _NUMBER.findall(text)), default=0)


def _renumbered(texts: Sequence[str]) -> list[str]:
    """The texts with parameters that count on from one to the next."""
    renumbered, counted = list[str](), 0
    for text in texts:
        renumbered.append(_counted_on(text, counted))
        counted += _parameters(text)
    return renumbered


def _counted_on(text: str, by: int) -> str:
    return _NUMBER.sub(lambda found: f"${int(found[1]) + by}", text)


class GatheringTx(ABC):
    """A transaction as operations see it; how it asks is left open."""

    def __init__(self) -> None:
        self.directory_has_changed = False
        self.workspaces: frozenset[str] = frozenset()
        self.heads: dict[tuple[str, str], Row] = {}
        self._at_hand: dict[Statement, tuple[Mapping[str, Any], Row | None]] = {}
        self._kept_back: list[tuple[Statement, Mapping[str, Any]]] = []

    async def one(self, statement: Statement, **values: Any) -> Row | None:
        known = self._at_hand.get(statement)
        if known is not None and known[0] == values:
            return known[1]
        await self.send()
        return await self._one(statement, values)

    async def all(self, statement: Statement, **values: Any) -> list[Row]:
        if self._at_hand.get(statement) == (values, None):
            return []
        await self.send()
        return await self._all(statement, values)

    async def ahead(self, *lookups: Lookup) -> None:
        await self.send()
        found = await self._ahead(lookups)
        self._at_hand = {each.statement: (each.values, found[each.statement]) for each in lookups}

    async def run(self, statement: Statement, **values: Any) -> int:
        self._at_hand.clear()
        await self.send()
        return await self._run(statement, values)

    async def many(self, statement: Statement, rows: Sequence[Given]) -> None:
        self._at_hand.clear()
        await self.send()
        await self._many(statement, rows)

    async def put(self, statement: Statement, **values: Any) -> None:
        self._at_hand.clear()
        # One statement comes to a row once, and nothing says in which order its parts are done.
        if any(before.table == statement.table for before, _ in self._kept_back):
            await self.send()
        self._kept_back.append((statement, values))

    async def lock(self, workspace_id: str, *subjects: str) -> None:
        self._at_hand.clear()
        await self.send()
        if workspace_id not in self.workspaces:
            self.workspaces |= {workspace_id}
        wanted = [(workspace_id, subject) for subject in sorted(set(subjects))]
        self.heads.update(zip(wanted, await self._lock(wanted), strict=True))

    def directory_changed(self) -> None:
        self.directory_has_changed = True

    async def send(self) -> None:
        """Make the changes that were kept back."""
        if self._kept_back:
            kept_back, self._kept_back = self._kept_back, []
            await self._put(chain_of(tuple(each for each, _ in kept_back)), [values for _, values in kept_back])

    @abstractmethod
    async def _one(self, statement: Statement, values: dict[str, Any]) -> Row | None: ...

    @abstractmethod
    async def _all(self, statement: Statement, values: dict[str, Any]) -> list[Row]: ...

    @abstractmethod
    async def _ahead(self, lookups: Sequence[Lookup]) -> Found: ...

    @abstractmethod
    async def _run(self, statement: Statement, values: dict[str, Any]) -> int: ...

    @abstractmethod
    async def _many(self, statement: Statement, rows: Sequence[Given]) -> None: ...

    @abstractmethod
    async def _put(self, chain: Chain, values: Sequence[Mapping[str, Any]]) -> None: ...

    @abstractmethod
    async def _lock(self, wanted: Sequence[tuple[str, str]]) -> Sequence[Row]: ...
