"""/findings: where records fall short of working-time law: one's own; for leads and admins their people's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from litestar import Response, get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import after_in, cursor_of, month_in
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import page
from uhrwerk.entrypoints.web.visit import visit_of
from uhrwerk.operations import law
from uhrwerk.operations.law import Found
from uhrwerk.rules.law.findings import Severity
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.refusals import Invalid
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
    month = month_in(query, visit.today)
    last = min(month.last, visit.today)
    for_team = query.text("whose", "team" if visit.is_lead or visit.reads_all else "me") == "team"
    after = _place(query)

    async def read(tx: Tx) -> list[tuple[tuple[int, int], Found]]:
        if for_team:
            return await law.found_for_all(
                tx, visit.actor, visit.now, month.first, last, after=after, limit=ON_A_PAGE + 1
            )
        own = await law.found_for(tx, visit.actor, visit.now, visit.person.id, month.first, last)
        return [((each.person.number, count), each) for count, each in enumerate(own, 1)]

    placed = await visit.house.store.read(read, long=True) if last >= month.first else []
    further = cursor_of([str(part) for part in placed[ON_A_PAGE - 1][0]]) if len(placed) > ON_A_PAGE else None
    severity = query.text("severity")
    found = [each for _, each in placed[:ON_A_PAGE] if severity in ("", each.finding.severity)]
    return page(
        visit,
        "findings.html",
        found=found,
        sums=_sums(found),
        month=month,
        goes_on=month.last < visit.today,
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


def _place(query: Form) -> tuple[int, int]:
    """The person's number, and how many of their findings were shown."""
    key = after_in(query, 2) or ("0", "0")
    if not all(part.isdecimal() and len(part) < 15 for part in key):
        raise Invalid.field("after", "is not a page of this list")
    return int(key[0]), int(key[1])
