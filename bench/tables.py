"""Tables in Markdown, and what a run found out put into a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

PAGE: Final = Path("docs/performance.md")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table that is readable as text: numbers to the right."""
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    left = [column == 0 or not any(row[column][:1].isdigit() for row in rows) for column in range(len(headings))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(cells, widths, left, strict=True)
        ]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * width if to_left else "-" * (width - 1) + ":" for width, to_left in zip(widths, left, strict=True)]
    return "\n".join([line(headings), line(rule), *map(line, rows)])


def write_into(page: Path, section: str, report: str, pictures: Mapping[str, str]) -> None:
    """Replace what stands between the section's marks, and the pictures in the folder beside the page.

    Raises ValueError for a page without these marks.
    """
    begin, end = f"<!-- {section}:begin -->", f"<!-- {section}:end -->"
    before, begin_found, rest = page.read_text().partition(begin)
    _, end_found, after = rest.partition(end)
    if not begin_found or not end_found:
        raise ValueError(f"{page} has no {begin} … {end}.")
    page.write_text(f"{before}{begin}\n\n{report.strip()}\n\n{end}{after}")
    for name, picture in pictures.items():
        target = page.with_suffix("") / f"{name}.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(picture)


def picture_of(name: str, what: str) -> str:
    """How the page shows a picture that `write_into` puts beside it."""
    return f"![{what}]({PAGE.stem}/{name}.svg)"
