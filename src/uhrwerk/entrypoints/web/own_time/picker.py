"""What time is for, to be chosen: the picker that several pages have, and GET /purposes, which it asks.

In a template: `{% from "picker.html" import purpose_picker with context %}` and `{{ purpose_picker(form, picker) }}`,
where `picker` is what `picker_for` gives. Its form has two fields, `purpose` and `type_of_work_id`; `chosen_purpose`
reads them.
"""

from dataclasses import dataclass, replace
from typing import Any

from litestar import Response, get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import is_id
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import fragment
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import purpose_choices
from uhrwerk.operations.purpose_choices import Choice
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry
from uhrwerk.storage.types_of_work import TypeOfWork

NOT_OF_THE_LIST = N_("choose one of the list")


@dataclass(frozen=True, slots=True)
class Picker:
    """What a picker shows before anybody types: what is chosen, if anything, what is near, the types of work."""

    chosen: Choice | None
    recent: list[Choice]
    projects: list[Choice]
    types: list[TypeOfWork]


@get("/purposes")
async def purposes(request: AnyRequest) -> Response[bytes]:
    """Options as HTML: what is found for `q`; without it what the person worked on lately, and projects.

    With `notes` what was worked on comes with each of its notes.
    """
    visit = await visit_of(request)
    query = Form.of_query(request)
    text = query.text("q")

    async def read(tx: Tx) -> tuple[list[Choice], list[Choice]]:
        recent = await purpose_choices.recent(tx, visit.actor, visit.person.id, visit.now)
        return recent, await purpose_choices.found(tx, visit.actor, text)

    recent, found = await visit.house.store.read(read)
    recent = [each for each in recent if each.note or each.project_id or each.task_id]
    recent = recent if query.ticked("notes") else _without_notes(recent)
    return fragment(visit, "picker/options.html", recent=_matching(recent, text), found=found)


def _without_notes(recent: list[Choice]) -> list[Choice]:
    """Each purpose once."""
    return list(dict.fromkeys(replace(each, note=None) for each in recent if each.project_id or each.task_id))


def _matching(recent: list[Choice], text: str) -> list[Choice]:
    """Those in whose note or names every word of the text stands."""
    words = text.lower().split()
    return [each for each in recent if all(word in _said(each) for word in words)]


def _said(choice: Choice) -> str:
    parts = (choice.note, choice.client, choice.project, choice.task, choice.type_of_work)
    return " ".join(part for part in parts if part).lower()


async def picker_for(tx: Tx, visit: Visit, project_id: str | None = None, task_id: str | None = None) -> Picker:
    """A picker on which that is chosen."""
    [chosen] = await purpose_choices.chosen(tx, visit.actor, [(project_id, task_id)])
    return Picker(
        chosen.choice if project_id or task_id else None,
        _without_notes(await purpose_choices.recent(tx, visit.actor, visit.person.id, visit.now)),
        await purpose_choices.found(tx, visit.actor, ""),
        await purpose_choices.types(tx, visit.actor),
    )


async def picker_again(tx: Tx, visit: Visit, form: Form) -> Picker:
    """A picker for a form that is shown again: what was chosen in it still is."""
    members = chosen_purpose(form)
    return await picker_for(tx, visit, members.get("project_id"), members.get("task_id"))


def chosen_purpose(form: Form, name: str = "purpose") -> dict[str, Any]:
    """`project_id`, `task_id` and (unless left open) `type_of_work_id` as ids; empty fields are None.

    What cannot be an id is an error of the form.
    """
    project_id, _, task_id = form.text(name).partition("/")
    members: dict[str, Any] = {"project_id": project_id or None, "task_id": task_id or None}
    kind = form.given("type_of_work_id")
    if kind is not None:
        members["type_of_work_id"] = kind
    for field, value in members.items():
        if value is not None and not is_id(value):
            form.refuse("type_of_work_id" if field == "type_of_work_id" else name, NOT_OF_THE_LIST)
            members[field] = None
    return members


def purpose_picked(form: Form, entry: TimeEntry) -> dict[str, Any]:
    """As `chosen_purpose`, but project and task only where another purpose was chosen than the entry has."""
    members = chosen_purpose(form)
    if form.text("purpose") == value_of(Choice(entry.project_id, entry.task_id)):
        members = {name: value for name, value in members.items() if name == "type_of_work_id"}
    return members


def value_of(choice: Choice) -> str:
    """What a form's field `purpose` has for it."""
    return f"{choice.project_id or ''}/{choice.task_id or ''}"
