"""The words of a filter: names, literals, marks. `+` is a blank wherever it is not part of a literal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


class Fault(Exception):
    """What is wrong with an expression, and where; positions count from 1."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (position {position})")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is one of the groups below, or `end`; `text` is what stands there, of a quoted literal the inside."""

    kind: str
    text: str
    position: int

    @property
    def shown(self) -> str:
        """The token as messages quote it."""
        return "the end" if self.kind == "end" else f'"{self.text[:40]}"'


_DAY: Final = r"\d{4}-\d{1,2}-\d{1,2}"
_OFFSET: Final = r"(?:Z|[+\ -]\d\d:?\d\d)"
_GUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# Whoever sends a `+` as it is means "today+5d", and the web framework reads a blank: both are taken.
_WORDS: Final = re.compile(
    rf"""
    (?P<blank>    [\s+]+ )
  | (?P<quoted>   (?:(?P<prefix>datetimeoffset|datetime|guid|time))? '(?P<inside>(?:[^']|'')*)' )
  | (?P<guid>     {_GUID} (?!\w) )
  | (?P<datetime> {_DAY} (?:T[\d:.]+{_OFFSET}?)? (?!\w) )
  | (?P<number>   -?\d+(?:\.\d+)?(?:e[+-]?\d+)? [mlfd]? (?![\w.]) )
  | (?P<today>    today (?:(?:\s*[+-]|\s)\s*\d+\s*d)? (?![\w.]) )
  | (?P<name>     [a-z_$][\w$]*(?:\.[a-z]+)? )
  | (?P<mark>     [(),/:] )
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

_KINDS: Final = {None: "text", "datetimeoffset": "datetime"}


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens, the last of them of kind `end`. Raises Fault."""
    place = 0
    while place < len(text):
        found = _WORDS.match(text, place)
        if found is None:
            complaint = "a text has no end" if text[place] == "'" else f'"{text[place]}" is not expected'
            raise Fault(complaint, place + 1)
        kind = found.lastgroup or ""
        if kind == "quoted":
            prefix = found["prefix"] and found["prefix"].lower()
            yield Token(_KINDS.get(prefix, prefix), found["inside"].replace("''", "'"), place + 1)
        elif kind != "blank":
            yield Token(kind, found[0], place + 1)
        place = found.end()
    yield Token("end", "", len(text) + 1)
