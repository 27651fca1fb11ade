"""/findings: where records fall short of working-time law: one's own; for leads and admins their people's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from litestar import Response, get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import page
from uhrwerk.entrypoints.web.visit import visit_of
from uhrwerk.operations import law
from uhrwerk.operations.law import Found
from uhrwerk.rules.law.findings import Severity
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.store import Tx

ON_A_PAGE: Final = 100

SEVERITIES: Final = {
    Severity.BREACH: (N_("Breach"), "wrong"),
    Severity.WARNING: (N_("Warning"), "waiting"),
    Severity.NOTICE: (N_("Notice"), "out"),
}
"""How a severity is said, and which look it has; the gravest first."""


@dataclass(frozen=True, slots=True)
class Sum:
    """How often a rule was broken in what is shown."""

    paragraph: str
    count: int
    share: float


@get("/findings")
async def findings_page(request: AnyRequest) -> Response[bytes]:
    """A month (`month`, YYYY-MM), looked at now; `whose=team` everybody that one looks after; `severity` one alone."""
    visit = await visit_of(request)
    query = Form.of_query(request)
    month = _month(query, visit.today)
    last = min(_last_of(month), visit.today)
    for_team = query.text("whose", "team" if visit.is_lead or visit.reads_all else "me") == "team"
    after = _place(query.text("after"))

    async def read(tx: Tx) -> list[tuple[tuple[int, int], Found]]:
        if for_team:
            return await law.found_for_all(tx, visit.actor, visit.now, month, last, after=after, limit=ON_A_PAGE + 1)
        own = await law.found_for(tx, visit.actor, visit.now, visit.person.id, month, last)
        return [((each.person.number, count), each) for count, each in enumerate(own, 1)]

    placed = await visit.house.store.read(read, long=True) if last >= month else []
    further = f"{placed[ON_A_PAGE - 1][0][0]}~{placed[ON_A_PAGE - 1][0][1]}" if len(placed) > ON_A_PAGE else None
    severity = query.text("severity")
    found = [each for _, each in placed[:ON_A_PAGE] if severity in ("", each.finding.severity)]
    return page(
        visit,
        "findings.html",
        found=found,
        sums=_sums(found),
        month=month,
        before=(month - timedelta(days=1)).replace(day=1),
        following=_last_of(month) + timedelta(days=1) if _last_of(month) < visit.today else None,
        for_team=for_team,
        severities=SEVERITIES,
        severity=severity,
        further=further,
        laws={law.code: law.name for law in LAWS.values()},
    )


def _sums(found: Sequence[Found]) -> list[Sum]:
    """The rules that were broken, most often first."""
    counted: dict[str, int] = {}
    for each in found:
        counted[each.finding.paragraph] = counted.get(each.finding.paragraph, 0) + 1
    most = max(counted.values(), default=1)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [Sum(paragraph, count, count / most) for paragraph, count in ordered]


def _month(query: Form, today: date) -> date:
    """The first day of the month asked for. Raises NotFound for what is none."""
    text = query.text("month")
    if not text:
        return today.replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFound("month") from None


def _last_of(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _place(key: str) -> tuple[int, int]:
    number, _, count = key.partition("~")
    return (int(number), int(count)) if number.isdecimal() and count.isdecimal() and len(key) < 30 else (0, 0)
