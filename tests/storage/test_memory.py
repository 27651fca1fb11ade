"""What SQLite's store remembers: it never answers with what is no longer so, however much there is."""

import pytest

from uhrwerk.storage import memory
from uhrwerk.storage.memory import UNKNOWN, Memory

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
