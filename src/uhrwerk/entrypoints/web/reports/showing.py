"""A report as people read it: words for its groups, rows with their figures and where they lead, charts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.entrypoints.web.reports.charts import Bar, Chart, laid_out
from uhrwerk.entrypoints.web.reports.question import FIELD_OF, FIELDS, Question
from uhrwerk.operations.report_choices import Choices
from uhrwerk.operations.report_filters import HIDDEN, NONE
from uhrwerk.operations.reports import OF_TIME, Figures, Group, Key, Report, Reporter, Row
from uhrwerk.rules.reporting import Days, Step, before, step_for, steps, whole

MOST_SERIES: Final = 5
"""In a chart, beside all the rest together: more are not told apart."""

WIDE, NARROW = (880, 300, 48), (340, 240, 42)
"""Width and height of a chart, and how far apart its labels stand, on a desk and on a phone."""

ENTRIES: Final = "/reports/entries"


GROUPS: Final = {
    Group.PERSON: N_("Person"),
    Group.CLIENT: N_("Client"),
    Group.PROJECT: N_("Project"),
    Group.TASK: N_("Task"),
    Group.TYPE_OF_WORK: N_("Type of work"),
    Group.TAG: N_("Tag"),
    Group.BILLABLE: N_("Billable or not"),
    Group.DAY: N_("Day"),
    Group.WEEK: N_("Week"),
    Group.MONTH: N_("Month"),
}
WITHOUT: Final = {
    Group.CLIENT: N_("No client"),
    Group.PROJECT: N_("No project"),
    Group.TASK: N_("No task"),
    Group.TAG: N_("No tag"),
}
OUT_OF_SIGHT: Final = {
    Group.CLIENT: N_("Clients of private projects"),
    Group.PROJECT: N_("Private projects"),
    Group.TASK: N_("Private tasks"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the table. `part` and `share` are of the longest row and of the total; `before` is None where nothing
    is compared, `within` whether it is a part of the row above."""

    name: str
    href: str
    figures: Figures
    part: float
    share: float
    before: int | None
    within: bool


@dataclass(frozen=True, slots=True)
class Charts:
    """The same columns for a desk and for a phone; `series` names what they are stacked of, from below."""

    wide: Chart
    narrow: Chart
    step: Step
    series: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page shows. `earlier` is the sum of the days before, `earlier_days`."""

    question: Question
    total: Figures
    rows: list[Shown]
    overlapping: bool
    rounded: bool
    charts: Charts | None
    earlier: Figures | None
    earlier_days: Days | None


@dataclass(frozen=True, slots=True)
class Chip:
    """One id that the report is narrowed to, by name, and the query that asks without it."""

    kind: str
    name: str
    without: str


def chips(question: Question, known: Choices, reader: Reader) -> list[Chip]:
    """What the report is narrowed to."""
    found = []
    for group, field in FIELD_OF.items():
        member = FIELDS[field]
        words = {NONE: reader.t("none"), HIDDEN: reader.t("private")}
        names = words | dict(getattr(known, member))
        for id in sorted(getattr(question.wanted, member)):
            name = names.get(id, reader.t("unknown"))
            found.append(Chip(reader.t(GROUPS[group]), name, question.without(field, id)))
    return found


async def sheet(reporter: Reporter, question: Question, reader: Reader, *, rounded: bool, drawn: bool = True) -> Sheet:
    """Ask for all that a page shows. Raises RangeReversed, Invalid."""
    report = await reporter.report(question.wanted, question.groups)
    earlier = None
    if question.compared:
        days = before(question.wanted.days, reader.formats.first_weekday)
        earlier = await reporter.report(replace(question.wanted, days=days), question.groups)
    return Sheet(
        question,
        report.total,
        list(_rows(report, earlier, question, reader)),
        report.overlapping and sum(row.figures.seconds for row in report.rows) > report.total.seconds,
        rounded,
        await _charts(reporter, question, reader) if drawn and report.total.seconds else None,
        earlier.total if earlier else None,
        earlier.wanted.days if earlier else None,
    )


def name_of(group: Group, row: Row, days: Days, reader: Reader) -> str:
    """What a group is called: a record's name, a day, or words for what has none. Weeks are shown as far as the days
    of the report reach."""
    fmt, key = reader.formats, row.key
    match group, key:
        case Group.DAY, date():
            return fmt.skeleton(key, "yMMMEd")
        case Group.WEEK, date():
            week = whole(key, Step.WEEK, fmt.first_weekday)
            return fmt.span(max(week.first, days.first), min(week.last, days.last))
        case Group.MONTH, date():
            return fmt.month(key)
        case Group.BILLABLE, _:
            return reader.t("Billable") if key else reader.t("Not billable")
    if key == NONE:
        return reader.t(WITHOUT[group])
    if key == HIDDEN:
        return reader.t(OUT_OF_SIGHT[group])
    return row.name or reader.t("Unnamed")


def _rows(report: Report, earlier: Report | None, question: Question, reader: Reader) -> Iterator[Shown]:
    groups, days, week_start = question.groups, question.wanted.days, reader.formats.first_weekday
    rows = list(_compared(groups[0], report.rows, earlier.rows if earlier else None))
    longest = max((row.figures.seconds for row, _ in rows), default=0) or 1
    total = report.total.seconds or 1

    def shown(row: Row, past: Row | None, place: tuple[tuple[Group, Key], ...]) -> Shown:
        seconds = row.figures.seconds
        return Shown(
            name_of(place[-1][0], row, days, reader),
            f"{ENTRIES}?{question.about(*place, week_start=week_start)}",
            row.figures,
            seconds / longest,
            seconds / total,
            past.figures.seconds if past else None,
            len(place) > 1,
        )

    for row, past in rows:
        place = (groups[0], row.key)
        yield shown(row, past, (place,))
        for group in groups[1:]:
            for part, past_part in _compared(group, row.rows, past.rows if past else None):
                yield shown(part, past_part, (place, (group, part.key)))


def _compared(group: Group, rows: Sequence[Row], earlier: Sequence[Row] | None) -> Iterator[tuple[Row, Row | None]]:
    """Each row with the one before it of the same key; days are compared with no others."""
    if earlier is None or group in OF_TIME:
        yield from ((row, None) for row in rows)
        return
    past = {row.key: row for row in earlier}
    for row in rows:
        yield row, past.pop(row.key, None) or Row(row.key)
    for row in past.values():
        yield Row(row.key, name=row.name), row


async def _charts(reporter: Reporter, question: Question, reader: Reader) -> Charts:
    """Columns of days, weeks or months, stacked of the report's first group that is not of time."""
    days, fmt = question.wanted.days, reader.formats
    step = step_for(days)
    in_time = next(group for group, each in OF_TIME.items() if each == step)
    of = next((group for group in question.groups if group not in OF_TIME), None)
    # What counts under several tags cannot be stacked.
    stacked = of if of is not Group.TAG else None
    report = await reporter.report(question.wanted, [in_time] if stacked is None else [in_time, stacked])
    series = _series(report, stacked, days, reader)
    found = {row.key: row for row in report.rows}
    bars = []
    for first in steps(days, step, fmt.first_weekday):
        row = found.get(first) or Row(first)
        seconds = _stack(row, series) if stacked else (row.figures.seconds,)
        named = list(series.values())
        parts = [f"{named[number]} {fmt.hours(each)}" for number, each in enumerate(seconds) if each and named]
        tip = "\n".join([name_of(in_time, row, days, reader), fmt.hours(sum(seconds)), *reversed(parts)])
        about = question.about((in_time, first), week_start=fmt.first_weekday)
        bars.append(Bar(_label(first, step, days, reader), tip, f"{ENTRIES}?{about}", seconds))
    return Charts(laid_out(bars, *WIDE), laid_out(bars, *NARROW), step, list(series.values()))


REST: Final = "rest"
"""The key of the series that has all the small ones together."""


def _series(report: Report, group: Group | None, days: Days, reader: Reader) -> dict[Key, str]:
    """The names of the series by their keys, the largest first."""
    if group is None:
        return {}
    sums: dict[Key, int] = {}
    rows: dict[Key, Row] = {}
    for row in report.rows:
        for part in row.rows:
            sums[part.key] = sums.get(part.key, 0) + part.figures.seconds
            rows[part.key] = part
    largest = sorted(sums, key=lambda key: (-sums[key], str(key)))
    own = largest if len(largest) <= MOST_SERIES + 1 else largest[:MOST_SERIES]
    named = {key: name_of(group, rows[key], days, reader) for key in own}
    return named | ({REST: reader.t("Everything else")} if len(own) < len(largest) else {})


def _stack(row: Row, series: dict[Key, str]) -> tuple[int, ...]:
    sums = dict.fromkeys(series, 0)
    for part in row.rows:
        sums[part.key if part.key in series else REST] += part.figures.seconds
    return tuple(sums.values())


def _label(first: date, step: Step, days: Days, reader: Reader) -> str:
    """Short, for below a column."""
    if step is Step.MONTH:
        return reader.formats.day(first, "MMM yy" if days.count > 366 else "MMM")
    if step is Step.DAY and days.count <= 14:
        return reader.formats.weekday(first)
    return reader.formats.skeleton(max(first, days.first), "Md")
