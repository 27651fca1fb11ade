"""Every text that a page can show has its German."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from uhrwerk.entrypoints.web import sayings
from uhrwerk.entrypoints.web.languages import LOCALES
from uhrwerk.rules.refusals import Refusal, all_kinds

WEB: Final = LOCALES.parent
METHODS: Final = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
KEYWORDS: Final = {"_": None, "N_": None, "t": None, "gettext": None, "ngettext": (1, 2), "n": (1, 2)}


def said() -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text."""
    options = {"**/templates/**.html": {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "newstyle_gettext": "true"}}
    for file, _, message, _, _ in extract_from_dir(WEB, METHODS, options, KEYWORDS):
        for text in (message if isinstance(message, tuple) else (message,))[:1]:
            yield file, text


def test_templates_say_their_texts_where_they_are_found() -> None:
    """The search for texts sees `_("…")` and `ngettext("…")` in a template, `reader.t("…")` it does not."""
    unseen = re.compile(r"""\.[tn]\(["']""")
    assert [path.name for path in sorted((WEB / "templates").rglob("*.html")) if unseen.search(path.read_text())] == []


def translated() -> dict[str, tuple[str, str]]:
    """The German of each text, and the catalogue that it stands in."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((LOCALES / "de").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="de"):
                if message.id:
                    one = message.id[0] if isinstance(message.id, tuple) else message.id
                    german = message.string[0] if isinstance(message.string, tuple) else message.string
                    found[str(one)] = (str(german), path.name)
    return found


def test_every_text_has_its_german() -> None:
    german = translated()
    missing = sorted({(file, text) for file, text in said() if not german.get(text, ("", ""))[0]})
    assert missing == []


@pytest.mark.parametrize("pattern", [r"%\(\w+\)s", r"<[^>]+>"])
def test_what_is_filled_in_is_filled_in_in_german_too(pattern: str) -> None:
    """What German fills in or marks up is there to be."""
    differing = [
        (name, text)
        for text, (german, name) in translated().items()
        if not set(re.findall(pattern, german)) <= set(re.findall(pattern, text))
    ]
    assert differing == []


SOURCES: Final = WEB.parents[1]
SPEAKING: Final = {kind.__name__ for kind in all_kinds(Refusal)} | {"Problem"}
FOR_PROGRAMS: Final = {
    *("must be 7, 7 or 7", "must be 1 to 7 printable characters", "must be 1 to 7 letters, digits or . _ ~ -"),
    *("there is no preference 7", "7 7"),
}
"""What no page can bring about."""

NOUNS: Final = {"attendance", "person", "time entry"}
"""What is not found: pages say that in their own words."""


def refused() -> Iterator[tuple[str, str]]:
    """Where an operation or a rule refuses, and what it says; places in it have a 7."""
    for folder in ("rules", "operations"):
        for path in sorted((SOURCES / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call):
                    yield from ((path.name, text) for text in _said_by(call))


def _said_by(call: ast.Call) -> Iterator[str]:
    """The sentence of `Refusal("…")`, `Invalid.field("name", "…")` or `Problem("name", "…")`, if it stands there."""
    match call.func:
        case ast.Name(name) if name in SPEAKING and name != "NotFound":
            at = 1 if name == "Problem" else 0
        case ast.Attribute(ast.Name(name), "field") if name in SPEAKING:
            at = 1
        case _:
            return
    match call.args[at : at + 1]:
        case [ast.Constant(str(text))]:
            yield text
        case [ast.JoinedStr(values)]:
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in values)


def test_what_is_refused_is_said_in_german() -> None:
    german = translated()
    shown = {text: words for text, (words, _) in german.items()}
    missing = sorted(
        (file, text)
        for file, text in refused()
        # `name: …` is said of the one field that it is about, without the name.
        if text not in FOR_PROGRAMS | NOUNS
        and not re.fullmatch(r"\w+: 7", text)
        and sayings.said(text, lambda text: shown.get(text, text), str) == text
    )
    assert missing == []


def test_what_is_said_of_a_field_is_said_without_its_english_name() -> None:
    german = {text: words for text, (words, _) in translated().items()}
    for message, words in (
        ("note: must not be longer than 10000 characters", "darf nicht länger als 10000 Zeichen sein"),
        ("at: 2026-03-10T08:00:00Z lies in the future", "2026-03-10T08:00:00Z liegt in der Zukunft"),
        ("https://example.org: is nothing that anybody says", "https://example.org: is nothing that anybody says"),
    ):
        assert sayings.said(message, lambda text: german.get(text, text), str) == words


def of_law() -> Iterator[str]:
    """The sentences of labour law's clauses."""
    for path in sorted((SOURCES / "rules" / "law").glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call):
                is_clause = isinstance(call.func, ast.Name) and call.func.id == "Clause"
                says = [*(call.args[3:4] if is_clause else []), *(k.value for k in call.keywords if k.arg == "says")]
                yield from (
                    each.value for each in says if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


def test_what_labour_law_finds_is_said_in_german_with_its_figures() -> None:
    german = {text: words for text, (words, _) in translated().items()}
    clauses = sorted(set(of_law()))
    assert len(clauses) > 50
    for clause in clauses:
        parts = re.split(r"\{\w*\}", clause)
        sentence = "".join(f"{part}#{figure}#" for figure, part in enumerate(parts[:-1])) + parts[-1]
        words = sayings.said(sentence, lambda text: german.get(text, text), str)
        assert words != sentence
        assert sorted(re.findall(r"#\d#", words)) == sorted(re.findall(r"#\d#", sentence)), clause


def test_no_translation_is_left_over() -> None:
    """A text that no page says any more goes; `refusals.po` has what the operations say."""
    used = {text for _, text in (*said(), *refused())}
    left = {
        (name, text)
        for text, (_, name) in translated().items()
        if name not in ("refusals.po", "law.po") and text not in used
    }
    assert sorted(left) == []


def test_the_catalogues_are_text_files_of_ours() -> None:
    names = {path.stem for path in Path(LOCALES / "de").glob("*.po")}
    assert "frame" in names
