"""What the journal says, told to people: who did what when, and what was otherwise before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from uhrwerk.entrypoints.web.admin import words
from uhrwerk.entrypoints.web.admin.offers import names_of
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.operations import history
from uhrwerk.operations.history import Change
from uhrwerk.rules.access import Actor
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.store import Tx

SHOWN: Final = 20
"""Changes that a record's own page tells of; the audit has them all."""

NOISE: Final = frozenset(("id", "number", "created_by", "created_at", "updated_by", "updated_at", "version"))
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)

OF: Final = {
    "person_id": "people",
    "decided_by": "people",
    "members": "people",
    "assignees": "people",
    "client_id": "clients",
    "project_id": "projects",
    "projects": "projects",
    "project_type_id": "project_types",
    "project_status_id": "project_statuses",
    "task_id": "tasks",
    "parent_id": "tasks",
    "task_status_id": "task_statuses",
    "type_of_work_id": "types_of_work",
    "absence_type_id": "absence_types",
    "tags": "tags",
    "team_id": "teams",
}
"""Whose ids stand in a member."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A member that changed; None where it was, or is, nothing."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the journal in words. `who` is None for a program or the command line, `face` says which."""

    row: FeedRow
    what: str
    who: str | None
    whose: str | None
    face: str
    reason: str | None
    erased: bool
    differences: list[Difference]


async def history_of(tx: Tx, actor: Actor, reader: Reader, kind: str, id: str) -> list[Told]:
    """The newest changes of a record; none for who may not read its chain, as leads may not the workspace's."""
    if not actor.reads_all:
        return []
    changes, _ = await history.page(tx, actor, kind, id, before=None, limit=SHOWN)
    return await told(tx, actor, reader, changes)


async def told(tx: Tx, actor: Actor, reader: Reader, changes: Sequence[Change]) -> list[Told]:
    """All of them, with every name that they need: a statement for each kind of record, however many rows there are."""
    names = await names_of(tx, actor.workspace_id, _ids_in(changes))
    return [_told(reader, change, names) for change in changes]


def _ids_in(changes: Iterable[Change]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {"people": []}
    for change in changes:
        wanted["people"] += [change.row.actor_id, change.row.subject_id]
        for side in (change.before, change.after):
            for member, value in (side or {}).items():
                if member in OF:
                    wanted.setdefault(OF[member], []).extend(_ids(value))
    return wanted


def _ids(value: Any) -> list[str]:
    """The ids in a member: it is one, a list of them, or a list of parts that name a person each."""
    each = value if isinstance(value, list) else [value]
    texts = [one.get("person_id") if isinstance(one, dict) else one for one in each]
    return [text for text in texts if isinstance(text, str) and _ID.fullmatch(text)]


def _told(reader: Reader, change: Change, names: Mapping[str, str]) -> Told:
    row = change.row
    before, after = change.before or {}, change.after or {}
    differences = []
    for name in dict.fromkeys((*before, *after)):
        was, now = (_said(reader, name, side.get(name), names) for side in (before, after))
        if name not in NOISE and was != now:
            differences.append(Difference(words.member(reader, name), was, now))
    return Told(
        row=row,
        what=words.act(reader, row.act),
        who=names.get(row.actor_id),
        whose=names.get(row.subject_id),
        face=words.face(reader, row.face),
        reason=change.reason,
        erased=row.payload is None,
        differences=differences,
    )


def _said(reader: Reader, member: str, value: Any, names: Mapping[str, str]) -> str | None:
    """The member's value as one reads it; None for nothing."""
    match value:
        case None | "" | [] | {}:
            return None
        case bool():
            return reader.t("yes") if value else reader.t("no")
        case int() | float() if member.endswith("seconds"):
            return reader.formats.hours(value)
        case list() if member.endswith("seconds") and all(isinstance(each, int) for each in value):
            return ", ".join(reader.formats.hours(each) for each in value)
        case list():
            return ", ".join(filter(None, (_said(reader, member, each, names) for each in value)))
        case dict():
            parts = ((name, _said(reader, name, each, names)) for name, each in value.items())
            return ", ".join(f"{words.member(reader, name)}: {text}" for name, text in parts if text)
        case str() if member in OF and value in names:
            return names[value]
        case str() if _INSTANT.fullmatch(value):
            return reader.formats.instant(datetime.fromisoformat(value), "medium")
        case str() if _DAY.fullmatch(value):
            return reader.formats.day(date.fromisoformat(value), "medium")
        case _:
            return str(value)
