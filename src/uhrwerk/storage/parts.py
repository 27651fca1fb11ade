"""Parts of records: small things kept inside of a record, as JSON, and never by themselves."""

from datetime import datetime

import msgspec


class ContactDetail(msgspec.Struct, frozen=True):
    """How to reach a person or a client. `kind` is email, phone, url, address or another word of the client's.

    An address has its lines, the others a `value`; `label` and `usage` say what for (work, private, invoices).
    """

    id: str
    kind: str
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    label: str | None = None
    usage: str | None = None
    value: str | None = None
    street: str | None = None
    street2: str | None = None
    zip_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None


class ProjectMember(msgspec.Struct, frozen=True):
    """Somebody on a project; `responsible` for those who answer for it."""

    person_id: str
    responsible: bool = False


class ListPlace(msgspec.Struct, frozen=True):
    """Where a task stands in a task list; smaller positions come first."""

    task_list_id: str
    position: float = 0.0
