"""Findings: where a closed day fell short of labour law, and up to which day each person has been looked at."""

from datetime import date

from sqlalchemy import bindparam, select, update

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import finding, law_check
from uhrwerk.storage.upsert import upsert


class Finding(Owned, frozen=True):
    """As `rules/law/findings.py` has it, with the law's code. `punches` are ids of attendances."""

    day: date
    law: str
    rule: str
    paragraph: str
    severity: str
    minutes: int
    limit_minutes: int
    over: bool
    sentence: str
    punches: list[str]


shelf = Shelf(finding, Finding)

_of_person = Statement(
    shelf.select(
        finding.c.person_id == bindparam("person_id"),
        finding.c.deleted_at.is_(None),
        finding.c.day >= bindparam("first"),
        finding.c.day <= bindparam("last"),
    ).order_by(finding.c.day, finding.c.id)
)
_checked = Statement(
    select(law_check.c.person_id, law_check.c.day).where(law_check.c.workspace_id == bindparam("workspace_id"))
)
# One parameter for both: each would be converted anew.
_until = bindparam("until", type_=law_check.c.day.type)
_look_again = Statement(
    update(law_check)
    .where(
        law_check.c.workspace_id == bindparam("key_workspace"),
        law_check.c.person_id == bindparam("key_person"),
        law_check.c.day > _until,
    )
    .values(day=_until)
)
_put_checked = Statement(
    upsert(
        law_check,
        {name: bindparam(name) for name in ("workspace_id", "person_id", "day")},
        ["workspace_id", "person_id"],
        lambda put: {"day": put["day"]},
    )
)


async def of_person(tx: Tx, workspace_id: str, person_id: str, first: date, last: date) -> list[Finding]:
    """The person's findings on days from `first` to `last`, both included, in order."""
    return await shelf.every(tx, _of_person, workspace_id=workspace_id, person_id=person_id, first=first, last=last)


async def checked_through(tx: Tx, workspace_id: str) -> dict[str, date]:
    """The last closed day that was looked at, by person."""
    return {row[0]: row[1] for row in await tx.all(_checked, workspace_id=workspace_id)}


async def put_checked(tx: Tx, workspace_id: str, person_id: str, day: date) -> None:
    await tx.run(_put_checked, workspace_id=workspace_id, person_id=person_id, day=day)


async def look_again(tx: Tx, workspace_id: str, person_id: str, until: date) -> None:
    """What was looked at after that day is to be looked at again."""
    await tx.run(_look_again, key_workspace=workspace_id, key_person=person_id, until=until)
