"""Every text that a page can show has its German."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from uhrwerk.entrypoints.web.languages import LOCALES

WEB: Final = LOCALES.parent
METHODS: Final = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
KEYWORDS: Final = {"_": None, "N_": None, "t": None, "gettext": None, "ngettext": (1, 2), "n": (1, 2)}


def said() -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text."""
    options = {"**/templates/**.html": {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "newstyle_gettext": "true"}}
    for file, _, message, _, _ in extract_from_dir(WEB, METHODS, options, KEYWORDS):
        for text in (message if isinstance(message, tuple) else (message,))[:1]:
            yield file, text


def translated() -> dict[str, tuple[str, str]]:
    """The German of each text, and the catalogue that it stands in."""
    found = {}
    for path in sorted((LOCALES / "de").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="de"):
                if message.id:
                    one = message.id[0] if isinstance(message.id, tuple) else message.id
                    german = message.string[0] if isinstance(message.string, tuple) else message.string
                    found[one] = (str(german), path.name)
    return found


def test_every_text_has_its_german() -> None:
    german = translated()
    missing = sorted({(file, text) for file, text in said() if not german.get(text, ("", ""))[0]})
    assert missing == []


@pytest.mark.parametrize("pattern", [r"%\(\w+\)s", r"<[^>]+>"])
def test_what_is_filled_in_is_filled_in_in_german_too(pattern: str) -> None:
    """Placeholders and markup are the same in both."""
    differing = [
        (name, text)
        for text, (german, name) in translated().items()
        if sorted(re.findall(pattern, text)) != sorted(re.findall(pattern, german))
    ]
    assert differing == []


def test_no_translation_is_left_over() -> None:
    """A text that no page says any more goes; `refusals.po` has what the operations say."""
    used = {text for _, text in said()}
    left = {(name, text) for text, (_, name) in translated().items() if name != "refusals.po" and text not in used}
    assert sorted(left) == []


def test_the_catalogues_are_text_files_of_ours() -> None:
    names = {path.stem for path in Path(LOCALES / "de").glob("*.po")}
    assert "frame" in names
