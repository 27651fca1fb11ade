"""How the head of one of the journal's chains is found: to be read, or to be held until the transaction ends.

A row is (count, seal, seal of the head), of the chain in the parameters `workspace_id` and `subject_id`.
"""

from sqlalchemy import bindparam, select

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.tables import journal_head

_head = select(journal_head.c.count, journal_head.c.seal, journal_head.c.head_seal).where(
    journal_head.c.workspace_id == bindparam("workspace_id"), journal_head.c.subject_id == bindparam("subject_id")
)

READ = Statement(_head)

HOLD = Statement(_head.with_for_update())
"""Waits for whoever holds it."""

HOLD_IF_FREE = Statement(_head.with_for_update(skip_locked=True))
"""Never waits: what somebody else holds is not found."""
