"""The table of operations in the README of the face."""

from itertools import groupby
from pathlib import Path
from typing import Final

from tests.awork.contract import OPERATIONS
from tests.awork.operations import SERVED, UNSERVED

PATH: Final = Path(__file__).parents[3] / "src/uhrwerk/entrypoints/vendors/awork/README.md"
BEGIN: Final = "<!-- The table is written by: python -m tests.awork.operations -->\n"
END: Final = "<!-- End of the table -->\n"


def table() -> str:
    """Every operation, by the vendor's groups, with whether it is served, and why not."""
    lines = [f"Of the {len(OPERATIONS)} operations of the time-related subset, **{len(SERVED)}** are served.", ""]
    lines += ["| group | operation | served |", "|---|---|---|"]
    for group, operations in groupby(sorted(OPERATIONS.values(), key=lambda each: each.group), lambda each: each.group):
        lines += [f"| {group} | `{each.name}` | {_served(each.name)} |" for each in operations]
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """The README's text with the table as it has to be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n" + table() + "\n" + END + after


def _served(name: str) -> str:
    return "yes" if name in SERVED else f"no: {UNSERVED[name]}"
