"""What reports add up to: alike from the roll-up and from the entries, equal to the entries' own sum, readable ones."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.home import MORNING, Home
from tests.reports.office import PROJECTS_OF, TAG_NAMES, TASKS_OF, Booked, Office, furnish, office_of
from tests.storage.workshop import undone
from uhrwerk.operations import people
from uhrwerk.operations.report_entries import After, Line, lines
from uhrwerk.operations.report_filters import HIDDEN, NONE, Wanted
from uhrwerk.operations.reports import Figures, Group, Report, Reporter, Row
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.contract import RangeReversed
from uhrwerk.rules.day import Zones
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.reporting import MOST_DAYS, Days
from uhrwerk.rules.rounding import EXACT, Rounding
from uhrwerk.storage.store import Tx

T = TypeVar("T")

MARCH = Days(date(2026, 3, 1), date(2026, 3, 31))
FROM_ENTRIES = Rounding(step_seconds=1)
"""Rounds nothing, and has every entry looked at."""

MARCH_BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
MOVED = Zones.always("Africa/Cairo").changed(MARCH_BEGINS + timedelta(days=4), "Pacific/Kiritimati")
CLOCKS_GO_BACK = datetime(2026, 10, 25, tzinfo=UTC)

instants = st.one_of(
    st.integers(0, 8 * 24 * 60).map(lambda minutes: MARCH_BEGINS + timedelta(minutes=minutes)),
    st.integers(-30, 30).map(lambda hours: CLOCKS_GO_BACK + timedelta(hours=hours, minutes=30)),
)


@st.composite
def bookings(draw: st.DrawFn) -> Booked:
    task = draw(st.sampled_from([None, *TASKS_OF]))
    project = TASKS_OF[task] if task else draw(st.sampled_from([None, *PROJECTS_OF]))
    return Booked(
        who=draw(st.sampled_from(("owner", "colleague", "lead"))),
        started_at=draw(instants),
        minutes=draw(st.sampled_from((0, 0.51, 59.99, 480, 2000, 4321.05))),
        pause=draw(st.sampled_from((0, 0.01, 30))),
        project=project,
        task=task,
        type_of_work=draw(st.sampled_from(("Design", "Other"))),
        billable=draw(st.booleans()),
        tags=tuple(draw(st.sets(st.sampled_from(TAG_NAMES)))),
        note=draw(st.sampled_from((None, "Kick-off", "später"))),
    )


Asked = tuple[Days, dict[str, Any], list[Group]]


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Days, filters by name, and groups."""
    first = draw(st.one_of(st.dates(date(2026, 2, 27), date(2026, 3, 11)), st.just(CLOCKS_GO_BACK.date())))
    some = {
        "people": st.sets(st.sampled_from(("owner", "colleague", "lead"))),
        "clients": st.sets(st.sampled_from(("Nordlicht", "Südwind", NONE, HIDDEN))),
        "projects": st.sets(st.sampled_from((*PROJECTS_OF, NONE, HIDDEN))),
        "types_of_work": st.sets(st.sampled_from(("Design", "Other"))),
        "billable": st.sampled_from((None, True, False)),
        "tasks": st.sets(st.sampled_from((*TASKS_OF, NONE, HIDDEN))),
        "tags": st.sets(st.sampled_from((*TAG_NAMES, NONE))),
        "text": st.sampled_from(("", "ICK", "nothing like it")),
    }
    names = draw(st.lists(st.sampled_from(sorted(some)), max_size=2, unique=True))
    groups = draw(st.lists(st.sampled_from(Group), max_size=2, unique=True))
    return Days(first, first + timedelta(draw(st.integers(0, 9)))), {name: draw(some[name]) for name in names}, groups


def wanted_of(office: Office, days: Days, filters: dict[str, Any]) -> Wanted:
    ids = office.ids | {name: office.someone(name).id for name in ("owner", "colleague", "lead")}
    members: dict[str, Any] = {
        name: frozenset(ids.get(each, each) for each in value) if isinstance(value, set) else value
        for name, value in filters.items()
    }
    return Wanted(days, **members)


def in_office(home: Home, booked: Iterable[Booked], ask: Callable[[Tx, Office], Awaitable[T]]) -> T:
    """Ask something of an office with these entries; nothing of it is kept."""
    place = home.workplace()

    async def run(tx: Tx) -> T:
        office = await furnish(tx, place)
        admin = command_line_actor(place.id)
        await people.change(tx, admin, MORNING, place.colleague.id, {"zones": MOVED})
        await people.change(tx, admin, MORNING, place.lead.id, {"zones": Zones.always("America/St_Johns")})
        for each in booked:
            await office.book(tx, each)
        return await ask(tx, office)

    found: T = home.http.blocking_portal.call(undone, home.house.store, run)
    return found


def flat(rows: Iterable[Row], *path: Any) -> dict[tuple[Any, ...], Figures]:
    """The figures of every row by its keys from the outermost on."""
    found = {}
    for row in rows:
        found[*path, row.key] = row.figures
        found |= flat(row.rows, *path, row.key)
    return found


async def every_line(tx: Tx, office: Office, who: str, wanted: Wanted) -> list[Line]:
    found: list[Line] = []
    after: After | None = None
    while True:
        page, after = await lines(tx, office.actor(who), wanted, limit=2, after=after)
        found += page
        if after is None:
            return found


async def check_alike(tx: Tx, office: Office, who: str, asked: Asked) -> None:
    days, filters, groups = asked
    wanted = wanted_of(office, days, filters)
    actor = office.actor(who)
    usual = await Reporter(tx, actor).report(wanted, groups)
    entries = await Reporter(tx, actor, FROM_ENTRIES).report(wanted, groups)
    for report in (usual, entries):
        # Exactly billed on its day, and as a whole on the first: no matter here.
        for figures in (report.total, *flat(report.rows).values()):
            figures.billed_seconds = 0
    assert flat(usual.rows) == flat(entries.rows)
    assert usual.total == entries.total
    listed = await every_line(tx, office, who, wanted)
    assert sum(line.seconds for line in listed) == usual.total.seconds
    assert sum(days.first <= line.started_on <= days.last for line in listed) == usual.total.entries
    assert len({line.entry.id for line in listed}) == len(listed)
    await check_drill_down(tx, office, who, wanted, usual)


FILTERED_BY = {
    Group.PERSON: "people",
    Group.CLIENT: "clients",
    Group.PROJECT: "projects",
    Group.TASK: "tasks",
    Group.TYPE_OF_WORK: "types_of_work",
    Group.TAG: "tags",
}


async def check_drill_down(tx: Tx, office: Office, who: str, wanted: Wanted, report: Report) -> None:
    """Whoever asks for a row's key alone is told of the row's figures."""
    for row in report.rows:
        name = FILTERED_BY.get(report.groups[0])
        if name is not None:
            only: dict[str, Any] = {name: frozenset({str(row.key)})}
            narrowed = replace(wanted, **only)
            again = await Reporter(tx, office.actor(who)).report(narrowed)
            assert again.total.seconds == row.figures.seconds, (name, row.key)
            assert again.total.entries == row.figures.entries, (name, row.key)


@settings(deadline=None, max_examples=15)
@given(
    booked=st.lists(bookings(), max_size=6),
    asked=st.lists(questions(), min_size=3, max_size=3),
    who=st.sampled_from(("admin", "auditor", "lead", "owner", "colleague")),
)
def test_the_rollup_and_the_entries_say_the_same(
    running_home: Home, booked: list[Booked], asked: list[Asked], who: str
) -> None:
    async def ask(tx: Tx, office: Office) -> None:
        for each in asked:
            await check_alike(tx, office, who, each)

    in_office(running_home, booked, ask)


HOUR = 3600


def furnished(home: Home) -> Office:
    """Last Monday: two hours of the owner's on the website, one of the colleague's on the secret project, a lead's."""
    office = office_of(home)
    monday = MORNING - timedelta(days=1)

    async def book(tx: Tx) -> None:
        for each in (
            Booked("owner", monday, 61, task="Sitemap", tags=("urgent", "travel"), note="Kick-off"),
            Booked("owner", monday + timedelta(hours=2), 59, billable=False),
            Booked("colleague", monday, 120, project="Secret", task="Plan"),
            Booked("colleague", monday + timedelta(hours=3), 30, project=None),
            Booked("lead", monday, 240, project="Shop", tags=("travel",)),
        ):
            await office.book(tx, each)

    home.run(book)
    return office


@pytest.fixture(scope="module")
def office(running_home: Home) -> Office:
    """One for all tests that change nothing."""
    running_home.clock.now = MORNING
    return furnished(running_home)


@pytest.fixture
def own_office(home: Home) -> Office:
    """The test's own, to change."""
    return furnished(home)


def report(
    home: Home,
    office: Office,
    who: str,
    groups: Iterable[Group] = (),
    *,
    rounding: Rounding = EXACT,
    days: Days = MARCH,
    **filters: Any,
) -> Report:
    wanted = wanted_of(office, days, filters)
    return home.run(lambda tx: Reporter(tx, office.actor(who), rounding).report(wanted, list(groups)))


def hours(found: Report) -> dict[Any, Any]:
    """By the rows' names, else their keys, from the outermost on."""
    named: dict[Any, Any] = {}
    for row in found.rows:
        within = {each.name or each.key: each.figures.seconds / HOUR for each in row.rows}
        named[row.name or row.key] = within or row.figures.seconds / HOUR
    return named


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("admin", {"Lead Example": 4, "Colleague Example": 2.5, "Owner Example": 2}),
        ("auditor", {"Lead Example": 4, "Colleague Example": 2.5, "Owner Example": 2}),
        ("lead", {"Lead Example": 4, "Owner Example": 2}),
        ("owner", {"Owner Example": 2}),
        ("colleague", {"Colleague Example": 2.5}),
    ],
)
def test_everybody_reads_what_is_theirs_to_read(
    home: Home, office: Office, who: str, expected: dict[str, float]
) -> None:
    assert hours(report(home, office, who, [Group.PERSON])) == expected
    # Asked for by id, somebody else's is as nobody's.
    asked = report(home, office, who, [Group.PERSON], people={"colleague"})
    assert hours(asked) == {name: time for name, time in expected.items() if name == "Colleague Example"}


def test_a_stranger_finds_nothing_by_anybodys_ids(home: Home, office: Office) -> None:
    stranger = office_of(home)
    wanted = wanted_of(office, MARCH, {"people": {"owner"}, "projects": {"Website"}})
    found = home.run(lambda tx: Reporter(tx, stranger.actor("admin")).report(wanted, [Group.PERSON]))
    assert (found.rows, found.total) == ([], Figures())


def test_a_private_project_has_no_name_for_who_is_not_on_it(home: Home, own_office: Office) -> None:
    # The team gets the colleague, whose project it is.
    home.run(
        lambda tx: own_office.book(tx, Booked("owner", MORNING - timedelta(days=2), 60, project="Secret", task="Plan"))
    )
    for group, name, others in (
        (Group.PROJECT, "Secret", {"Website": 2}),
        (Group.TASK, "Plan", {"Sitemap": 61 / 60, NONE: 59 / 60}),
        (Group.CLIENT, "Nordlicht", {"Nordlicht": 2}),
    ):
        assert hours(report(home, own_office, "lead", [group], people={"owner"})) == {HIDDEN: 1} | others
        known = hours(report(home, own_office, "admin", [group], people={"owner"}))
        assert known == others | {name: others.get(name, 0) + 1}
    one: list[dict[str, Any]] = [{"projects": {"Secret"}}, {"tasks": {"Plan"}}]
    for filters in one:
        assert report(home, own_office, "lead", **filters).total == Figures()
        assert report(home, own_office, "admin", **filters).total.entries == 2
    hidden = home.run(
        lambda tx: every_line(tx, own_office, "lead", wanted_of(own_office, MARCH, {"projects": {HIDDEN}}))
    )
    assert [(line.project, line.client, line.task, line.hidden) for line in hidden] == [(None, None, None, True)]


def test_groups_within_groups_in_the_order_of_their_time(home: Home, own_office: Office) -> None:
    assert list(hours(report(home, own_office, "admin", [Group.CLIENT, Group.PROJECT])).items()) == [
        ("Nordlicht", {"Secret": 2, "Website": 2}),
        ("Südwind", {"Shop": 4}),
        (NONE, {NONE: 0.5}),
    ]
    home.run(lambda tx: own_office.book(tx, Booked("owner", MORNING - timedelta(days=3), 600)))
    by_day = hours(report(home, own_office, "owner", [Group.DAY, Group.BILLABLE]))
    assert list(by_day) == [date(2026, 3, 7), date(2026, 3, 9)]
    assert by_day[date(2026, 3, 9)] == {True: 61 / 60, False: 59 / 60}
    assert hours(report(home, own_office, "owner", [Group.WEEK])) == {date(2026, 3, 2): 10, date(2026, 3, 9): 2}
    assert hours(report(home, own_office, "owner", [Group.MONTH])) == {date(2026, 3, 1): 12}


def test_an_entry_counts_under_each_of_its_tags_and_once_in_the_total(home: Home, office: Office) -> None:
    found = report(home, office, "admin", [Group.TAG])
    assert found.overlapping
    assert hours(found) == {"travel": 301 / 60, "urgent": 61 / 60, NONE: 209 / 60}
    assert (found.total.seconds, found.total.entries) == (510 * 60, 5)


def test_what_is_billed_is_rounded_entry_by_entry(home: Home, office: Office) -> None:
    exact = report(home, office, "owner", [Group.PROJECT])
    rounded = report(home, office, "owner", [Group.PROJECT], rounding=Rounding(15 * 60))
    assert exact.total == Figures(2 * HOUR, 61 * 60, 61 * 60, 2)
    assert rounded.total == Figures(2 * HOUR, 61 * 60, 75 * 60, 2)
    assert rounded.rows[0].figures == rounded.total


def test_an_entry_over_midnight_counts_once_and_is_billed_on_its_first_day(home: Home, own_office: Office) -> None:
    late = datetime(2026, 3, 5, 22, tzinfo=UTC)  # 23:00 in Berlin
    home.run(lambda tx: own_office.book(tx, Booked("owner", late, 121)))
    for day, expected in ((5, Figures(HOUR, HOUR, 150 * 60, 1)), (6, Figures(61 * 60, 61 * 60, 0, 0))):
        found = report(
            home, own_office, "owner", rounding=Rounding(30 * 60), days=Days(date(2026, 3, day), date(2026, 3, day))
        )
        assert found.total == expected


@pytest.mark.parametrize(
    ("days", "groups", "refusal", "field"),
    [
        (Days(MARCH.last, MARCH.first), [], RangeReversed, "ends_on"),
        (Days(MARCH.first, MARCH.first + timedelta(MOST_DAYS)), [], Invalid, "ends_on"),
        (MARCH, [Group.DAY, Group.DAY], Invalid, "group_by"),
        (MARCH, [Group.DAY, Group.TAG, Group.TASK], Invalid, "group_by"),
    ],
)
def test_a_report_that_cannot_be(
    home: Home, office: Office, days: Days, groups: list[Group], refusal: type[Invalid], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        home.run(lambda tx: Reporter(tx, office.actor("owner")).report(Wanted(days), groups))
    assert [problem.field for problem in refused.value.problems] == [field]
