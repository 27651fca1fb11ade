"""/reports and /reports/entries, and the reports that somebody has kept."""

from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import cursor_of, instant_after
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import moved, page
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.entrypoints.web.reports.question import CUSTOM, Question, address_of, asked, definition_of
from uhrwerk.entrypoints.web.reports.showing import GROUPS, chips, sheet
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import personal
from uhrwerk.operations.billing import rounding_of
from uhrwerk.operations.personal import SAVED_REPORTS
from uhrwerk.operations.report_choices import Choices, choices
from uhrwerk.operations.report_entries import lines
from uhrwerk.operations.reports import Reporter
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.reporting import Period
from uhrwerk.storage.saved_reports import SavedReport
from uhrwerk.storage.store import Tx

PAGE: Final = 50
MOST_KEPT: Final = 100

PERIODS: Final = {
    Period.TODAY: N_("Today"),
    Period.YESTERDAY: N_("Yesterday"),
    Period.THIS_WEEK: N_("This week"),
    Period.LAST_WEEK: N_("Last week"),
    Period.THIS_MONTH: N_("This month"),
    Period.LAST_MONTH: N_("Last month"),
    Period.THIS_QUARTER: N_("This quarter"),
    Period.LAST_QUARTER: N_("Last quarter"),
    Period.THIS_YEAR: N_("This year"),
    Period.LAST_YEAR: N_("Last year"),
}


def question_of(visit: Visit, form: Form) -> Question:
    """What the address asks; `form` is told of what is wrong with it."""
    return asked(form, visit.today, visit.reader.formats.first_weekday)


def well_asked(visit: Visit, form: Form) -> Question:
    """As `question_of`, for what is not shown beside the form. Raises Invalid."""
    question = question_of(visit, form)
    for name, said in form.errors.items():
        raise Invalid.field(name, said)
    return question


def reporter_for(visit: Visit, tx: Tx) -> Reporter:
    return Reporter(tx, visit.actor, rounding_of(visit.guest.settings), visit.reader.formats.first_weekday)


def is_rounded(visit: Visit) -> bool:
    return bool(rounding_of(visit.guest.settings).step_seconds)


def period_choices(reader: Reader) -> list[tuple[str, str]]:
    return [(period.value, reader.t(text)) for period, text in PERIODS.items()] + [(CUSTOM, reader.t("Own days"))]


@get("/")
async def reports_page(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    form = Form.of_query(request)
    return await _shown(visit, question_of(visit, form), form, Form())


async def _shown(visit: Visit, question: Question, form: Form, keeping: Form) -> Response[bytes]:
    async def read(tx: Tx) -> dict[str, Any]:
        reporter = reporter_for(visit, tx)
        return {
            "sheet": await sheet(reporter, question, visit.reader, rounded=is_rounded(visit)),
            "choices": await choices(tx, visit.actor, question.wanted),
            "kept": await _kept(tx, visit),
        }

    try:
        found = await visit.house.store.read(read, long=True)
    except Invalid as refusal:
        form.refuse_all(refusal)
        found = {"sheet": None, "choices": Choices(), "kept": []}
    answer = page(
        visit,
        "reports/reports.html",
        status=200 if form.ok and keeping.ok else 422,
        question=question,
        keeping=keeping,
        form=_filled(form, question),
        groups=[(group.value, visit.t(text)) for group, text in GROUPS.items()],
        periods=period_choices(visit.reader),
        address_of=address_of,
        chips=chips(question, found["choices"], visit.reader),
        **found,
    )
    if visit.reader.piece:
        answer.headers["HX-Push-Url"] = f"/reports?{question.address}"
    return answer


def _filled(form: Form, question: Question) -> Form:
    """What the fields say: the question as it was understood, beside what was wrong with it."""
    days = question.wanted.days
    if not form.ok:
        return form
    return Form.with_values(
        period=question.period or CUSTOM,
        starts_on=days.first,
        ends_on=days.last,
        by=question.groups[0],
        then=question.groups[1] if len(question.groups) > 1 else None,
        compare="yes" if question.compared else None,
        billable={True: "yes", False: "no", None: None}[question.wanted.billable],
        text=question.wanted.text,
    )


async def _kept(tx: Tx, visit: Visit) -> list[SavedReport]:
    """One's own reports and those that others share, by name."""
    own = await SAVED_REPORTS.every(tx, visit.actor, visit.person.id, limit=MOST_KEPT, after=None)
    shared = await personal.shared_reports(tx, visit.actor, limit=MOST_KEPT, after=None)
    found = {each.id: each for each in (*own, *shared)}
    return sorted(found.values(), key=lambda each: each.name.casefold())


@get("/entries")
async def entries_page(request: AnyRequest) -> Response[bytes]:
    """The entries behind a figure, latest first."""
    visit = await visit_of(request)
    form = Form.of_query(request)
    question = well_asked(visit, form)
    after = instant_after(form)

    async def read(tx: Tx) -> dict[str, Any]:
        found, following = await lines(tx, visit.actor, question.wanted, limit=PAGE, after=after)
        # What is billed is no matter here: the roll-up will do wherever it can.
        total = (await Reporter(tx, visit.actor).report(question.wanted)).total
        return {"lines": found, "following": following, "total": total}

    found = await visit.house.store.read(read, long=True)
    following = found.pop("following")
    older = None
    if following is not None:
        key = cursor_of([following[0].isoformat(), following[1]])
        older = f"/reports/entries?{question.about(week_start=0)}&after={key}"
    return page(visit, "reports/entries.html", question=question, older=older, form=form, **found)


@post("/saved")
async def keep(request: AnyRequest) -> Response[bytes]:
    """Keep a report under a name."""
    visit = await visit_of(request)
    form = await Form.of(request)
    question = question_of(visit, Form(parse_qsl(form.text("question"))))
    members = {"name": form.text("name"), "shared": form.ticked("shared"), "definition": definition_of(question)}
    try:
        await visit.house.store.write(
            lambda tx: SAVED_REPORTS.add(tx, visit.actor, visit.now, visit.person.id, dict(members))
        )
    except Invalid as refusal:
        form.refuse_all(refusal, ["name"])
        return await _shown(visit, question, Form(), form)
    return moved(visit, f"/reports?{question.address}")


@post("/saved/{report_id:uuid}/remove")
async def forget(request: AnyRequest, report_id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    form = await Form.of(request)
    actor = visit.because(form.given("reason"))
    await visit.house.store.write(lambda tx: SAVED_REPORTS.remove(tx, actor, visit.now, str(report_id)))
    return moved(visit, f"/reports?{form.text('question')}")
