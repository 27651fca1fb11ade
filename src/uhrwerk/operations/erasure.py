"""Erasing a person (DSGVO Art. 17): who they are at once, their time once the law no longer asks to keep it.

The journal's chain stays: of its rows about them, who changed which record when; what they said is erased.
"""

from datetime import datetime

from uhrwerk.operations import retention
from uhrwerk.operations.records import changed, write_down
from uhrwerk.rules.access import Actor, Role, check_is_admin, check_says_why
from uhrwerk.rules.day import local_date
from uhrwerk.rules.refusals import Conflict, NotFound, StillActive
from uhrwerk.rules.retention import YEARS, RetentionRuns, border
from uhrwerk.storage import attendances, erasure, people, time_entries
from uhrwerk.storage.people import Person
from uhrwerk.storage.retention import forget
from uhrwerk.storage.store import Tx


async def erase(tx: Tx, actor: Actor, now: datetime, person_id: str, *, keep_records: bool = False) -> None:
    """Erase somebody who is not active any more (admins only, with a reason that names nobody).

    With `keep_records` their time stays under a pseudonym for as long as the law asks, and goes by itself then;
    without, RetentionRuns is raised while there is any. Of somebody erased already goes what is over by now.
    Raises NotFound, NotAllowed, ReasonRequired, Conflict, StillActive, RetentionRuns.
    """
    check_is_admin(actor)
    check_says_why(actor, person_id)
    await tx.lock(actor.workspace_id, actor.workspace_id, person_id)
    before = await people.shelf.get(tx, actor.workspace_id, person_id)
    if before is None or before.service:
        raise NotFound("person")
    await _check_is_over(tx, before)
    day = border(local_date(now, before.zones), YEARS)
    while (await retention.erase_before(tx, before, day, now)).more:
        pass
    keeps = await erasure.has_attendances(tx, actor.workspace_id, person_id)
    if keeps and not keep_records:
        raise RetentionRuns(f"There are attendances since {day}, which the law asks to keep for {YEARS} years.")
    await _forget_who_it_was(tx, actor, now, before)
    if not keeps:
        await erasure.take_out_the_rest(tx, actor.workspace_id, person_id)


async def _check_is_over(tx: Tx, person: Person) -> None:
    if person.active and person.deleted_at is None:
        raise Conflict("This person is active; deactivate them first.")
    for clock in (time_entries, attendances):
        if await clock.active(tx, person.workspace_id, person.id) is not None:
            raise StillActive("A clock of this person is running; stop it first.")


async def _forget_who_it_was(tx: Tx, actor: Actor, now: datetime, before: Person) -> None:
    key = (before.workspace_id, before.id)
    about = [before.id, *await erasure.keys_of(tx, *key)]
    await forget(tx, before.workspace_id, before.workspace_id, about)
    await erasure.silence(tx, *key, now)
    await erasure.take_out_at_once(tx, *key)
    after = changed(
        before,
        actor,
        now,
        username=before.id,
        email=f"{before.id}@erased.invalid",
        first_name="Person",
        last_name=str(before.number),
        role=Role.MEMBER.value,
        language="en",
        password_hash=None,
        active=False,
        archived=True,
        personnel_number=None,
        title=None,
        position=None,
        birth_date=None,
        contacts=(),
        tags=[],
        preferences={},
        deleted_at=before.deleted_at or now,
        erased_at=before.erased_at or now,
    )
    await people.shelf.change(tx, before, after)
    # Without what was before: that is what must not be kept.
    await write_down(tx, actor, now, "person.erased", None, after)
    tx.directory_changed()
