"""`uhrwerk records export` and `uhrwerk journal verify --export`: whatever was done to the file, or to the journal that
it rests on, is found and named."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.cli.command import CommandLine, Outcome
from tests.home import Home, Someone, Workplace
from uhrwerk.rules.journal import seal, seal_head
from uhrwerk.storage import journal as rows
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import journal, journal_head

DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")
Spoil = Callable[[bytes], bytes]


@pytest.fixture
def uhrwerk(home: Home) -> CommandLine:
    """The command line beside the running server."""
    return CommandLine(home.settings.data_dir, {"UHRWERK_DATABASE_URL": home.settings.database_url}, home.clock)


@pytest.fixture
def worked(home: Home, place: Workplace) -> Workplace:
    """The owner has a chain of two rows, the colleague one of one row."""
    punch(home, place.owner, "clock-in")
    punch(home, place.colleague, "clock-in")
    home.clock.forward(hours=2)
    punch(home, place.owner, "clock-out")
    return place


def punch(home: Home, who: Someone, verb: str) -> None:
    assert home.http.post(f"/v1/attendance/{verb}", headers=who.bearer).status_code == 200


def exported(uhrwerk: CommandLine, place: Workplace, path: Path, *options: str) -> Path:
    outcome = uhrwerk("records", "export", *DAYS, "--workspace", place.id, "--output", str(path), *options)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
    return path


def verified(uhrwerk: CommandLine, path: Path) -> Outcome:
    return uhrwerk("journal", "verify", "--export", str(path))


def fault(uhrwerk: CommandLine, path: Path) -> str:
    """What is said of a file that does not hold."""
    outcome = verified(uhrwerk, path)
    *faults, end = outcome.out.splitlines()
    assert (outcome.code, len(faults), end) == (1, 1, f"{path}: does not hold")
    return faults[0]


def test_a_table_of_all_holds_and_goes_on_to_hold_while_the_journal_grows(
    home: Home, worked: Workplace, uhrwerk: CommandLine, tmp_path: Path
) -> None:
    path = exported(uhrwerk, worked, tmp_path / "r.csv", "--language", "de")
    assert path.read_text("utf-8-sig").startswith("Zeile;Person;")
    for _ in range(2):
        outcome = verified(uhrwerk, path)
        assert (outcome.code, outcome.out) == (0, f"{path}: signed here and unchanged; 4 chains fit\n")
        punch(home, worked.owner, "clock-in")


def test_a_persons_pdf_holds_and_no_other(worked: Workplace, uhrwerk: CommandLine, tmp_path: Path) -> None:
    path = exported(uhrwerk, worked, tmp_path / "r.pdf", "--format", "pdf", "--person", "owner")
    outcome = verified(uhrwerk, path)
    assert (outcome.code, outcome.out) == (0, f"{path}: signed here and unchanged; 1 chains fit\n")
    content = path.read_bytes()
    for spoil, expected in PDF_SPOILED:
        path.write_bytes(spoil(content))
        assert expected in fault(uhrwerk, path)


def at(place: int, byte: bytes) -> Spoil:
    return lambda content: content[:place] + byte + content[place + 1 :]


PDF_SPOILED: list[tuple[Spoil, str]] = [
    (at(4_000, b"\x00"), "the content was changed"),
    (lambda content: content + b"\n% more", "added after the signature"),
    (lambda content: content[:-100], "the document cannot be read"),
    (lambda content: content[:20], "the document cannot be read"),
]


def without_line(number: int) -> Spoil:
    def spoil(content: bytes) -> bytes:
        lines = content.split(b"\r\n")
        del lines[number]
        return b"\r\n".join(lines)

    return spoil


def swapped(old: bytes, new: bytes) -> Spoil:
    def spoil(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return spoil


SPOILED: dict[str, tuple[Spoil, str]] = {
    "an hour more": (swapped(b"2:00:00", b"3:00:00"), "not what was hashed"),
    "a row cut": (without_line(2), "not what was hashed"),
    "a chain left out": (without_line(-4), "not what was hashed"),
    "other days": (swapped(b"2026-03-31", b"2026-03-30"), "not what was hashed"),
    "saved by a spreadsheet": (lambda content: content.replace(b"\r\n", b"\n"), "its end is missing"),
    "without its mark": (lambda content: content[3:], "not what was hashed"),
    "no signature": (without_line(-2), "the line signature is missing"),
    "no hash": (without_line(-3), "the line sha256 is missing"),
    "another algorithm": (swapped(b"ecdsa-p256-sha256", b"ecdsa-p256-sha512"), "not one of an export"),
    "a signature of nothing": (swapped(b"sha256,ME", b"sha256,MF"), "not what was signed"),
    "a space more": (lambda content: content[:-2] + b" \r\n", "not what was signed"),
    "another key named": (
        lambda content: content[:-3] + (b"0" if content[-3:-2] != b"0" else b"1") + b"\r\n",
        "not what was signed",
    ),
    "no base64": (swapped(b"sha256,ME", b"sha256,**"), "cannot be read"),
    "cut in the middle": (lambda content: content[:200], "its end is missing"),
    "nothing at all": (lambda content: b"", "its end is missing"),
    "an end alone": (lambda content: b"\r\n", "the line signature is missing"),
}


def test_a_table_that_somebody_was_at_does_not_hold(
    worked: Workplace, uhrwerk: CommandLine, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    path = exported(uhrwerk, worked, tmp_path / "r.csv")
    content = path.read_bytes()
    for name, (spoil, expected) in SPOILED.items():
        with subtests.test(name):
            path.write_bytes(spoil(content))
            assert expected in fault(uhrwerk, path)


def test_another_hash_does_not_make_up_for_another_content(
    worked: Workplace, uhrwerk: CommandLine, tmp_path: Path
) -> None:
    from hashlib import sha256

    path = exported(uhrwerk, worked, tmp_path / "r.csv")
    content, _, end = path.read_bytes().replace(b"2:00:00", b"3:00:00").partition(b"sha256,")
    path.write_bytes(content + b"sha256," + sha256(content).hexdigest().encode() + end[64:])
    assert "not what was signed" in fault(uhrwerk, path)


def test_another_installations_file_is_not_ours_and_a_shorter_journal_does_not_bear_it_out(
    worked: Workplace, uhrwerk: CommandLine, tmp_path: Path
) -> None:
    files = [
        exported(uhrwerk, worked, tmp_path / kind / f"r.{kind}", "--format", kind, "--person", "owner")
        for kind in made(tmp_path, "csv", "pdf")
    ]
    stranger = CommandLine(tmp_path / "stranger", {})
    for path in files:
        assert fault(stranger, path).startswith("signed by another installation: ")
    restored = made(tmp_path, "restored")[0]
    shutil.copy(uhrwerk.data_dir / "uhrwerk.key", tmp_path / restored)
    for path in files:
        assert "head: the head is missing" in fault(CommandLine(tmp_path / restored, {}), path)


def made(path: Path, *names: str) -> tuple[str, ...]:
    for name in names:
        (path / name).mkdir()
    return names


def of(person: Someone, sequence: int | None = None) -> Any:
    where = journal.c.subject_id == person.id
    return where if sequence is None else where & (journal.c.sequence == sequence)


@contextmanager
def rewritten(home: Home, person: Someone, change: Callable[[Tx], Any]) -> Iterator[None]:
    """Have somebody at the person's chain, and put it back after: others verify the same journal."""
    columns = [journal.c[name] for name in ("sequence", "payload", "salt", "digest", "seal", "face")]
    ends = [journal_head.c[name] for name in ("count", "seal", "head_seal")]
    head = journal_head.c.subject_id == person.id

    async def keep(tx: Tx) -> tuple[list[Any], Any]:
        return await tx.all(Statement(select(*columns).where(of(person)))), await tx.one(
            Statement(select(*ends).where(head))
        )

    async def put_back(tx: Tx) -> None:
        for row in kept:
            values = dict(zip([column.name for column in columns], row, strict=True))
            await tx.run(Statement(update(journal).where(of(person, values.pop("sequence"))).values(values)))
        names = [column.name for column in ends]
        await tx.run(Statement(update(journal_head).where(head).values(dict(zip(names, end, strict=True)))))

    kept, end = home.run(keep)
    home.run(change)
    try:
        yield
    finally:
        home.run(put_back)


def put(person: Someone, sequence: int, **values: Any) -> Callable[[Tx], Any]:
    return lambda tx: tx.run(Statement(update(journal).where(of(person, sequence)).values(values)))


def test_a_journal_that_was_rewritten_does_not_bear_the_file_out(
    home: Home, worked: Workplace, uhrwerk: CommandLine, tmp_path: Path
) -> None:
    path = exported(uhrwerk, worked, tmp_path / "r.csv")
    owner = worked.owner
    named = f"workspace {worked.id} subject {owner.id} "

    async def reseal(tx: Tx) -> None:
        """As somebody would who has the key."""
        first, last = await rows.chain(tx, worked.id, owner.id, 0, 9)
        link = last.link._replace(face="web")
        sealed = seal(tx.journal_key, first.seal, link)
        await put(owner, 2, face="web", seal=sealed)(tx)
        head = {"seal": sealed, "head_seal": seal_head(tx.journal_key, worked.id, owner.id, 2, sealed)}
        await tx.run(Statement(update(journal_head).where(journal_head.c.subject_id == owner.id).values(head)))

    for change, expected in (
        (put(owner, 1, payload="{}"), "row 1: the payload was changed"),
        (put(owner, 2, face="web"), "row 2: the row was changed"),
        (reseal, "row 2: it is not the row that stood there then"),
    ):
        with rewritten(home, owner, change):
            assert fault(uhrwerk, path).startswith(named + expected)
    with rewritten(home, owner, put(owner, 1, payload=None, salt=None)):
        assert verified(uhrwerk, path).code == 0
    assert verified(uhrwerk, path).code == 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"--from": "yesterday"}, "--from must be a day such as 2026-11-01"),
        ({"--to": "2026-02-28"}, "ends_on: lies before the first day"),
        ({"--to": "2027-03-02"}, "ask for each year by itself"),
        ({"--person": "nobody"}, "There is no such person."),
        ({"--workspace": "Nowhere"}, "There is no such workspace."),
        ({"--output": "/nowhere/r.csv"}, "No such file or directory"),
        ({"--format": "xlsx"}, "'xlsx' is not"),
    ],
)
def test_what_cannot_be_exported_is_named_and_leaves_no_file(
    worked: Workplace, uhrwerk: CommandLine, tmp_path: Path, changes: dict[str, str], expected: str
) -> None:
    options = {"--from": "2026-03-01", "--to": "2026-03-31", "--workspace": worked.id, "--output": f"{tmp_path}/r.csv"}
    outcome = uhrwerk("records", "export", *[part for option in (options | changes).items() for part in option])
    assert (outcome.code, outcome.out) == (2, "")
    assert expected in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_named(uhrwerk: CommandLine, tmp_path: Path) -> None:
    outcome = verified(uhrwerk, tmp_path / "gone.csv")
    assert (outcome.code, outcome.err.count("No such file")) == (2, 1)
