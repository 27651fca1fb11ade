"""The chain's seals: every part of a link, of what came before and of the head is covered."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.rules.journal import GENESIS, Link, difference, payload_digest, seal, seal_head

KEY = b"k" * 32
LINK = Link(
    workspace_id="w",
    subject_id="s",
    sequence=1,
    recorded_at=datetime(2026, 3, 10, 8, tzinfo=UTC),
    effective_at=datetime(2026, 3, 10, 7, 59, 59, 1, tzinfo=UTC),
    actor_id="a",
    face="native",
    act="time_entry.started",
    record_kind="time_entry",
    record_id="r",
    digest=payload_digest("salt", b"{}"),
)


def test_a_seal_is_the_same_for_the_same_link_and_nothing_like_the_link() -> None:
    sealed = seal(KEY, GENESIS, LINK)
    assert sealed == seal(KEY, GENESIS, LINK._replace())
    assert len(sealed) == len(GENESIS)
    assert set(sealed) <= set("0123456789abcdef")


def other(value: object) -> Any:
    match value:
        case datetime():
            return value + timedelta(microseconds=1)
        case int():
            return value + 1
    return f"{value}x"


@pytest.mark.parametrize("name", Link._fields)
def test_a_seal_covers_every_member_of_the_link(name: str) -> None:
    changed: Link = LINK._replace(**{name: other(getattr(LINK, name))})
    assert seal(KEY, GENESIS, changed) != seal(KEY, GENESIS, LINK)


def test_a_seal_covers_the_one_before_and_the_key() -> None:
    sealed = seal(KEY, GENESIS, LINK)
    assert seal(KEY, sealed, LINK) != sealed
    assert seal(b"K" * 32, GENESIS, LINK) != sealed


def test_what_moves_from_one_member_to_the_next_changes_the_seal() -> None:
    assert seal(KEY, GENESIS, LINK._replace(actor_id="an", face="ative")) != seal(
        KEY, GENESIS, LINK._replace(actor_id="a", face="native")
    )
    assert payload_digest("salt", b"") != payload_digest("sal", b"")


HEAD: tuple[Any, ...] = ("w", "s", 3, "f" * 64)


@pytest.mark.parametrize("index", range(4))
def test_a_heads_seal_covers_all_of_it(index: int) -> None:
    changed = [other(part) if i == index else part for i, part in enumerate(HEAD)]
    assert seal_head(KEY, *changed) != seal_head(KEY, *HEAD)
    assert seal_head(b"K" * 32, *HEAD) != seal_head(KEY, *HEAD)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, {"a": 1}, ({}, {"a": 1})),
        ({"a": 1}, None, ({"a": 1}, {})),
        ({"a": 1, "b": 2}, {"a": 1, "b": 2}, ({}, {})),
        ({"a": 1, "b": 2}, {"a": 1, "b": None}, ({"b": 2}, {"b": None})),
        ({"a": [1]}, {"a": [1, 2]}, ({"a": [1]}, {"a": [1, 2]})),
    ],
)
def test_only_what_differs_is_written_down(
    before: dict[str, Any] | None, after: dict[str, Any] | None, expected: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    assert difference(before, after) == expected


_records = st.fixed_dictionaries({name: st.one_of(st.none(), st.integers(0, 2), st.text(max_size=1)) for name in "abc"})


@PROPERTY
@given(_records, _records)
def test_what_is_written_down_turns_one_record_into_the_other_and_back(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    old, new = difference(before, after)
    assert before | new == after
    assert after | old == before
    assert old.keys() == new.keys()
