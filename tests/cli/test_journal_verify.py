"""`uhrwerk journal verify`: exit code 0 and a sum, or 1 and the first row of each chain that does not fit."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.command import CommandLine


@pytest.fixture
def busy(uhrwerk: CommandLine) -> CommandLine:
    """A workspace with two chains: its own, and Ada's."""
    uhrwerk.result("workspace", "add", "Home")
    uhrwerk.result("person", "add", "ada", "--workspace", "Home", "--email", "a@example.org", "--first-name", "Ada")
    for face in ("native", "awork"):
        uhrwerk.result("credential", "add", face, "--workspace", "Home", "--person", "ada")
    for value in ("off", "on"):
        uhrwerk.result("setting", "set", "onoffice.module", value, "--workspace", "Home")
    return uhrwerk


def chains(uhrwerk: CommandLine) -> list[tuple[str, str, int]]:
    """Workspace, subject and rows of each chain, the shortest first."""
    with closing(sqlite3.connect(uhrwerk.data_dir / "uhrwerk.sqlite3")) as file:
        return file.execute(
            "SELECT workspace_id, subject_id, count(*) FROM journal GROUP BY 1, 2 ORDER BY 3, 2"
        ).fetchall()


def tamper(uhrwerk: CommandLine, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(uhrwerk.data_dir / "uhrwerk.sqlite3")) as file, file:
        assert file.execute(statement, values).rowcount == 1


def test_chains_that_fit_are_counted(busy: CommandLine) -> None:
    found = chains(busy)
    outcome = busy("journal", "verify")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{sum(rows for _, _, rows in found)} rows in {len(found)} chains: all fit\n"


@pytest.mark.parametrize(
    ("statement", "row", "reason"),
    [
        ("UPDATE journal SET payload = '{}' WHERE subject_id = ? AND sequence = 2", "row 2", "the payload was changed"),
        ("UPDATE journal SET face = 'web' WHERE subject_id = ? AND sequence = 2", "row 2", "the row was changed"),
        ("DELETE FROM journal WHERE subject_id = ? AND sequence = 1", "row 2", "row 1 is missing"),
        (
            "DELETE FROM journal WHERE subject_id = ?1 AND sequence = "
            "(SELECT max(sequence) FROM journal WHERE subject_id = ?1)",
            "head",
            "its tail was cut",
        ),
        ("DELETE FROM journal_head WHERE subject_id = ?", "head", "the head is missing"),
    ],
)
def test_a_chain_that_was_tampered_with_is_named(busy: CommandLine, statement: str, row: str, reason: str) -> None:
    workspace, subject, length = chains(busy)[-1]
    assert length > 2
    tamper(busy, statement, subject)
    outcome = busy("journal", "verify")
    assert outcome.code == 1
    fault, total = outcome.out.splitlines()
    assert fault.startswith(f"workspace {workspace} subject {subject} {row}: ")
    assert reason in fault
    assert total.endswith(": 1 chains do not fit")
