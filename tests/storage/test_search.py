"""Search: SQL on both stores finds what a plain reading of the condition in memory finds."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.home import Home
from tests.storage.searching import ADA, WEBSITE, TaskData, World, add_task, conditions, furnish, orders, task_data
from tests.storage.workshop import NOON, Recorder, make_bench, undone
from uhrwerk.operations.records import new_id
from uhrwerk.storage import tasks, time_entries
from uhrwerk.storage.search.memory import meets, ordered
from uhrwerk.storage.search.pages import page, page_and_count
from uhrwerk.storage.search.tree import (
    ALWAYS,
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
    equal,
    one_of,
)
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx

T = TypeVar("T")

Wanted = tuple[Condition, list[Order]]


def in_world(home: Home, data: list[TaskData], ask: Callable[[Tx, World, list[dict[str, Any]]], Awaitable[T]]) -> T:
    """Ask something of a workspace with these tasks, of which nothing is kept; deleted ones are not handed on."""

    async def run(tx: Tx) -> T:
        world = await furnish(tx, (await make_bench(tx)).workspace_id)
        seen = [(each, await add_task(tx, world, each)) for each in data]
        return await ask(tx, world, [record for each, record in seen if not each.deleted])

    found: T = home.http.blocking_portal.call(undone, home.house.store, run)
    return found


class Watched(Recorder):
    """Keeps the statements' texts as well."""

    def __init__(self, tx: Tx, asked: list[str]) -> None:
        super().__init__(tx, asked)
        self.texts: list[str] = []

    def _ask(self, statement: Statement) -> None:
        super()._ask(statement)
        self.texts += [statement.on_sqlite.text, statement.on_postgresql.text]


def new_ids(number: int) -> list[str]:
    return [new_id() for _ in range(number)]


ADAS = TaskData(new_id(), "Ada's", None, None, (ADA,), (), None, False, None, False)


def with_contacts(number: int) -> Wanted:
    """Tasks of which somebody has so many ways of being reached."""
    return Exists(Field("assignees"), "one", Count(Field("contacts", "one"), "=", number)), []


@settings(deadline=None, max_examples=40)
@example(data=[ADAS], wanted=[with_contacts(1), with_contacts(2)])
@given(
    data=st.lists(task_data, min_size=1, max_size=6),
    wanted=st.lists(st.tuples(conditions(), orders()), min_size=3, max_size=3),
)
def test_any_condition_finds_the_same_in_sql_and_in_memory(
    running_home: Home, data: list[TaskData], wanted: list[Wanted]
) -> None:
    async def ask(tx: Tx, world: World, seen: list[dict[str, Any]]) -> None:
        for condition, order in wanted:
            records, total = await page_and_count(tx, tasks.shelf, world.workspace_id, condition, order, limit=100)
            by_id = sorted(seen, key=lambda record: str(record["id"]))
            expected = ordered([record for record in by_id if meets(condition, record)], order)
            assert [record.id for record in records] == [record["id"] for record in expected]
            assert total == len(expected)

    in_world(running_home, data, ask)


def test_pages_neither_repeat_nor_skip_where_all_are_equal(home: Home) -> None:
    alike = [TaskData(id, "alike", None, None, (), (), None, False, None, False) for id in new_ids(7)]

    async def ask(tx: Tx, world: World, seen: list[dict[str, Any]]) -> None:
        shown = []
        for offset in (0, 3, 6, 9):
            records, total = await page_and_count(
                tx, tasks.shelf, world.workspace_id, ALWAYS, [Order(Field("name"), True)], offset=offset, limit=3
            )
            assert total == 7
            shown.append([record.id for record in records])
        assert [len(each) for each in shown] == [3, 3, 1, 0]
        assert sorted(id for each in shown for id in each) == sorted(record["id"] for record in seen)

    in_world(home, alike, ask)


def test_another_workspaces_records_are_never_found(home: Home) -> None:
    async def run(tx: Tx) -> None:
        bench, other = await make_bench(tx), await make_bench(tx, "Other")
        for place in (bench, other):
            await place.start(tx, note="theirs" if place is other else "ours")
        somewhere = Or((ALWAYS, equal("note", "theirs"), Matches(Field("person.first_name"), "anywhere", "ada")))
        records, total = await page_and_count(tx, time_entries.shelf, bench.workspace_id, somewhere, limit=10)
        assert ([record.note for record in records], total) == (["ours"], 1)

    home.http.blocking_portal.call(undone, home.house.store, run)


MARK = "x1x' OR 1=1 --"


@pytest.mark.parametrize(
    "condition",
    [
        equal("name", MARK),
        Not(Comparison(Field("name", form=Form.UPPER), "<", MARK)),
        one_of("name", [MARK, MARK + '"', "\\" + MARK]),
        Matches(Field("note"), "anywhere", MARK),
        Matches(Field("project.client.name"), "start", "%" + MARK, ignore_case=False),
        Matches(Field("project.name"), "end", ":value_0 $1 " + MARK),
        Exists(Field("assignees"), "one", Comparison(Field("first_name", "one"), "!=", MARK)),
        Exists(Field("project.members"), "one", Comparison(Field("person.first_name", "one"), "=", MARK)),
    ],
    ids=("equal", "not less", "one of", "anywhere", "start", "end", "element", "element's own"),
)
def test_no_value_reaches_the_text_of_a_statement(home: Home, condition: Condition) -> None:
    here = TaskData(new_id(), MARK, MARK, WEBSITE, (ADA,), (), None, False, None, False)

    async def ask(tx: Tx, world: World, seen: list[dict[str, Any]]) -> None:
        watched = Watched(tx, [])
        records, _ = await page_and_count(watched, tasks.shelf, world.workspace_id, condition, limit=1)
        assert [record.id for record in records] == [each["id"] for each in seen if meets(condition, each)]
        assert len(watched.asked) == (2 if records else 1)
        assert not [text for text in watched.texts if "x1x" in text or "1=1" in text]

    in_world(home, [here], ask)


def test_questions_that_differ_in_values_alone_are_one_statement(home: Home) -> None:
    async def ask(tx: Tx, world: World, seen: list[dict[str, Any]]) -> None:
        watched = Watched(tx, [])
        for ids, text, day in ((["a"] * 3, "x", NOON), (["b"] * 4, "", NOON + timedelta(1))):
            asked = And(
                (
                    In(Field("name"), tuple(ids)),
                    Not(Matches(Field("note"), "end", text)),
                    Or((equal("due_at", day), Exists(Field("tags"), "tag", equal("name", text)))),
                )
            )
            await page_and_count(watched, tasks.shelf, world.workspace_id, asked, limit=5)
        assert len(watched.asked) == 2
        assert len(set(watched.texts)) == 2  # one a store

    in_world(home, [], ask)


def test_what_fits_on_one_page_is_not_counted_again(home: Home) -> None:
    three = [TaskData(id, "one", None, None, (), (), None, False, None, False) for id in new_ids(3)]

    async def ask(tx: Tx, world: World, seen: list[dict[str, Any]]) -> None:
        for limit, asked in ((4, ["select task"]), (3, ["select task", "select task"])):
            watched = Watched(tx, [])
            records, total = await page_and_count(watched, tasks.shelf, world.workspace_id, ALWAYS, limit=limit)
            assert (len(records), total, watched.asked) == (3, 3, asked)
            watched = Watched(tx, [])
            assert await page(watched, tasks.shelf, world.workspace_id, ALWAYS, limit=limit) == records
            assert watched.asked == ["select task"]

    in_world(home, three, ask)


@pytest.mark.parametrize(
    "condition",
    [
        # NOT binds less than IS NULL.
        Comparison(Field("archived", form=Form.NOT), "=", None),
        # A difference within a remainder.
        Comparison(Field("due_at", form=Form.TIME), "=", 0),
        In(Field("name"), ()),
        # Wider than the column.
        equal("planned_seconds", 2**40),
    ],
    ids=("opposite of a flag", "time of day", "none", "wide"),
)
def test_what_finds_nothing_finds_all_when_negated(home: Home, condition: Condition) -> None:
    here = TaskData(new_id(), "", None, None, (), (), 60, False, NOON, False)

    async def ask(tx: Tx, world: World, seen: list[dict[str, Any]]) -> None:
        found = [await page(tx, tasks.shelf, world.workspace_id, each, limit=9) for each in (condition, Not(condition))]
        assert [len(records) for records in found] == [0, 1]

    in_world(home, [here], ask)
