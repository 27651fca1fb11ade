"""How the demo's days go: lunch lies between two stretches of work, whatever the contract asks for."""

from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from uhrwerk.operations.demo.days import entries, stretches
from uhrwerk.operations.demo.script import Event

MINUTE = timedelta(minutes=1)
DUE = st.integers(100, 10 * 60).map(lambda minutes: minutes * MINUTE)


@given(st.sampled_from(Event), DUE, st.integers(), st.booleans())
def test_a_day_goes_forward(event: Event, due: timedelta, seed: int, minor: bool) -> None:
    chance = Random(seed)
    work = stretches(event, due, chance, minor=minor)
    walls = [wall for each in work for wall in (each.begin, each.end)]
    assert walls == sorted(set(walls))
    assert all(each.end - each.begin > 30 * MINUTE for each in work)
    assert all(after.begin - before.end >= 30 * MINUTE for before, after in pairwise(work))
    if event is Event.PLAIN:
        assert abs(sum((each.end - each.begin for each in work), timedelta()) - due) <= 10 * MINUTE

    booked = entries(work, chance)
    walls = [wall for each in booked for wall in (each.begin, each.end)]
    assert walls == sorted(set(walls))
    for entry in booked:
        assert any(each.begin <= entry.begin < entry.end <= each.end for each in work)


@given(DUE, st.integers())
def test_a_plain_day_of_a_minor_keeps_to_the_law(due: timedelta, seed: int) -> None:
    """JArbSchG §§ 8, 11, 12: as long as the contract asks for no more than 7 h 30."""
    work = stretches(Event.PLAIN, min(due, 450 * MINUTE), Random(seed), minor=True)
    worked = sum((each.end - each.begin for each in work), timedelta())
    breaks = work[-1].end - work[0].begin - worked
    assert max(each.end - each.begin for each in work) <= 270 * MINUTE
    assert breaks >= 60 * MINUTE or worked <= 270 * MINUTE
    assert work[-1].end - work[0].begin <= 600 * MINUTE
