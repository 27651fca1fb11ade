"""`GET /v1/records/export`: what an inspection is handed, read as a spreadsheet and a PDF reader read it."""

import csv
import hashlib
import io
from base64 import b64decode
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.home import Home, Someone, Workplace
from tests.native.wire import problem
from uhrwerk.entrypoints.records import pdf_file
from uhrwerk.rules.journal import GENESIS

PATH = "/v1/records/export"
MARCH = {"starts_on": "2026-03-01", "ends_on": "2026-03-31"}


def send(home: Home, who: Someone, method: str, path: str, **body: Any) -> Any:
    answer = home.http.request(method, f"/v1/{path}", headers=who.bearer, json=body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def export(home: Home, who: Someone, **query: Any) -> httpx.Response:
    answer = home.http.get(PATH, headers=who.bearer, params={**MARCH, **query})
    assert answer.status_code == 200, answer.text
    return answer


def table(content: bytes, delimiter: str = ",") -> tuple[list[dict[str, str]], dict[str, list[list[str]]]]:
    """The lines by heading, and the proof's by their first cell."""
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    body, proof = content.decode("utf-8-sig").split("\r\n\r\n")
    stated: dict[str, list[list[str]]] = {}
    for row in csv.reader(io.StringIO(proof, newline=""), delimiter=delimiter):
        stated.setdefault(row[0], []).append(row[1:])
    return list(csv.DictReader(io.StringIO(body, newline=""), delimiter=delimiter)), stated


@pytest.fixture
def worked(home: Home, place: Workplace) -> Workplace:
    """Owner: a clocked day with a break, a night written down by the admin and mended, one deleted, one that runs."""
    send(home, place.owner, "POST", "attendance/clock-in")
    home.clock.forward(hours=4)
    send(home, place.owner, "POST", "attendance/start-break")
    home.clock.forward(minutes=30)
    send(home, place.owner, "POST", "attendance/end-break")
    home.clock.forward(hours=4, seconds=5)
    send(home, place.owner, "POST", "attendance/clock-out")
    night = {"started_at": "2026-03-28T21:00:00Z", "ended_at": "2026-03-29T05:00:00Z"}
    home.clock.now = home.clock.now.replace(day=30)
    made = send(home, place.admin, "POST", "attendance", person_id=place.owner.id, reason="forgot", **night)
    mended = {"ended_at": "2026-03-29T05:15:00Z", "reason": "stayed longer"}
    send(home, place.admin, "PATCH", f"attendance/{made['id']}", **mended)
    wrong = {"started_at": "2026-03-20T08:00:00Z", "ended_at": "2026-03-20T09:00:00Z"}
    gone = send(home, place.owner, "POST", "attendance", **wrong)
    send(home, place.owner, "DELETE", f"attendance/{gone['id']}")
    send(home, place.owner, "POST", "attendance/clock-in")
    send(home, place.admin, "PATCH", f"people/{place.owner.id}", personnel_number="+0815")
    return place


def test_a_spreadsheet_shows_every_record_each_days_sum_and_the_sum_of_all(home: Home, worked: Workplace) -> None:
    answer = export(home, worked.admin, person_id=worked.owner.id)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="records-2026-03-01-2026-03-31.csv"'
    assert answer.headers["cache-control"] == "no-store"
    lines, _ = table(answer.content)
    shown = [(line["Row"], line["Day"], line["Start"], line["End"], line["Worked"], line["State"]) for line in lines]
    assert shown == [
        ("record", "2026-03-10", "2026-03-10 09:00:00", "2026-03-10 17:30:05", "8:00:05", "confirmed"),
        ("sum of day", "2026-03-10", "", "", "8:00:05", ""),
        ("record", "2026-03-20", "2026-03-20 09:00:00", "2026-03-20 10:00:00", "", "deleted"),
        # The clocks went forward that night: 22:00 to 07:15 are 8 h 15.
        ("record", "2026-03-28", "2026-03-28 22:00:00", "2026-03-29 07:15:00", "8:15:00", "confirmed"),
        ("sum of day", "2026-03-28", "", "", "2:00:00", ""),
        ("sum of day", "2026-03-29", "", "", "6:15:00", ""),
        ("record", "2026-03-30", "2026-03-30 18:30:05", "", "", "running"),
        ("sum", "", "", "", "16:15:05", ""),
    ]
    first, night = lines[0], lines[3]
    assert (first["Breaks taken"], first["Times of breaks"]) == ("0:30:00", "13:00:00–13:30:00")
    assert (first["How recorded"], first["Recorded at (UTC)"]) == ("clocked", "2026-03-10 08:00:00")
    assert (night["How recorded"], night["Recorded at (UTC)"]) == ("by hand", "2026-03-30 16:30:05")
    assert (night["Start's offset"], night["End's offset"], night["Time zone"]) == (
        "UTC+01:00",
        "UTC+02:00",
        "Europe/Berlin",
    )
    assert [line["Later changes"] for line in lines if line["Row"] == "record"] == ["0", "1", "1", "0"]


def test_the_proof_names_each_chains_end_and_is_signed_as_openssl_would(home: Home, worked: Workplace) -> None:
    content = export(home, worked.admin, person_id=worked.owner.id).content
    _, proof = table(content)
    newest = send(home, worked.owner, "GET", "journal?limit=1")["items"][0]
    assert [row[:2] for row in proof["chain"]] == [[worked.owner.id, str(newest["sequence"])]]
    assert proof["workspace"][0][0] == worked.id
    assert proof["range"] == [["2026-03-01", "2026-03-31"]]
    [[hashed]] = proof["sha256"]
    assert hashed == hashlib.sha256(content[: content.index(b"sha256,")]).hexdigest()
    [[algorithm, signature, key]] = proof["signature"]
    assert algorithm == "ecdsa-p256-sha256"
    notary = home.house.notary
    assert key == hashlib.sha256(notary.public_key).hexdigest()
    signed = content[: content.index(b"signature,")]
    notary.private_key.public_key().verify(b64decode(signature), signed, ec.ECDSA(SHA256()))


def test_a_german_gets_german_headings_and_semicolons_and_no_cell_is_a_formula(home: Home, worked: Workplace) -> None:
    send(home, worked.admin, "PATCH", f"people/{worked.owner.id}", language="de-AT", first_name='=1+1; "x"')
    lines, proof = table(export(home, worked.owner).content, ";")
    assert lines[0]["Zeile"] == "Eintrag"
    assert {line["Person"] for line in lines} == {'\'=1+1; "x" Example'}
    assert {line["Personalnummer"] for line in lines} == {"'+0815"}
    assert lines[0]["Beginn Abstand zu UTC"] == "UTC+01:00"
    assert proof["chain"][0][0] == worked.owner.id


def test_everybody_is_in_it_in_order_and_who_has_no_record_too(home: Home, worked: Workplace) -> None:
    lines, proof = table(export(home, worked.admin, everyone=True).content)
    everybody = [worked.admin, worked.lead, worked.owner, worked.colleague]
    assert [row[0] for row in proof["chain"]] == [each.id for each in everybody]
    assert [row[1:] for row in proof["chain"] if row[0] == worked.colleague.id] == [["0", GENESIS]]
    totals = {line["Person"]: line["Worked"] for line in lines if line["Row"] == "sum"}
    assert totals["Colleague Example"] == "0:00:00"
    assert totals["Owner Example"] == "16:15:05"


def test_breaks_that_a_contract_deducts_stand_apart_from_those_taken(home: Home, place: Workplace) -> None:
    terms = {"starts_on": "2026-03-10", "kind": "trust", "break_policy": "deduct-minimum", "law": "DE"}
    send(home, place.admin, "POST", "contracts", person_id=place.owner.id, **terms)
    home.clock.now = home.clock.now.replace(day=20)
    for day, end in (("09", "15"), ("10", "15"), ("11", "13")):
        span = {"started_at": f"2026-03-{day}T07:00:00Z", "ended_at": f"2026-03-{day}T{end}:00:00Z"}
        send(home, place.owner, "POST", "attendance", **span)
    lines, _ = table(export(home, place.owner).content)
    shown = [(each["Breaks taken"], each["Breaks deducted"], each["Worked"]) for each in lines]
    # Eight hours without a break ask for 30 minutes from the day on that the contract holds, six for none.
    assert [each for line, each in zip(lines, shown, strict=True) if line["Row"] != "record"] == [
        ("0:00:00", "", "8:00:00"),
        ("0:00:00", "0:30:00", "8:00:00"),
        ("0:00:00", "", "6:00:00"),
        ("0:00:00", "0:30:00", "22:00:00"),
    ]


def test_who_has_been_deleted_stays_in_it_while_there_are_records(home: Home, worked: Workplace) -> None:
    from uhrwerk.operations import people
    from uhrwerk.operations.workspaces import command_line_actor

    now = home.clock.forward(hours=1)
    send(home, worked.owner, "POST", "attendance/clock-out")
    for each in (worked.owner, worked.colleague):
        home.run(lambda tx, id=each.id: people.remove(tx, command_line_actor(worked.id), now, id))  # type: ignore[misc]
    _, proof = table(export(home, worked.admin, everyone=True).content)
    assert [row[0] for row in proof["chain"]] == [worked.admin.id, worked.lead.id, worked.owner.id]
    alone, _ = table(export(home, worked.admin, person_id=worked.owner.id).content)
    assert alone[-1]["Worked"] == "17:15:05"


def test_days_are_the_persons_own_and_both_ends_belong_to_it(home: Home, worked: Workplace) -> None:
    def days(first: str, last: str) -> list[str]:
        lines, _ = table(export(home, worked.owner, starts_on=first, ends_on=last).content)
        return [f"{line['Row']} {line['Day']}".strip() for line in lines]

    assert days("2026-03-10", "2026-03-10") == ["record 2026-03-10", "sum of day 2026-03-10", "sum"]
    assert days("2026-03-11", "2026-03-19") == ["sum"]
    # Of the night, the day after has the record and its own part of the sum.
    assert days("2026-03-29", "2026-03-29") == ["record 2026-03-28", "sum of day 2026-03-29", "sum"]


def test_without_days_it_is_the_month_so_far(home: Home, worked: Workplace) -> None:
    answer = home.http.get(PATH, headers=worked.owner.bearer)
    assert table(answer.content)[1]["range"] == [["2026-03-01", "2026-03-30"]]


def test_it_is_for_oneself_ones_lead_admins_and_auditors(home: Home, worked: Workplace, elsewhere: Workplace) -> None:
    def asked(who: Someone, **query: Any) -> httpx.Response:
        return home.http.get(PATH, headers=who.bearer, params={**MARCH, **query})

    owner = worked.owner.id
    assert asked(worked.owner).status_code == 200
    for stranger in (worked.colleague, worked.lead, elsewhere.admin):
        problem(asked(stranger, person_id=owner), 404, "not-found")
    for who in (worked.owner, worked.lead):
        problem(asked(who, everyone=True), 403, "not-allowed")
    team = send(home, worked.admin, "POST", "teams", name="North")["id"]
    for member in (worked.lead, worked.owner):
        send(home, worked.admin, "PUT", f"teams/{team}/members/{member.id}")
    assert asked(worked.lead, person_id=owner).status_code == 200
    problem(asked(worked.lead, everyone=True), 403, "not-allowed")
    send(home, worked.admin, "PATCH", f"people/{worked.colleague.id}", role="auditor")
    assert asked(worked.colleague, everyone=True).status_code == 200
    problem(asked(worked.admin, person_id="00000000-0000-7000-8000-00000000dead"), 404, "not-found")


@pytest.mark.parametrize(
    ("query", "key", "field"),
    [
        ({"starts_on": "2026-03-31", "ends_on": "2026-03-30"}, "range-reversed", "ends_on"),
        ({"starts_on": "2025-03-31", "ends_on": "2026-04-01"}, "invalid", "ends_on"),
        ({"starts_on": "1969-12-31", "ends_on": "1970-01-01"}, "invalid", "starts_on"),
        ({"starts_on": "9999-12-30", "ends_on": "9999-12-31"}, "invalid", "starts_on"),
        ({"starts_on": "yesterday"}, "invalid", "starts_on"),
        ({"format": "xlsx"}, "invalid", "format"),
    ],
)
def test_what_cannot_be_exported_is_named(
    home: Home, place: Workplace, query: dict[str, str], key: str, field: str
) -> None:
    problem(home.http.get(PATH, headers=place.owner.bearer, params=query), 400, key, field)


def test_a_leap_year_is_the_most(home: Home, place: Workplace) -> None:
    export(home, place.owner, starts_on="2024-01-01", ends_on="2024-12-31")


def test_a_pdf_is_signed_and_carries_the_signed_table(home: Home, worked: Workplace) -> None:
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    answer = export(home, worked.admin, person_id=worked.owner.id, format="pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].endswith('.pdf"')
    document = PdfFileReader(io.BytesIO(answer.content))
    [signature] = document.embedded_signatures
    kept = home.settings.data_dir / "uhrwerk.crt"
    assert kept.stat().st_mode & 0o777 == 0o600
    certificate = Certificate.load(home.house.notary.certificate(home.clock.now))
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[certificate], moment=home.clock.now))
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert signature.signer_cert.subject.human_friendly.startswith("Common Name: Uhrwerk installation ")
    names = list(document.root["/Names"]["/EmbeddedFiles"]["/Names"])
    attached = names[1].get_object()["/EF"]["/F"].data
    table_alone = export(home, worked.admin, person_id=worked.owner.id).content
    # A signature is another one each time.
    assert attached.rpartition(b"signature,")[0] == table_alone.rpartition(b"signature,")[0]


def test_a_pdf_too_large_is_refused_and_so_is_a_second_one_at_a_time(home: Home, worked: Workplace) -> None:
    query = {**MARCH, "format": "pdf"}
    with patch.object(pdf_file, "MOST_LINES", 6):
        problem(home.http.get(PATH, headers=worked.owner.bearer, params=query), 400, "invalid", "format")
    home.http.blocking_portal.call(home.house.printing.acquire)
    try:
        problem(home.http.get(PATH, headers=worked.owner.bearer, params=query), 503, "overloaded")
    finally:
        home.http.blocking_portal.call(home.house.printing.release)
    with patch.object(pdf_file, "MOST_LINES", 7):
        assert export(home, worked.owner, format="pdf").content.startswith(b"%PDF-")
