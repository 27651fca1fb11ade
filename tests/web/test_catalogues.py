"""How the translations of many files become one catalogue."""

from gettext import GNUTranslations
from pathlib import Path

import pytest

from frontend.build import CannotBuild, compile_catalogues


def compiled(locales: Path, **files: str) -> GNUTranslations:
    """The German catalogue made of files with those contents, by their names."""
    folder = locales / "de"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.po").write_text(text, encoding="utf-8")
    compile_catalogues(locales)
    with open(folder / "LC_MESSAGES/messages.mo", "rb") as file:
        return GNUTranslations(file)


def po(said: str, german: str, context: str | None = None) -> str:
    return (f'msgctxt "{context}"\n' if context else "") + f'msgid "{said}"\nmsgstr "{german}"\n\n'


def test_the_texts_of_all_files_are_in_it(tmp_path: Path) -> None:
    many = 'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s Tag"\nmsgstr[1] "%(num)s Tage"\n'
    german = compiled(
        tmp_path,
        now=po("Start", "Starten") + po("Break", "Pause") + po("Later", ""),
        week=po("Break", "Pause") + po("Break", "Umbruch", "of a line") + many,
    )
    assert [german.gettext(text) for text in ("Start", "Break", "Later")] == ["Starten", "Pause", "Later"]
    assert german.pgettext("of a line", "Break") == "Umbruch"
    assert [german.ngettext("%(num)s day", "%(num)s days", number) for number in (1, 2)] == [
        "%(num)s Tag",
        "%(num)s Tage",
    ]


def test_the_same_text_is_translated_in_one_way(tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match=r"(?s)Break.*Pause.*now\.po.*Unterbrechung.*week\.po"):
        compiled(tmp_path, now=po("Break", "Pause"), week=po("Break", "Unterbrechung"))


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match=r"now\.po"):
        compiled(tmp_path, now='msgid "Break"\nnonsense\n')
