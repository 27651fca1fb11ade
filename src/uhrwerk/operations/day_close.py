"""Looking at days as they close: what labour law finds in them is kept.

A day closes at the person's midnight. With it the days before are looked at again, since a later shift may change what
was found on an earlier day, and so is every day that a correction has touched since. It goes in two steps: `look` reads
and reckons, `keep` writes in a transaction of its own, unless the person's records have changed meanwhile.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from uhrwerk.operations import law
from uhrwerk.operations.law import Found
from uhrwerk.operations.records import changed, differs, new_record, write_down
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.day import DAY, local_date
from uhrwerk.storage import findings, journal
from uhrwerk.storage import people as staff
from uhrwerk.storage.findings import Finding
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

INSPECTOR: Final = "00000000-0000-7000-8000-000000000003"
"""Who keeps findings: the look at closed days, nobody of the workspace."""

LOOK_BACK: Final = timedelta(weeks=2)
"""How far before the days that are new those lie that are looked at with them."""

AT_FIRST: Final = timedelta(weeks=5)
"""How far back the first look at a person goes."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found on a person's days from `first` to `last`, when their chain had `acts` rows."""

    person: Person
    first: date
    last: date
    acts: int
    found: list[Found]


def inspecting_actor(workspace_id: str) -> Actor:
    """Who keeps the findings of a workspace."""
    return Actor(workspace_id, None, Role.ADMIN, "law", INSPECTOR, standing_reason="a day has closed")


async def due(tx: Tx, workspace_id: str, now: datetime) -> list[tuple[Person, date]]:
    """The people of whom closed days wait to be looked at, and the first of these days."""
    checked = await findings.checked_through(tx, workspace_id)
    waiting = []
    for person in await staff.every(tx, workspace_id):
        yesterday = local_date(now, person.zones) - DAY
        through = checked.get(person.id, yesterday - AT_FIRST)
        if through < yesterday and not person.service:
            waiting.append((person, through + DAY))
    return waiting


async def look(tx: Tx, person: Person, first_new: date, now: datetime) -> Look:
    """Look at the person's closed days from `first_new` on, and at those before that they may bear on."""
    first, last = first_new - LOOK_BACK, local_date(now, person.zones) - DAY
    acts = await _acts(tx, person)
    return Look(person, first, last, acts, await law.found_of(tx, [person], now, first, last))


async def keep(tx: Tx, now: datetime, seen: Look) -> bool:
    """Keep what is new, change what has other figures, clear what has become moot.

    False where the person's records have changed since the look: it is to be repeated.
    """
    person = seen.person
    workspace_id = person.workspace_id
    await tx.lock(workspace_id, person.id)
    if await _acts(tx, person) != seen.acts or await staff.shelf.get(tx, workspace_id, person.id) != person:
        return False
    before: dict[tuple[date, str, tuple[str, ...]], list[Finding]] = defaultdict(list)
    for kept in await findings.of_person(tx, workspace_id, person.id, seen.first, seen.last):
        before[kept.day, kept.rule, tuple(kept.punches)].append(kept)
    actor = inspecting_actor(workspace_id)
    for each in seen.found:
        alike = before[each.finding.day, each.finding.rule, each.finding.punches]
        await _put(tx, actor, now, alike.pop(0) if alike else None, each)
    for moot in (record for alike in before.values() for record in alike):
        after = changed(moot, actor, now, deleted_at=now)
        await findings.shelf.change(tx, moot, after)
        await write_down(tx, actor, now, "finding.cleared", moot, after, subject_id=person.id)
    await findings.put_checked(tx, workspace_id, person.id, seen.last)
    return True


async def _put(tx: Tx, actor: Actor, now: datetime, before: Finding | None, found: Found) -> None:
    members = _members(found)
    if before is None:
        record = Finding(**await new_record(tx, actor, now), person_id=found.person.id, **members)
        await findings.shelf.add(tx, record)
        await write_down(tx, actor, now, "finding.added", None, record, subject_id=found.person.id)
    elif differs(before, members):
        after = changed(before, actor, now, **members)
        await findings.shelf.change(tx, before, after)
        await write_down(tx, actor, now, "finding.changed", before, after, subject_id=found.person.id)


def _members(found: Found) -> dict[str, Any]:
    finding = found.finding
    members = {name: getattr(finding, name) for name in _SHARED}
    return members | {"law": found.law, "severity": finding.severity.value, "punches": list(finding.punches)}


_SHARED: Final = ("day", "rule", "paragraph", "minutes", "limit_minutes", "over", "sentence")


async def _acts(tx: Tx, person: Person) -> int:
    """How many acts the person's chain tells of."""
    head = await journal.head(tx, person.workspace_id, person.id)
    return head.count if head else 0
