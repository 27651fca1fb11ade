"""What SQLite's store remembers: it never answers with what is no longer so, however much there is."""

import asyncio
import gc
import weakref
from functools import partial
from pathlib import Path

import pytest

from tests.storage.workshop import make_bench, open_sqlite
from uhrwerk.storage import memory, projects
from uhrwerk.storage.memory import UNKNOWN, Memory
from uhrwerk.storage.search import pages
from uhrwerk.storage.search.tree import Field, Order, equal, shape_of

PEOPLE = frozenset(["person"])


def test_what_is_kept_when_a_table_s_drawer_was_full_is_forgotten_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROWS_OF_A_TABLE", 3)
    known = Memory()
    keys = [("which", number) for number in range(10)]
    for key in keys:
        known.keep(key, PEOPLE, "old", 1)
    assert known.get(keys[-1]) == "old"
    known.forget("person")
    assert [known.get(key) for key in keys] == [UNKNOWN] * 10


def test_what_is_remembered_of_a_table_is_bounded_by_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROWS_OF_A_TABLE", 100)
    known = Memory()
    longest, none = [("longest", number) for number in range(50)], [("none", number) for number in range(500)]
    for key in longest:
        known.keep(key, PEOPLE, ("row",) * 20, 20)
    assert 0 < sum(known.get(key) is not UNKNOWN for key in longest) <= 5
    for key in none:
        known.keep(key, PEOPLE, (), 0)
    assert 0 < sum(known.get(key) is not UNKNOWN for key in none) <= 100
    assert all(known.get(key) is UNKNOWN for key in longest)


@pytest.mark.parametrize("order", ["number", "client.name"])
def test_questions_in_ever_new_words_are_not_held_on_to(tmp_path: Path, order: str) -> None:
    """Their statements are large, and there is no end of wordings."""

    async def run() -> None:
        store = await open_sqlite(tmp_path / "clock.sqlite3")
        bench = await store.write(make_bench)
        by, where = (Order(Field(order)),), equal("name", "Website")
        ask = partial(
            pages.page_and_count, shelf=projects.shelf, workspace_id=bench.workspace_id, where=where, order=by
        )
        assert await store.read(partial(ask, offset=9, limit=5)) == ([], 0)
        shape = shape_of(where, [])
        kept = (pages._rows(projects.shelf, shape, by, False), pages._counting(projects.shelf, shape))
        asked = [weakref.ref(each) for each in kept]
        del kept
        pages._rows.cache_clear()
        pages._counting.cache_clear()
        gc.collect()
        assert [each() for each in asked] == [None, None]
        await store.close()

    asyncio.run(run())
