"""The pages, and the examples in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

_PARTS: Final = re.compile(
    r"^```http\n(?P<block>.*?)^```$|^<!-- (?P<order>keep|forward): (?P<rest>.*?) -->$", re.M | re.S
)


def page(name: str) -> str:
    return (ROOT / name).read_text()


def every_page() -> list[Path]:
    """All Markdown files that belong to us."""
    folders = [ROOT / name for name in ("docs", "src", "tests", "bench")]
    return sorted([*ROOT.glob("*.md"), *(path for folder in folders for path in folder.rglob("*.md"))])


@dataclass
class Example:
    """A request of the page and the answer that the page shows."""

    line: int
    request: str
    answer: str
    keep: list[tuple[str, str]] = field(default_factory=list)
    minutes_before: int = 0


def examples(text: str) -> Iterator[Example]:
    """Pairs of `http` blocks, request and answer.

    `<!-- forward: 30 minutes -->` moves the clock on before the next request; `<!-- keep: NAME = member -->` keeps a
    member of the answer before it as `$NAME`.
    """
    minutes, current, request = 0, None, None
    for part in _PARTS.finditer(text):
        line = text.count("\n", 0, part.start()) + 1
        if part["order"] == "forward":
            amount, unit = part["rest"].split()
            minutes += int(amount) * {"minutes": 1, "hours": 60}[unit]
        elif part["order"] == "keep":
            assert current is not None
            name, _, member = part["rest"].partition(" = ")
            current.keep.append((name, member))
        elif not part["block"].startswith("HTTP/1.1 "):
            assert request is None, f"line {line}: the request before has no answer"
            request = (line, part["block"])
        else:
            assert request is not None, f"line {line}: an answer without a request"
            if current is not None:
                yield current
            current = Example(request[0], request[1], part["block"], minutes_before=minutes)
            request, minutes = None, 0
    assert request is None, "the last request has no answer"
    if current is not None:
        yield current
