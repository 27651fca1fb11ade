"""What holds for every law, whatever somebody worked."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.law.cases import case, long_rosters, rosters
from uhrwerk.rules.law.case import Case, shifts_of
from uhrwerk.rules.law.findings import Finding
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.law.pack import Law, findings_of

every_law = pytest.mark.parametrize("law", LAWS.values(), ids=list(LAWS))
births = st.sampled_from(["", "2008-03-26", "2010-03-26"])
AT = datetime(2026, 6, 1, tzinfo=UTC)

FEW: Final = settings(deadline=None, max_examples=15)
"""An example is a whole month, and every day of it by itself."""


@every_law
@FEW
@given(roster=rosters, born=births)
def test_a_range_has_what_its_days_have(law: Law, roster: list[str], born: str) -> None:
    """Whoever looks at weeks finds what daily looks find: on their day, by at least a minute, with its proof."""
    whole = case("Europe/Vienna", *roster, at=AT, born=born, holidays={"2026-04-06": "Easter Monday"})
    known = {punch.id for shift in whole.shifts for punch in shift.punches}
    found = []
    for each in range((whole.last - whole.first).days + 1):
        day = whole.first + timedelta(days=each)
        for finding in findings_of(law, replace(whole, first=day, last=day)):
            assert finding.day == day
            assert finding.minutes > 0
            assert finding.punches
            assert known >= set(finding.punches)
            found.append(finding)
    assert findings_of(law, whole) == found


@every_law
@FEW
@given(roster=long_rosters, born=births, first=st.integers(15, 49), days=st.integers(1, 7))
def test_nothing_else_is_found_by_who_knows_more(law: Law, roster: list[str], born: str, first: int, days: int) -> None:
    """As far as a law says that it looks is far enough, but for what older shifts prove; then that is, too."""
    holidays = {"2026-03-20": "Equinox", "2026-04-06": "Easter Monday", "2026-05-01": "May Day"}
    whole = case("Europe/Vienna", *roster, at=AT, born=born, holidays=holidays)
    begin = date(2026, 3, 16) + timedelta(days=first)
    whole = replace(whole, first=begin, last=begin + timedelta(days=days - 1))
    expected = findings_of(law, whole)
    found = findings_of(law, _known(whole, law, law.before_days))
    assert [_unproved(each, law) for each in found] == [_unproved(each, law) for each in expected]
    assert findings_of(law, _known(whole, law, max([law.before_days, *law.proof_days.values()]))) == expected


def _known(case: Case, law: Law, before_days: int) -> Case:
    """The case as it is with nothing further away; a shift at the border is there as a whole."""
    begin = datetime.combine(case.first - timedelta(days=before_days + 2), time.min, UTC)
    end = datetime.combine(case.last + timedelta(days=law.after_days + 2), time.min, UTC)
    punches = {punch.id: punch for shift in case.shifts for punch in shift.punches}
    near = [each for each in punches.values() if each.timer.started_at < end and begin < (each.timer.ended_at or AT)]
    since, until = case.first - timedelta(days=law.look_back_days), case.last + timedelta(days=law.after_days)
    return replace(
        case,
        shifts=shifts_of(near, case.zones, case.at),
        worked_by_day={day: seconds for day, seconds in case.worked_by_day.items() if since <= day <= until},
    )


def _unproved(finding: Finding, law: Law) -> Finding:
    return replace(finding, punches=()) if finding.rule in law.proof_days else finding
