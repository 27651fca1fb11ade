"""What goes wrong on the command line: one clear line on stderr, nothing on stdout, exit code 2, nothing changed."""

import shutil
from pathlib import Path

import pytest

from tests.cli.command import CommandLine, Outcome


def complaint(outcome: Outcome) -> str:
    """The one line, without the program's name."""
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("uhrwerk: ")
    assert outcome.err.count("\n") == 1
    assert outcome.err.endswith("\n")
    return outcome.err.removeprefix("uhrwerk: ").rstrip("\n")


NEW_PERSON = ("--email", "eve@example.org", "--first-name", "Eve")
HOME = ("--workspace", "Home")

WRONG_CALLS = [
    ("", "Name a command; `uhrwerk --help` lists them."),
    ("serv", "No such command 'serv'."),
    ("workspace", "Missing command."),
    ("workspace remove", "No such command 'remove'."),
    ("--colour", "No such option: --colour"),
    ("workspace add", "Missing argument 'name'."),
    ("workspace add One Two", "Got unexpected extra argument(s) (Two)"),
    ("person add eve --workspace Home --first-name Eve", "Missing option '--email'."),
    ("person list", "Missing option '--workspace' / '-w'."),
    ("serve --port 70000", "Invalid value for '--port': Input should be less than or equal to 65535"),
    ("serve --host", "Option '--host' requires an argument."),
]


@pytest.mark.parametrize(("line", "expected"), WRONG_CALLS)
def test_a_wrong_call_is_named_before_anything_is_touched(uhrwerk: CommandLine, line: str, expected: str) -> None:
    assert complaint(uhrwerk(*line.split())) == expected
    assert not uhrwerk.data_dir.exists()


REFUSED = [
    (("person", "list", "--workspace", "Nowhere"), "There is no such workspace."),
    (("workspace", "add", "Mars", "--zone", "Mars/Base"), "zone: "),
    (("workspace", "add", " "), "name: "),
    (("person", "add", "ada", *HOME, *NEW_PERSON), "username"),
    (("person", "add", "eve", *HOME, *NEW_PERSON, "--zone", "Mars/Base"), "zone: "),
    (("person", "add", "eve", *HOME, *NEW_PERSON, "--role", "king"), "role: "),
    (("person", "add", "eve", *HOME, "--email", "nonsense", "--first-name", "Eve"), "email: "),
    (("credential", "add", "fax", *HOME), "There is no face 'fax'"),
    (("credential", "add", "native", *HOME), "A credential of native belongs to a person"),
    (("credential", "add", "native", *HOME, "--person", "nobody"), "There is no such person."),
    (("credential", "add", "native", *HOME, "--person", "ada", "--scope", "all"), "There is no scope 'all'"),
    (("credential", "add", "native", *HOME, "--person", "ada", "--days", "-1"), "--days must be a whole number"),
    (("credential", "add", "native", *HOME, "--person", "ada", "--days", "0"), "--days must be a whole number"),
    (("credential", "revoke", "nonsense", *HOME), "Invalid value for 'credential_id'"),
    (("credential", "revoke", "01a20206-ec8e-743f-819b-989e6f3f3e88", *HOME), "There is no such credential."),
    (("person", "list", "--workspace", "x" * 36), "There is no such workspace."),
    (("setting", "set", "onoffice.modul", "on", *HOME), "There is no setting 'onoffice.modul'"),
    (("setting", "set", "onoffice.module", "yes", *HOME), "onoffice.module is on or off, not 'yes'."),
]


def test_what_is_refused_is_named_and_changes_nothing(uhrwerk: CommandLine) -> None:
    uhrwerk.result("workspace", "add", "Home")
    uhrwerk.result("person", "add", "ada", *HOME, "--email", "ada@example.org", "--first-name", "Ada")
    before = uhrwerk.result("journal", "verify")
    found = [complaint(uhrwerk(*arguments)) for arguments, _ in REFUSED]
    assert [
        (said, expected) for said, (_, expected) in zip(found, REFUSED, strict=True) if not said.startswith(expected)
    ] == []
    assert uhrwerk.result("journal", "verify") == before


WRONG_SETTINGS = [
    ("UHRWERK_PORT", "eighty", "UHRWERK_PORT must be a whole number from 0 to 65535, not 'eighty'."),
    ("UHRWERK_PORT", "65536", "UHRWERK_PORT must be a whole number from 0 to 65535, not '65536'."),
    ("UHRWERK_WORKERS", "0", "UHRWERK_WORKERS must be a whole number from 1 to 64, not '0'."),
    ("UHRWERK_DEMO", "yes", "UHRWERK_DEMO must be 0 or 1, not 'yes'."),
    ("UHRWERK_DATABASE_URL", "mysql://u:hush@h/d", "UHRWERK_DATABASE_URL must be sqlite:///path/to/file or postgresql"),
    ("UHRWERK_DATABASE_URL", "sqlite://", "UHRWERK_DATABASE_URL must be sqlite:///path/to/file or postgresql"),
]


@pytest.mark.parametrize(("name", "value", "expected"), WRONG_SETTINGS)
def test_a_wrong_setting_is_named(uhrwerk: CommandLine, name: str, value: str, expected: str) -> None:
    said = complaint(uhrwerk("workspace", "list", **{name: value}))
    assert said.startswith(expected)
    assert "hush" not in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://clock:hush@127.0.0.1:1/clock",
        "postgresql://clock:hush@127.0.0.1:port/clock",
        "postgresql://clock:hush@/clock?host=/nowhere",
    ],
)
def test_a_postgresql_that_cannot_be_reached_is_named_without_its_password(uhrwerk: CommandLine, url: str) -> None:
    said = complaint(uhrwerk("workspace", "list", UHRWERK_DATABASE_URL=url))
    assert said.startswith("UHRWERK_DATABASE_URL cannot be used: ")
    assert "hush" not in said


def test_a_database_that_does_not_exist_is_named(on_store: CommandLine) -> None:
    # SQLite makes a missing file; what it cannot open is a directory.
    url = on_store.environment.get("UHRWERK_DATABASE_URL", f"sqlite:///{on_store.data_dir}")
    url = url.replace("/cli_", "/missing_cli_")
    said = complaint(on_store("workspace", "list", UHRWERK_DATABASE_URL=url))
    assert said.startswith("UHRWERK_DATABASE_URL cannot be used: ")


def test_a_file_that_is_no_database_is_named_and_left_alone(uhrwerk: CommandLine, tmp_path: Path) -> None:
    letter = tmp_path / "letter"
    letter.write_text("Dear Ada, " * 500)
    said = complaint(uhrwerk("workspace", "list", UHRWERK_DATABASE_URL=f"sqlite:///{letter}"))
    assert said.startswith("UHRWERK_DATABASE_URL cannot be used: ")
    assert letter.read_text() == "Dear Ada, " * 500


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    said = complaint(CommandLine(blocked / "data", {})("workspace", "list"))
    assert said.startswith("Not a directory: ")
    assert str(blocked / "data") in said


def test_a_journal_sealed_with_another_key_is_refused(uhrwerk: CommandLine, tmp_path: Path) -> None:
    uhrwerk.result("workspace", "add", "Home")
    stranger = CommandLine(tmp_path / "stranger", {})
    stranger.data_dir.mkdir()
    shutil.copy(uhrwerk.data_dir / "uhrwerk.sqlite3", stranger.data_dir)
    said = complaint(stranger("workspace", "list"))
    assert said == f"The journal was sealed with another key than the one in {stranger.data_dir}."


def test_a_key_that_is_none_is_refused(uhrwerk: CommandLine) -> None:
    uhrwerk.result("workspace", "add", "Home")
    (uhrwerk.data_dir / "uhrwerk.key").write_text("letmein\n")
    assert complaint(uhrwerk("workspace", "list")).endswith("uhrwerk.key is not a key: 32 bytes in hex are expected.")


def test_the_key_is_the_owners_alone(uhrwerk: CommandLine) -> None:
    uhrwerk.result("workspace", "add", "Home")
    assert (uhrwerk.data_dir / "uhrwerk.key").stat().st_mode & 0o777 == 0o600
