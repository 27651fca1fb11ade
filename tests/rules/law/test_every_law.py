"""What holds for every law, whatever somebody worked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.law.cases import case, rosters
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.law.pack import Law, findings_of

every_law = pytest.mark.parametrize("law", LAWS.values(), ids=list(LAWS))
births = st.sampled_from(["", "2008-03-26", "2010-03-26"])
AT = datetime(2026, 6, 1, tzinfo=UTC)

FEW: Final = settings(deadline=None, max_examples=30)
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
