"""A signed PDF: the lines to be read by people, and the signed CSV file as an attachment for all else.

Typst sets it, pyHanko signs it (PAdES). Both are imported only here: they are slow to
load, and so is what they do. It is done in a thread.
"""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from uhrwerk import __version__
from uhrwerk.entrypoints.records.csv_file import CsvFile, Order
from uhrwerk.entrypoints.records.lines import Line, lines
from uhrwerk.entrypoints.records.texts import is_german, texts
from uhrwerk.keys import Notary
from uhrwerk.operations.inspection import Sheet

TEMPLATE: Final = Path(__file__).with_name("records.typ")
ATTACHMENT: Final = "records.csv"
MOST_LINES: Final = 4_000
"""A page is set at some 3 ms a line: more would keep a core busy for long, and nobody reads it."""

COLUMNS: Final = (
    *("day", "start", "end", "breaks", "break_times", "deducted", "worked"),
    *("how", "recorded_at", "corrections", "state"),
)


def made(order: Order, notary: Notary, sheets: Sequence[Sheet]) -> bytes:
    """The signed PDF of these sheets, of no more than MOST_LINES together."""
    import typst

    file = CsvFile(order, notary)
    attached = b"".join([file.head(), *(file.sheet(each) for each in sheets), file.proof()])
    data = json.dumps(_data(order, notary, sheets))
    pdf = typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"data": data, "csv": attached.decode()},
        timestamp=int(order.made_at.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return signed(pdf, notary, order)


def _data(order: Order, notary: Notary, sheets: Sequence[Sheet]) -> dict[str, Any]:
    words = texts(order.language)
    return {
        "words": dict(words),
        "language": "de" if is_german(order.language) else "en",
        "version": __version__,
        "workspace": order.workspace_name,
        "workspace_id": order.workspace_id,
        "range": f"{order.first} – {order.last}",
        "made": [order.made_at.year, order.made_at.month, order.made_at.day],
        "made_at": f"{order.made_at:%Y-%m-%d %H:%M:%S} UTC",
        "fingerprint": notary.fingerprint,
        "attachment": ATTACHMENT,
        "columns": [words[name] for name in COLUMNS],
        "people": [_person(sheet, words) for sheet in sheets],
    }


def _person(sheet: Sheet, words: Mapping[str, str]) -> dict[str, Any]:
    *rows, total = lines(sheet, words)
    return {
        "name": sheet.person.name,
        "number": sheet.person.personnel_number or "",
        "worked": total.worked,
        "breaks": total.breaks,
        "deducted": total.deducted,
        "chain_rows": sheet.chain.rows,
        "seal": sheet.chain.seal,
        "rows": [{"sum": row.row == words["day_sum"], "cells": _cells(row)} for row in rows],
    }


def _cells(line: Line) -> list[str]:
    """Wall clocks without their day where it is the row's own."""
    clocks = {
        "start": f"{line.start} {line.start_offset}".replace(f"{line.day} ", "").replace(" UTC", " "),
        "end": f"{line.end} {line.end_offset}".replace(f"{line.day} ", "").replace(" UTC", " ").strip(),
    }
    return [clocks.get(name, getattr(line, name)).strip() for name in COLUMNS]


def signed(pdf: bytes, notary: Notary, order: Order) -> bytes:
    """The PDF with a signature of the whole of it (PAdES baseline B-B)."""
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = notary.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=Certificate.load(notary.certificate(order.made_at)),
        signing_key=PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    said = PdfSignatureMetadata(
        field_name="Uhrwerk",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=order.workspace_name,
        reason=texts(order.language)["title"],
    )
    written = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), said, signer=signer)
    content: bytes = written.getvalue()
    return content
