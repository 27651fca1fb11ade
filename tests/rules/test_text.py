"""Names and notes: what is kept as it is, what is trimmed, what is refused."""

import pytest

from uhrwerk.rules import text
from uhrwerk.rules.refusals import Invalid


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Website", "Website"),
        ("  Website\n", "Website"),
        ("Büro ☕ 東京 👩‍💻", "Büro ☕ 東京 👩‍💻"),
        ("non\u00a0breaking", "non\u00a0breaking"),
        ("x" * text.NAME_LENGTH, "x" * text.NAME_LENGTH),
        ("👩" * text.NAME_LENGTH, "👩" * text.NAME_LENGTH),
    ],
)
def test_a_name_is_kept_without_the_blanks_around_it(given: str, kept: str) -> None:
    assert text.name(given) == kept


BROKEN = [
    ("a\x00b", "nul"),
    ("a\ud800b", "Unicode"),
    ("\udfff", "Unicode"),
]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        *BROKEN,
        ("", "empty"),
        (" \t\n\u00a0", "empty"),
        ("a\nb", "control"),
        ("a\tb", "control"),
        ("a\x1bb", "control"),
        ("a\x7fb", "control"),
        ("a\x85b", "control"),
        ("a\u2028b", "control"),
        ("x" * (text.NAME_LENGTH + 1), "longer than 200"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused_in_the_name_of_its_field(given: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as refused:
        text.name(given, "first_name")
    assert [problem.field for problem in refused.value.problems] == ["first_name"]


def test_a_name_may_be_held_shorter() -> None:
    assert text.name("ab", longest=2) == "ab"
    with pytest.raises(Invalid, match="longer than 2 "):
        text.name("abc", longest=2)


@pytest.mark.parametrize("given", [None, "", "  two\nlines\twith a tab  ", "x" * text.NOTE_LENGTH])
def test_a_note_is_kept_as_it_is(given: str | None) -> None:
    assert text.note(given) == given


@pytest.mark.parametrize(("given", "reason"), [*BROKEN, ("x" * (text.NOTE_LENGTH + 1), "longer than 10000")])
def test_a_note_that_cannot_be_kept_is_refused(given: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as refused:
        text.note(given)
    assert [problem.field for problem in refused.value.problems] == ["note"]
