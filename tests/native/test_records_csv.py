"""What a spreadsheet makes of a cell, whatever somebody is called."""

import csv
import io
import subprocess
import sys
from base64 import b64decode
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.native.test_records_pdf import eight_hours, somebody
from uhrwerk.entrypoints.records.csv_file import FORMULA, CsvFile, NoProof, Order, harmless, read_proof
from uhrwerk.keys import Notary
from uhrwerk.operations.inspection import Chain, Sheet

NOTARY = Notary(b"n" * 32, Path("nowhere"))
BEGUN = datetime(2026, 3, 2, 8, tzinfo=UTC)


def file_of(name: str, workspace: str, language: str) -> bytes:
    """One person, one attendance."""
    person = replace(somebody(), first_name=name, last_name="")
    sheet = Sheet(person, [eight_hours("1", BEGUN)], {}, [], {}, Chain("p", 1, "a" * 64))
    file = CsvFile(Order("w", workspace, date(2026, 3, 1), date(2026, 3, 31), language, BEGUN), NOTARY)
    return file.head() + file.sheet(sheet) + file.proof()


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)


@given(NAMES, NAMES, st.sampled_from(["de", "en"]))
def test_any_name_stays_one_harmless_cell_and_breaks_no_proof(name: str, workspace: str, language: str) -> None:
    content = file_of(name, workspace, language)
    proof = read_proof(content)
    assert proof.hashed == proof.stated
    assert NOTARY.has_signed(proof.signed, proof.signature)
    assert (proof.workspace_id, proof.chains) == ("w", [Chain("p", 1, "a" * 64)])
    body = content.decode("utf-8-sig").split("\r\n\r\n")[0]
    rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=";" if language == "de" else ","))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {17}
    shown = rows[1][1]
    assert shown.removeprefix("'") == (name.strip() or "ada").removeprefix("'")
    assert not any(cell.startswith(FORMULA) for row in rows for cell in row)


@pytest.mark.parametrize("sign", FORMULA)
def test_what_would_be_a_formula_is_shown_as_it_is(sign: str) -> None:
    assert harmless(f"{sign}1") == f"'{sign}1"
    assert harmless(f"1{sign}") == f"1{sign}"


@given(st.binary(max_size=200))
def test_no_other_file_has_a_proof(content: bytes) -> None:
    with pytest.raises(NoProof):
        read_proof(content)


BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
CONTENT = file_of("Ada", "Studio", "en")


def test_bits_of_the_signature_that_stand_for_nothing_cannot_be_changed_either() -> None:
    content = next(each for each in iter(lambda: file_of("Ada", "Studio", "en"), b"") if b"=," in each)
    signature = content.rsplit(b"\r\n", 2)[1].split(b",")[2]
    text = signature.rstrip(b"=")
    other = text[:-1] + BASE64[BASE64.index(text[-1:]) ^ 1 :][:1] + signature[len(text) :]
    assert b64decode(other) == b64decode(signature)
    with pytest.raises(NoProof):
        read_proof(content.replace(signature, other))


@given(st.integers(0, 2000), st.integers(1, 255))
def test_no_byte_can_be_changed(place: int, change: int) -> None:
    at = place % len(CONTENT)
    spoiled = CONTENT[:at] + bytes([CONTENT[at] ^ change]) + CONTENT[at + 1 :]
    try:
        proof = read_proof(spoiled)
    except NoProof:
        return
    same_key = proof.fingerprint == NOTARY.fingerprint
    assert not (same_key and proof.hashed == proof.stated and NOTARY.has_signed(proof.signed, proof.signature))


def test_a_server_starts_without_what_makes_and_reads_pdfs() -> None:
    program = (
        "import sys, uhrwerk.entrypoints.http, uhrwerk.entrypoints.records.checking\n"
        "print([name for name in ('typst', 'pyhanko', 'lxml', 'asn1crypto') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"
