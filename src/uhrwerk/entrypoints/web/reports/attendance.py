"""/reports/attendance: worked and due time and balances, person by person; as a page and as files."""

from typing import Any, Final

from litestar import Response, get
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import page
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.entrypoints.web.reports.export import check_kind, handed_out
from uhrwerk.entrypoints.web.reports.files import Row, Table, length
from uhrwerk.entrypoints.web.reports.pages import period_choices, question_of, well_asked
from uhrwerk.entrypoints.web.reports.question import CUSTOM, Question
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations.attendance_report import attendance_report
from uhrwerk.operations.report_choices import choices
from uhrwerk.rules.balance import Period, Totals
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

STEPS: Final = {
    Period.RANGE: N_("All together"),
    Period.WEEK: N_("Week"),
    Period.MONTH: N_("Month"),
    Period.YEAR: N_("Year"),
}

Found = list[tuple[Person, list[Totals]]]


@get("/attendance")
async def attendance_page(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    form = Form.of_query(request)
    question, step = question_of(visit, form), _step(form)

    async def read(tx: Tx) -> dict[str, Any]:
        return {
            "found": await _found(tx, visit, question, step),
            "choices": await choices(tx, visit.actor, question.wanted),
        }

    values: dict[str, Any] = {"found": [], "choices": None}
    if form.ok:
        try:
            values = await visit.house.store.read(read, long=True)
        except Invalid as refusal:
            form.refuse_all(refusal)
    return page(
        visit,
        "reports/attendance.html",
        status=200 if form.ok else 422,
        question=question,
        step=step,
        form=_filled(form, question, step),
        steps=[(each.value, visit.t(text)) for each, text in STEPS.items()],
        periods=period_choices(visit.reader),
        **values,
    )


@get("/attendance/file/{kind:str}")
async def attendance_file(request: AnyRequest, kind: FromPath[str]) -> Response[bytes]:
    visit = await visit_of(request)
    check_kind(kind)
    form = Form.of_query(request)
    step, question = _step(form), well_asked(visit, form)
    found = await visit.house.store.read(lambda tx: _found(tx, visit, question, step), long=True)
    table, rows = _table(found, visit.reader)
    return await handed_out(visit, question, visit.t("attendance"), kind, table, rows)


async def _found(tx: Tx, visit: Visit, question: Question, step: Period) -> Found:
    wanted = question.wanted
    return await attendance_report(tx, visit.actor, visit.now, wanted.days, step, wanted.people)


def _step(form: Form) -> Period:
    text = form.text("step", Period.RANGE)
    if text not in set(Period):
        form.refuse("step", N_("is not known"))
        return Period.RANGE
    return Period(text)


def _filled(form: Form, question: Question, step: Period) -> Form:
    days = question.wanted.days
    if not form.ok:
        return form
    return Form.with_values(period=question.period or CUSTOM, starts_on=days.first, ends_on=days.last, step=step.value)


def _table(found: Found, reader: Reader) -> tuple[Table, list[Row]]:
    t = reader.t
    heads = [t("Person"), t("From"), t("To"), t("Due"), t("Worked"), t("Difference"), t("Balance")]
    rows: list[Row] = [
        [
            *(person.name, each.first, each.last, length(each.due_seconds)),
            *(length(each.worked_seconds - each.deducted_seconds), length(each.change_seconds)),
            length(each.balance_seconds),
        ]
        for person, totals in found
        for each in totals
    ]
    return Table(t("Attendance"), heads, 1), rows
