"""PostgreSQL: the acts of one transaction side by side. What several of them ask next is asked in one round trip.

An operation awaits nothing but its transaction. Here each such await hands a question to the batch and waits there;
when all acts wait, the question that most of them have is put to the database for all of them at once, and they go on.
So operations are written as if they were alone, and pay a share of a round trip for each statement.

Acts on the same subject follow one another, as the lock demands. An act that refuses before it has written leaves with
its refusal. Whatever else goes wrong spoils the batch: it is rolled back, and its acts are run again, each alone.
"""

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from enum import Enum, auto
from types import coroutine
from typing import Any, Final, NamedTuple, Protocol

from uhrwerk.storage import heads
from uhrwerk.storage.bulk import Way
from uhrwerk.storage.gathering import Chain, Found, GatheringTx, joint_of
from uhrwerk.storage.statement import Given, Statement
from uhrwerk.storage.store import Lookup, Operation, Row, Tx

ASKS_AT_MOST: Final = 200
"""Questions of one act in company; who has more holds up the others, and is run alone."""

Subject = tuple[str, str]
"""A workspace and whose chain it is."""


class Spoilt(Exception):
    """The batch cannot be kept as it is."""


class Kind(Enum):
    ONE = auto()
    ALL = auto()
    RUN = auto()
    MANY = auto()
    PUT = auto()
    AHEAD = auto()
    LOCK = auto()
    NUMBERS = auto()


_WRITES: Final = frozenset((Kind.RUN, Kind.MANY, Kind.PUT))


class Question(NamedTuple):
    """What an act asks. `about`: a statement, a chain, a workspace. Those of one kind about the same go together."""

    kind: Kind
    about: Any
    values: Any


@coroutine
def _ask(question: Question) -> Generator[Question, Any, Any]:
    return (yield question)


class Counter(Protocol):
    """Who hands out numbers, and knows the secret that seals the journal."""

    @property
    def journal_key(self) -> bytes: ...

    def number_at_hand(self, workspace_id: str) -> int | None: ...

    async def numbers_for(self, workspace_id: str, count: int, tx: Tx) -> range: ...


class LockstepTx(GatheringTx):
    """An act's part of the batch's transaction."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self._counter = counter
        self.has_written = False

    @property
    def journal_key(self) -> bytes:
        return self._counter.journal_key

    async def number(self, workspace_id: str) -> int:
        number = self._counter.number_at_hand(workspace_id)
        return (await self.numbers(workspace_id, 1))[0] if number is None else number

    async def numbers(self, workspace_id: str, count: int) -> range:
        await self.send()
        numbers: range = await _ask(Question(Kind.NUMBERS, workspace_id, count))
        return numbers

    async def _one(self, statement: Statement, values: dict[str, Any]) -> Row | None:
        row: Row | None = await _ask(Question(Kind.ONE, statement, values))
        return row

    async def _all(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        rows: list[Row] = await _ask(Question(Kind.ALL, statement, values))
        return rows

    async def _ahead(self, lookups: Sequence[Lookup]) -> Found:
        found: Found = await _ask(Question(Kind.AHEAD, None, lookups))
        return found

    async def _run(self, statement: Statement, values: dict[str, Any]) -> int:
        count: int = await _ask(Question(Kind.RUN, statement, values))
        return count

    async def _many(self, statement: Statement, rows: Sequence[Given]) -> None:
        await _ask(Question(Kind.MANY, statement, rows))

    async def _put(self, chain: Chain, values: Sequence[Mapping[str, Any]]) -> None:
        await _ask(Question(Kind.PUT, chain, values))

    async def _lock(self, wanted: Sequence[Subject]) -> Sequence[Row]:
        heads: Sequence[Row] = await _ask(Question(Kind.LOCK, None, wanted))
        return heads


async def _to_its_end(operation: Operation[Any], tx: LockstepTx) -> Any:
    result = await operation(tx)
    await tx.send()
    return result


class Act:
    """An operation and how it goes on. `alone`: it has to be run again by itself."""

    __slots__ = ("alone", "asked", "coroutine", "failure", "holds", "over", "result", "tx")

    def __init__(self, operation: Operation[Any], counter: Counter) -> None:
        self.tx = LockstepTx(counter)
        self.coroutine: Any = _to_its_end(operation, self.tx)
        self.asked = 0
        self.holds: set[Subject] = set()
        self.result: Any = None
        self.failure: Exception | None = None
        self.over = False
        self.alone = False


class Batch:
    """Acts on one connection, within a transaction that somebody else begins and ends.

    `when_over` is called with each act as soon as it is over.
    """

    def __init__(self, connection: Any, plain: Tx, counter: Counter, when_over: Callable[[Act], None]) -> None:
        self._connection = connection
        self._plain = plain
        self._counter = counter
        self._when_over = when_over
        self._asked: dict[tuple[Kind, Any], list[tuple[Act, Any]]] = {}
        self._held: dict[Subject, Act] = {}
        self._blocked: list[tuple[Act, Question]] = []
        self._to_ask: dict[Kind, Callable[[Any, list[Any]], Awaitable[Sequence[Any]]]] = {
            Kind.ONE: self._one,
            Kind.ALL: self._all,
            Kind.RUN: self._run,
            Kind.MANY: self._many,
            Kind.PUT: self._put,
            Kind.AHEAD: self._ahead,
            Kind.LOCK: self._lock,
            Kind.NUMBERS: self._numbers,
        }

    async def run(self, acts: Sequence[Act]) -> None:
        """Run every act until it is over or has to be run alone. Raises Spoilt, or whatever the database raises."""
        try:
            for act in acts:
                self._go_on(act, None)
            while self._asked:
                key = max(self._asked, key=lambda key: len(self._asked[key]))
                asking = self._asked.pop(key)
                answers = await self._to_ask[key[0]](key[1], [values for _, values in asking])
                for (act, _), answer in zip(asking, answers, strict=True):
                    self._go_on(act, answer)
            if self._blocked:
                raise Spoilt("Acts wait for one another.")
        finally:
            for act in acts:
                act.coroutine.close()

    def _go_on(self, act: Act, answer: Any) -> None:
        """Give the act its answer, and take its next question."""
        if answer is _HELD_ELSEWHERE:
            if act.tx.has_written:
                raise Spoilt("An act wrote before it held its chain.")
            act.alone = True
            self._let_go(act)
            return
        try:
            question = act.coroutine.send(answer)
        except StopIteration as end:
            act.result = end.value
        except Exception as failure:
            if act.tx.has_written:
                raise Spoilt("An act failed that had written.") from failure
            act.failure = failure
        else:
            act.asked += 1
            if not isinstance(question, Question) or act.asked > ASKS_AT_MOST:
                raise Spoilt("An act waits for something else, or is a long one.")
            self._take(act, question)
            return
        act.over = True
        self._when_over(act)
        self._let_go(act)

    def _take(self, act: Act, question: Question) -> None:
        if question.kind in _WRITES:
            act.tx.has_written = True
        elif question.kind is Kind.LOCK:
            if any(self._held.get(subject, act) is not act for subject in question.values):
                self._blocked.append((act, question))
                return
            act.holds.update(question.values)
            self._held.update(dict.fromkeys(question.values, act))
        self._asked.setdefault((question.kind, question.about), []).append((act, question.values))

    def _let_go(self, act: Act) -> None:
        """Let those go on who wait for what the act held."""
        if act.holds:
            for subject in act.holds:
                del self._held[subject]
            blocked, self._blocked = self._blocked, []
            for each in blocked:
                self._take(*each)

    async def _all(self, statement: Statement, asked: list[dict[str, Any]]) -> list[list[Row]]:
        compiled = statement.on_postgresql
        arguments = [tuple(compiled.positional(values)) for values in asked]
        if len(arguments) == 1 or statement.in_bulk.way is not Way.ROWS:
            raws = [await self._connection.fetch(compiled.text, *each) for each in arguments]
            return [[compiled.row(tuple(raw)) for raw in rows] for rows in raws]
        # Who asks the same gets the same rows.
        found: dict[tuple[Any, ...], list[Row]] = {each: [] for each in arguments}
        if len(found) == 1:
            raws = await self._connection.fetch(compiled.text, *arguments[0])
            found[arguments[0]] = [compiled.row(tuple(raw)) for raw in raws]
        else:
            rows = list(found.values())
            for raw in await self._connection.fetch(statement.in_bulk.text, *map(list, zip(*found, strict=True))):
                rows[raw[0] - 1].append(compiled.row(raw[1:]))
        return [found[each] for each in arguments]

    async def _one(self, statement: Statement, asked: list[dict[str, Any]]) -> list[Row | None]:
        return [rows[0] if rows else None for rows in await self._all(statement, asked)]

    async def _run(self, statement: Statement, asked: list[dict[str, Any]]) -> list[int]:
        compiled = statement.on_postgresql
        arguments = [compiled.positional(values) for values in asked]
        bulk = statement.in_bulk
        if len(arguments) == 1 or bulk.way in (Way.SINGLY, Way.ROWS):
            return [_touched(await self._connection.execute(compiled.text, *each)) for each in arguments]
        if bulk.way is Way.INSERTED:
            await self._connection.execute(bulk.text, *map(list, zip(*arguments, strict=True)))
            return [1] * len(arguments)
        for number, each in enumerate(arguments):
            each.append(number)
        counts = [0] * len(arguments)
        for (number,) in await self._connection.fetchmany(bulk.text, arguments):
            counts[number] += 1
        return counts

    async def _put(self, chain: Chain, asked: list[Sequence[Mapping[str, Any]]]) -> list[None]:
        arguments = [chain.positional(values) for values in asked]
        if len(arguments) == 1:
            await self._connection.execute(chain.text, *arguments[0])
        elif chain.in_bulk.way is Way.INSERTED:
            await self._connection.execute(chain.in_bulk.text, *map(list, zip(*arguments, strict=True)))
        else:
            await self._connection.executemany(chain.text, arguments)
        return [None] * len(asked)

    async def _ahead(self, _: None, asked: list[Sequence[Lookup]]) -> list[Found]:
        """Whatever one of the acts asks is asked of all of them, so that they stay side by side."""
        joint = joint_of(lookup for lookups in asked for lookup in lookups)
        arguments = [joint.positional(dict(lookups)) for lookups in asked]
        if len(arguments) == 1 or joint.in_bulk.way is not Way.ROWS:
            return [joint.found(await self._connection.fetchrow(joint.text, *each)) for each in arguments]
        found: list[Found] = [{}] * len(asked)
        for raw in await self._connection.fetch(joint.in_bulk.text, *map(list, zip(*arguments, strict=True))):
            found[raw[0] - 1] = joint.found(raw[1:])
        return found

    async def _many(self, statement: Statement, asked: list[Sequence[Given]]) -> list[None]:
        compiled = statement.on_postgresql
        await self._connection.executemany(compiled.text, compiled.many([row for rows in asked for row in rows]))
        return [None] * len(asked)

    async def _lock(self, _: None, asked: list[list[Subject]]) -> list[Any]:
        """The chains' heads, or that they are not to be had without waiting: held elsewhere, or yet to be made."""
        wanted = [{"workspace_id": subject[0], "subject_id": subject[1]} for subjects in asked for subject in subjects]
        found = iter(await self._one(heads.HOLD_IF_FREE, wanted))
        mine = [[next(found) for _ in subjects] for subjects in asked]
        return [_HELD_ELSEWHERE if None in each else each for each in mine]

    async def _numbers(self, workspace_id: str, asked: list[int]) -> list[range]:
        return [await self._counter.numbers_for(workspace_id, count, self._plain) for count in asked]


_HELD_ELSEWHERE: Final = object()


def _touched(status: str) -> int:
    """The number at the end of a command's status: `UPDATE 1`."""
    return int(status.rsplit(" ", 1)[-1])
