"""What is kept about a person, for themself (DSGVO Art. 15 (1), (3))."""

from typing import Any

import msgspec

from uhrwerk.rules.access import Actor, knows_personal_data
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import disclosure, people
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx


class Disclosure(msgspec.Struct, frozen=True):
    """The person, and the rows about them by kind of record."""

    person: Person
    records: dict[str, list[dict[str, Any]]]


async def disclose(tx: Tx, actor: Actor, person_id: str) -> Disclosure:
    """All there is about oneself; for admins and auditors about anybody, somebody deleted too. Raises NotFound."""
    person = await people.shelf.get(tx, actor.workspace_id, person_id)
    if person is None or not knows_personal_data(actor, person_id):
        raise NotFound("person")
    return Disclosure(person, await disclosure.rows_about(tx, actor.workspace_id, person_id))
