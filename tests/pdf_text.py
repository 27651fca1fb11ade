"""What a reader of a PDF sees, page by page. Enough for our own: text in two-byte fonts that name their letters."""

import io
import re
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader

_SHOWN: Final = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\)|(ET)", re.S)
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_CONTROL: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LETTERS: Final = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


def pages_of(content: bytes) -> list[list[str]]:
    """Of each page the pieces of text in the order in which they are set."""
    root: Any = PdfFileReader(io.BytesIO(content)).root
    return [_pieces(page) for node in root["/Pages"]["/Kids"] for page in _pages(node.get_object())]


def _pages(node: Any) -> list[Any]:
    return [page for kid in node["/Kids"] for page in _pages(kid.get_object())] if "/Kids" in node else [node]


def _pieces(page: Any) -> list[str]:
    fonts = {name: _letters_of(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    pieces, piece, letters = [], "", {}
    for font, shown, end in _SHOWN.findall(page["/Contents"].get_object().data):
        if font:
            letters = fonts["/" + font.decode()]
        elif end:
            pieces.append(piece)
            piece = ""
        else:
            # What says in which language a piece is, is of no font.
            codes = _ESCAPED.sub(_unescaped, shown)
            piece += "".join(letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))
    return pieces


def _letters_of(font: Any) -> dict[bytes, str]:
    table = font["/ToUnicode"].get_object().data.decode()
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in _LETTERS.findall(table)}


def _unescaped(found: "re.Match[bytes]") -> bytes:
    said = found[1]
    return bytes([int(said, 8)]) if said.isdigit() else _CONTROL.get(said, said)
