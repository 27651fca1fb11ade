"""What SQLite's store remembers: it never answers with what is no longer so, however much there is."""

import pytest

from uhrwerk.storage import memory
from uhrwerk.storage.memory import UNKNOWN, Memory

PEOPLE = frozenset(["person"])


def test_what_is_kept_when_a_table_s_drawer_was_full_is_forgotten_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ANSWERS_OF_A_TABLE", 3)
    known = Memory()
    keys = [("which", number) for number in range(10)]
    for key in keys:
        known.keep(key, PEOPLE, "old")
    assert known.get(keys[-1]) == "old"
    known.forget("person")
    assert [known.get(key) for key in keys] == [UNKNOWN] * 10
