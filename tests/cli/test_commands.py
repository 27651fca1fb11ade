"""The admin's commands: results on stdout, one a line, members split by tabs."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.cli.command import CommandLine
from uhrwerk import __version__

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def rows(printed: str) -> list[list[str]]:
    return [line.split("\t") for line in printed.splitlines()]


def add_person(uhrwerk: CommandLine, username: str = "ada", *options: str) -> str:
    fixed = ("--workspace", "Home", "--email", f"{username}@example.org", "--first-name", "Ada")
    return uhrwerk.result("person", "add", username, *fixed, *options).strip()


def test_kiosks_are_kept_from_the_command_line(uhrwerk: CommandLine) -> None:
    uhrwerk.result("workspace", "add", "Home")
    printed = uhrwerk.result("kiosk", "add", "Gate", "-w", "Home", "--place", "Hall 3", "--way", "pin")
    assert re.fullmatch(r"http://127\.0\.0\.1:8600/kiosk/setup/setup_[\w-]{43}\n", printed)
    [[id, *shown]] = rows(uhrwerk.result("kiosk", "list", "-w", "Home"))
    assert shown == ["Gate", "Hall 3", "waiting", "-"]
    assert uhrwerk.result("kiosk", "link", id, "-w", "Home") != printed
    refused = uhrwerk("kiosk", "add", "Door", "-w", "Home", "--team", "Nobody")
    assert (refused.code, refused.err) == (2, "uhrwerk: There is no team 'Nobody'.\n")
    assert uhrwerk("kiosk", "add", "Door", "-w", "Home", "--way", "force").code == 2
    uhrwerk.result("kiosk", "remove", id, "-w", "Home")
    assert uhrwerk.result("kiosk", "list", "-w", "Home") == ""


def test_the_version_is_printed_without_a_database() -> None:
    shown = subprocess.run([sys.executable, "-m", "uhrwerk", "--version"], capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, f"{__version__}\n", "")


def test_no_command_needs_the_web_framework_before_it_is_called() -> None:
    program = (
        "import sys; sys.argv = ['uhrwerk', '--version']\n"
        "from uhrwerk.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print([m for m in ('litestar', 'sqlalchemy', 'granian', 'alembic') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout == f"{__version__}\n[]\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ("serve", "demo", "workspace", "person", "credential", "setting", "journal", "records")),
        (("workspace",), ("add", "list")),
        (("person",), ("add", "list", "erase")),
        (("credential",), ("add", "list", "revoke")),
        (("setting",), ("set", "list")),
        (("journal",), ("verify",)),
        (("records",), ("export",)),
        (("law",), ("check",)),
        (("kiosk",), ("add", "link", "list", "remove")),
        (("serve",), ("--host", "--port", "--demo")),
        (("demo",), ("--json",)),
    ],
)
def test_help_names_what_there_is(uhrwerk: CommandLine, arguments: tuple[str, ...], expected: tuple[str, ...]) -> None:
    printed = uhrwerk.result(*arguments, "--help")
    assert [word for word in expected if word not in printed] == []
    assert not uhrwerk.data_dir.exists()


def test_workspaces_are_made_and_listed(on_store: CommandLine) -> None:
    id = on_store.result("workspace", "add", "Home", "--zone", "Asia/Kolkata").strip()
    assert UUID.fullmatch(id)
    assert rows(on_store.result("workspace", "list")) == [[id, "Home", "Asia/Kolkata"]]


def test_a_new_workspace_has_something_to_choose_from(uhrwerk: CommandLine) -> None:
    uhrwerk.result("workspace", "add", "Home")
    with closing(sqlite3.connect(uhrwerk.data_dir / "uhrwerk.sqlite3")) as file:

        def names(table: str) -> list[str]:
            return [row[0] for row in file.execute(f"SELECT name FROM {table} ORDER BY number")]

        assert names("type_of_work") == ["General"]
        assert names("task_status") == ["To do", "In progress", "Done"]
        assert names("project_status") == ["Planned", "In progress", "Done"]
        assert names("absence_type") == ["Vacation", "Sickness"]


def test_people_are_added_and_listed(on_store: CommandLine) -> None:
    on_store.result("workspace", "add", "Home", "--zone", "Asia/Kolkata")
    ada = add_person(on_store, "ada", "--role", "admin", "--last-name", "Lovelace", "--zone", "Europe/London")
    bob = add_person(on_store, "bob", "--password-stdin")
    expected = {(ada, "ada", "admin", "Ada Lovelace", "active"), (bob, "bob", "member", "Ada", "active")}
    assert {tuple(row) for row in rows(on_store.result("person", "list", "--workspace", "Home"))} == expected


def test_a_workspace_goes_by_name_or_id(uhrwerk: CommandLine) -> None:
    id = uhrwerk.result("workspace", "add", "Home").strip()
    ada = add_person(uhrwerk)
    for name in ("Home", id, id.upper()):
        assert rows(uhrwerk.result("person", "list", "--workspace", name))[0][0] == ada


@pytest.mark.parametrize(
    ("face", "person", "shown"),
    [
        ("native", True, {"id": UUID.pattern, "token": r"uhr_\S{43}"}),
        ("awork", True, {"id": UUID.pattern, "token": r"awk_\S{43}"}),
        ("onoffice", True, {"id": UUID.pattern, "token": r"\w{32}", "secret": r"\w{64}"}),
        ("timetrack", False, {"id": UUID.pattern, "token": r"\S{20,}", "secret": r"\S{20,}"}),
    ],
)
def test_a_credential_of_each_face_is_shown_once_listed_and_revoked(
    uhrwerk: CommandLine, face: str, person: bool, shown: dict[str, str]
) -> None:
    uhrwerk.result("workspace", "add", "Home")
    ada = add_person(uhrwerk)
    whose = ("--person", "ada") if person else ()
    printed = dict(rows(uhrwerk.result("credential", "add", face, "--workspace", "Home", *whose, "--name", "Laptop")))
    assert list(printed) == list(shown)
    assert [name for name, pattern in shown.items() if not re.fullmatch(pattern, printed[name])] == []

    listed = uhrwerk.result("credential", "list", "--workspace", "Home")
    row = [printed["id"], face, "Laptop", ada if person else "-"]
    assert rows(listed) == [[*row, "valid"]]
    assert printed["token"] not in listed
    assert uhrwerk.result("credential", "revoke", printed["id"], "--workspace", "Home") == ""
    assert rows(uhrwerk.result("credential", "list", "--workspace", "Home")) == [[*row, "revoked"]]


def test_settings_have_their_defaults_until_they_are_set(uhrwerk: CommandLine) -> None:
    uhrwerk.result("workspace", "add", "Home")

    def value(name: str) -> str:
        listed = rows(uhrwerk.result("setting", "list", "--workspace", "Home"))
        assert all(len(row) == 3 and row[2].endswith(".") for row in listed)
        return {row[0]: row[1] for row in listed}[name]

    assert (value("onoffice.module"), value("onoffice.hmac_1")) == ("on", "off")
    uhrwerk.result("setting", "set", "onoffice.module", "off", "--workspace", "Home")
    assert (value("onoffice.module"), value("onoffice.hmac_1")) == ("off", "off")
    uhrwerk.result("setting", "set", "onoffice.module", "on", "--workspace", "Home")
    assert value("onoffice.module") == "on"


def test_the_journal_says_which_setting_was_switched_and_nothing_of_one_that_was_not(uhrwerk: CommandLine) -> None:
    uhrwerk.result("workspace", "add", "Home")
    for value in ("off", "off", "on"):
        uhrwerk.result("setting", "set", "onoffice.module", value, "--workspace", "Home")
    with closing(sqlite3.connect(uhrwerk.data_dir / "uhrwerk.sqlite3")) as file:
        query = "SELECT payload FROM journal WHERE act = 'setting.changed' ORDER BY sequence"
        payloads = [json.loads(row[0]) for row in file.execute(query)]
    assert [(each["before"] or {}).get("setting") for each in payloads] == [None, {"onoffice.module": False}]
    assert [each["after"]["setting"] for each in payloads] == [{"onoffice.module": False}, {"onoffice.module": True}]
