"""A signed CSV file: the lines, then the proof that nobody has changed them.

RFC 4180 with two things that spreadsheets want: UTF-8 with a byte order mark, without which Excel takes letters for
those of an old code page; and in German a semicolon between cells, as Excel in that language splits a line at nothing
else. No cell is a decimal, so that no comma of one is ever in the way.
"""

import csv
import io
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from uhrwerk import __version__
from uhrwerk.entrypoints.records.lines import COLUMNS, lines
from uhrwerk.entrypoints.records.texts import is_german, texts
from uhrwerk.keys import Notary
from uhrwerk.operations.inspection import Chain, Sheet

BOM: Final = b"\xef\xbb\xbf"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet reckon with a cell, instead of showing it."""

ALGORITHM: Final = "ecdsa-p256-sha256"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported, for whom: `language` is a tag, `made_at` the instant (UTC)."""

    workspace_id: str
    workspace_name: str
    first: date
    last: date
    language: str
    made_at: datetime


class CsvFile:
    """Makes the file piece by piece; nothing but the sums of what went before is remembered."""

    def __init__(self, order: Order, notary: Notary) -> None:
        self._order = order
        self._notary = notary
        self._texts = texts(order.language)
        self._delimiter = ";" if is_german(order.language) else ","
        self._hash = sha256()
        self._chains: list[Chain] = []

    def head(self) -> bytes:
        return self._counted(BOM + self._rows([[self._texts[name] for name in COLUMNS]]))

    def sheet(self, sheet: Sheet) -> bytes:
        """A person's lines."""
        self._chains.append(sheet.chain)
        return self._counted(self._rows(line.cells for line in lines(sheet, self._texts)))

    def proof(self) -> bytes:
        """What the file is about and which journal it rests on, the hash of all before, and the signature of it all."""
        order = self._order
        said = [
            [],
            [self._texts["proof"]],
            ["product", f"Uhrwerk {__version__}"],
            ["workspace", order.workspace_id, order.workspace_name],
            ["range", order.first.isoformat(), order.last.isoformat()],
            ["made-at", f"{order.made_at:%Y-%m-%dT%H:%M:%SZ}"],
            *(["chain", chain.person_id, str(chain.rows), chain.seal] for chain in self._chains),
        ]
        content = self._counted(self._rows(said))
        content += self._counted(self._rows([["sha256", self._hash.hexdigest()]]))
        signature = b64encode(self._notary.sign(self._hash.digest())).decode()
        return content + self._rows([["signature", ALGORITHM, signature, self._notary.fingerprint]])

    def _counted(self, content: bytes) -> bytes:
        self._hash.update(content)
        return content

    def _rows(self, rows: Iterable[Sequence[str]]) -> bytes:
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self._delimiter, lineterminator="\r\n")
        writer.writerows([harmless(cell) for cell in row] for row in rows)
        return written.getvalue().encode()


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula (CWE-1236)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


@dataclass(frozen=True, slots=True)
class Proof:
    """What a file says of itself at its end. Whether that is so is another question: see `faults`."""

    workspace_id: str
    chains: list[Chain]
    stated: str
    hashed: str
    signed: bytes
    signature: bytes
    fingerprint: str


class NoProof(Exception):
    """The file does not end as an export ends; the message says what is missing."""


def read_proof(content: bytes) -> Proof:
    """Read the end of a file. Raises NoProof."""
    signed, signature = _before(content, b"signature")
    hashed, stated = _before(signed, b"sha256")
    if not signature[1:] or signature[1] != ALGORITHM or len(signature) != 4 or len(stated) != 2:
        raise NoProof("its signature is not one of an export")
    try:
        raw = b64decode(signature[2], validate=True)
        if b64encode(raw).decode() != signature[2]:
            # Bits at its end that stand for nothing: not what was written here.
            raise ValueError(signature[2])
        named = list(_named(hashed))
        workspace_id = next(row[1] for row in named if row[0] == "workspace")
        chains = [Chain(row[1], int(row[2]), row[3]) for row in named if row[0] == "chain"]
    except (ValueError, IndexError, StopIteration):
        raise NoProof("its proof cannot be read") from None
    return Proof(
        workspace_id=workspace_id,
        chains=chains,
        stated=stated[1],
        hashed=sha256(hashed).hexdigest(),
        signed=sha256(signed).digest(),
        signature=raw,
        fingerprint=signature[3],
    )


def _before(content: bytes, name: bytes) -> tuple[bytes, list[str]]:
    """The content before its last line, and the cells of that line, which must begin with that name."""
    if not content.endswith(b"\r\n"):
        raise NoProof("its end is missing")
    begin = content.rfind(b"\r\n", 0, -2) + 2
    line = content[begin:-2]
    if begin < 2 or not line.startswith((name + b",", name + b";")):
        raise NoProof(f"it does not end with its proof: the line {name.decode()} is missing")
    try:
        return content[:begin], line.decode("ascii").split(chr(line[len(name)]))
    except UnicodeDecodeError:
        raise NoProof("its proof cannot be read") from None


def _named(content: bytes) -> Iterator[list[str]]:
    """The rows of the proof: what follows the last empty line. Raises ValueError."""
    text = content[content.rfind(b"\r\n\r\n") + 4 :].decode()
    for delimiter in (",", ";"):
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
        if any(row[0] == "workspace" for row in rows):
            yield from rows
            return
