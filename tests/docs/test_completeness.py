"""What can be set, called, run or refused stands in the documentation, and nothing else does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from tests.docs.pages import ROOT, every_page, page
from tests.home import Home
from uhrwerk.entrypoints.cli.app import app
from uhrwerk.entrypoints.native.auth import ALL_SCOPES
from uhrwerk.rules.refusals import Refusal

SOURCE = ROOT / "src/uhrwerk"


def test_every_setting_is_described_and_every_described_setting_is_read() -> None:
    read = set(re.findall(r'"(UHRWERK_[A-Z_]+)"', (SOURCE / "config.py").read_text()))
    assert len(read) >= 6
    assert set(re.findall(r"^\| `(UHRWERK_[A-Z_]+)` \|", page("docs/settings.md"), re.M)) == read


def test_no_page_names_a_setting_that_is_not_there() -> None:
    known = set(re.findall(r"UHRWERK_[A-Z_]+", page("docs/settings.md")))
    for path in every_page():
        assert set(re.findall(r"UHRWERK_[A-Z]+(?:_[A-Z]+)*", path.read_text())) <= known, path


def test_every_command_and_option_is_described() -> None:
    commands = dict(_commands(typer.main.get_command(app), "uhrwerk"))
    assert {"uhrwerk serve", "uhrwerk credential add", "uhrwerk journal verify"} <= commands.keys()
    text = page("docs/command-line.md")
    for command, options in commands.items():
        heading = " ".join(command.split()[:2])
        section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
        usage = section.partition(f"\n{command}")[2].partition("\nuhrwerk ")[0].partition("```")[0]
        assert usage, command
        for option in options:
            assert option in usage, f"{command} {option}"


def test_every_scope_of_a_token_is_listed_and_no_other() -> None:
    sentence = page("docs/command-line.md").partition("without it a token has all\nscopes: ")[2].partition(".\n")[0]
    assert sorted(re.findall(r"`([a-z:]+)`", sentence)) == sorted(ALL_SCOPES)


def test_no_described_command_is_missing() -> None:
    commands = dict(_commands(typer.main.get_command(app), "uhrwerk"))
    described = set(re.findall(r"^uhrwerk [a-z]+(?: [a-z]+)?(?= |$)", page("docs/command-line.md"), re.M))
    assert {" ".join(each.split()) for each in described} == commands.keys()


def _commands(command: object, path: str) -> Iterator[tuple[str, list[str]]]:
    if isinstance(command, TyperGroup):
        context = typer.Context(command)
        for name in command.list_commands(context):
            yield from _commands(command.get_command(context, name), f"{path} {name}")
    else:
        assert isinstance(command, TyperCommand)
        yield path, [part for parameter in command.params for part in parameter.opts if part.startswith("--")]


def test_every_operation_of_the_native_api_is_described_and_no_other(home: Home) -> None:
    document = home.http.get("/docs/openapi.json").json()
    served = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert len(served) > 30
    assert _described_operations() == served


def _described_operations() -> set[tuple[str, str]]:
    """From lines such as ``| `GET`, `POST /v1/tasks` | … |`` and ``| `POST /a` · `POST /b` | … |``."""
    table = page("docs/api.md").partition("## Every path\n")[2].partition("\n## ")[0]
    found = set()
    for cell in re.findall(r"^\| (`.*?`) \|", table, re.M):
        for several in cell.split(" · "):
            words = re.findall(r"[A-Z]+|/\S+(?=`)", several)
            found |= {(method, words[-1]) for method in words[:-1]}
    return found


def test_every_refusal_is_listed_with_its_key_and_no_other_is() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \| \d{3} \|", page("docs/api.md"), re.M)
    # A vendor's own refusals, which its folder defines, never reach the native API.
    keys = {kind.key for kind in _kinds(Refusal) if kind.__module__.startswith("uhrwerk.rules.")}
    assert "nothing-running" in keys
    assert sorted(listed) == sorted(keys | {"malformed"})


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _kinds(inner)


def test_every_folder_has_its_line_in_the_architecture() -> None:
    folders = [path for path in SOURCE.rglob("*") if path.is_dir() and list(path.glob("*.py"))]
    assert len(folders) > 10
    text = page("docs/architecture.md")
    for folder in folders:
        assert f"`{folder.relative_to(SOURCE)}/`" in text, folder


def test_the_architecture_names_no_file_that_is_not_there() -> None:
    named = re.findall(r"`((?:[a-z_]+/)*[a-z_]+(?:/|\.py|\.ts|\.mjs))`", page("docs/architecture.md"))
    assert len(named) > 20
    assert [name for name in named if not (_home_of(name) / name).exists()] == []


def _home_of(name: str) -> Path:
    """Names are the package's own, but for what lies beside it."""
    return ROOT if name.startswith(("frontend/", "src/")) else SOURCE


def test_every_decision_is_listed_and_has_the_same_parts() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        assert path.name in page("docs/decisions/README.md")
        parts = re.findall(r"^## (.*)$", path.read_text(), re.M)
        assert [part for part in parts if part != "Measured"] == [
            "Context",
            "Choice",
            "What else was weighed",
            "Consequence",
        ]


@pytest.mark.parametrize("path", every_page(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        found = (path.parent / name).resolve() if name else path
        assert found.exists(), target
        if anchor:
            assert anchor in _anchors(found), target


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
