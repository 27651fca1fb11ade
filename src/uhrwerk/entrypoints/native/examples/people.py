"""People."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import (
    CONTACTS,
    EMAIL,
    KEPT,
    PERSON,
    TAG,
    TYPE_OF_WORK,
    WORKSPACE,
    Examples,
)
from uhrwerk.entrypoints.native.models import people as models

_PERSON_EXAMPLE: Final = {
    "id": PERSON,
    "username": "carla",
    "email": "carla@example.org",
    "first_name": "Carla",
    "last_name": "Jansen",
    "role": "member",
    "zone": "Europe/Berlin",
    "language": "en",
    "active": True,
    "archived": False,
    "title": "Dr.",
    "position": "Designer",
    "personnel_number": "0042",
    "birth_date": "1990-04-01",
    "contacts": CONTACTS,
    "tags": [TAG],
} | KEPT

EXAMPLES: Final[Examples] = {
    models.Person: _PERSON_EXAMPLE,
    models.NewPerson: {
        "username": "carla",
        "email": "carla@example.org",
        "first_name": "Carla",
        "last_name": "Jansen",
        "role": "member",
        "zone": "Europe/Berlin",
    },
    models.PersonChanges: {"role": "lead", "zone": "Europe/Lisbon", "contacts": [EMAIL]},
    models.AboutPerson: {
        "person": {"id": PERSON, "username": "carla", "email": "carla@example.org"},
        "records": {"attendance": [{"id": PERSON, "started_at": "2026-11-20T08:00:00Z", "net_seconds": 28800}]},
    },
    models.Erasure: {"reason": "Asked for by the person on 2026-11-20", "keep_records": True},
    models.Me: {
        "person": _PERSON_EXAMPLE,
        "workspace": {
            "id": WORKSPACE,
            "name": "Nordlicht Studio",
            "zone": "Europe/Berlin",
            "default_type_of_work_id": TYPE_OF_WORK,
        },
        "scopes": ["time:read", "time:write"],
    },
}
