"""The kinds of things that are kept alike: teams, clients, projects, tasks, types of work, tags, absence types and
company holidays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from uhrwerk.entrypoints.web.admin.alike import Kind
from uhrwerk.entrypoints.web.admin.fields import (
    Amount,
    Choice,
    Colour,
    Day,
    DayOfYear,
    Field,
    Hours,
    Notes,
    One,
    Pairs,
    Several,
    Tick,
)
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.operations import teams
from uhrwerk.operations.catalog import (
    ABSENCE_TYPES,
    CLIENTS,
    COMPANY_HOLIDAYS,
    PROJECTS,
    TAGS,
    TASKS,
    TYPES_OF_WORK,
)
from uhrwerk.rules.access import Actor
from uhrwerk.storage.parts import ProjectMember
from uhrwerk.storage.store import Tx


@dataclass(frozen=True, kw_only=True)
class _Teams(Kind):
    """Who is in a team stands beside it."""

    async def values(self, tx: Tx, actor: Actor, record: Any) -> dict[str, Any]:
        people = await teams.members_of(tx, actor, record.id)
        return await super().values(tx, actor, record) | {"people": people}

    async def add(self, tx: Tx, actor: Actor, now: datetime, members: dict[str, Any]) -> Any:
        people = members.pop("people")
        record = await super().add(tx, actor, now, members)
        await teams.add_members(tx, actor, now, record.id, people)
        return record

    async def change(
        self, tx: Tx, actor: Actor, now: datetime, before: Any, members: dict[str, Any], version: int | None
    ) -> Any:
        people = members.pop("people")
        present = await teams.members_of(tx, actor, before.id)
        record = await super().change(tx, actor, now, before, members, version)
        await teams.add_members(tx, actor, now, before.id, [each for each in people if each not in present])
        await teams.remove_members(tx, actor, now, before.id, [each for each in present if each not in people])
        return record

    async def remove(self, tx: Tx, actor: Actor, now: datetime, id: str) -> None:
        await teams.remove(tx, actor, now, id)


@dataclass(frozen=True, kw_only=True)
class _Projects(Kind):
    """People on a project and those who answer for it are two fields of one member."""

    async def values(self, tx: Tx, actor: Actor, record: Any) -> dict[str, Any]:
        on_it = [each.person_id for each in record.members]
        responsible = [each.person_id for each in record.members if each.responsible]
        return await super().values(tx, actor, record) | {"members": on_it, "responsible": responsible}

    async def add(self, tx: Tx, actor: Actor, now: datetime, members: dict[str, Any]) -> Any:
        return await super().add(tx, actor, now, _with_members(members, ()))

    async def change(
        self, tx: Tx, actor: Actor, now: datetime, before: Any, members: dict[str, Any], version: int | None
    ) -> Any:
        return await super().change(tx, actor, now, before, _with_members(members, before.members), version)


def _with_members(given: dict[str, Any], before: Sequence[ProjectMember]) -> dict[str, Any]:
    """The two fields as one member, in the order that it had."""
    responsible = given.pop("responsible")
    wanted = dict.fromkeys([*given["members"], *responsible])
    known = [each.person_id for each in before if each.person_id in wanted]
    ids = dict.fromkeys([*known, *wanted])
    return given | {"members": tuple(ProjectMember(id, id in responsible) for id in ids)}


NAME: Final = Field(name="name", label=N_("Name"), required=True)
NOTE: Final = Notes(name="note", label=N_("Note"))
COLOUR: Final = Colour(name="color", label=N_("Colour"))
TAGGED: Final = Several(name="tags", label=N_("Tags"), of="tags")
RATE: Final = Amount(name="hour_rate", label=N_("Hourly rate"), hint=N_("In the workspace's currency."))
PLANNED: Final = Hours(name="planned_seconds", label=N_("Planned hours"), hint=N_("Such as 40:00 or 37.5."))

KINDS: Final[Sequence[Kind]] = (
    _Teams(
        path="teams",
        icon="users",
        one=N_("Team"),
        many=N_("Teams"),
        about=N_("Who works together. A lead sees and keeps the time of the teams that they are in."),
        add_text=N_("Add a team"),
        keeper=teams.TEAMS,
        fields=(
            NAME,
            COLOUR,
            Several(
                name="people",
                label=N_("Members"),
                of="people",
                hint=N_("Leads among them are those whose role is lead."),
            ),
            Several(
                name="projects",
                label=N_("Projects"),
                of="projects",
                hint=N_("What the team works on."),
            ),
        ),
        columns=("projects",),
        for_leads=False,
    ),
    Kind(
        path="clients",
        icon="building-2",
        one=N_("Client"),
        many=N_("Clients"),
        about=N_("For whom projects are done."),
        add_text=N_("Add a client"),
        keeper=CLIENTS,
        fields=(
            NAME,
            COLOUR,
            Field(name="industry", label=N_("Industry")),
            NOTE,
            TAGGED,
            Pairs(
                name="custom",
                label=N_("Fields of your own"),
                hint=N_("A line each, such as “Customer number: 4711”."),
            ),
        ),
        columns=("industry", "tags"),
        searched=("name", "industry"),
    ),
    _Projects(
        path="projects",
        icon="folder",
        one=N_("Project"),
        many=N_("Projects"),
        about=N_("What time is booked on. A project may belong to a client, and may be billed."),
        add_text=N_("Add a project"),
        keeper=PROJECTS,
        fields=(
            NAME,
            Field(name="key", label=N_("Key"), hint=N_("A short name for task numbers, such as WEB.")),
            One(name="client_id", label=N_("Client"), of="clients", empty=N_("No client")),
            COLOUR,
            Tick(name="billable", label=N_("Billable"), hint=N_("What new time entries of the project start with.")),
            Tick(
                name="private",
                label=N_("Private"),
                hint=N_("Known to its members, to administrators and to auditors alone."),
            ),
            One(
                name="project_status_id",
                label=N_("Project status"),
                of="project_statuses",
                empty=N_("No status"),
            ),
            One(name="project_type_id", label=N_("Project type"), of="project_types", empty=N_("No type")),
            Day(name="starts_on", label=N_("First day")),
            Day(name="due_on", label=N_("Due on")),
            PLANNED,
            Amount(name="budget", label=N_("Budget"), hint=N_("In the workspace's currency.")),
            RATE,
            Several(name="members", label=N_("Members"), of="people"),
            Several(
                name="responsible",
                label=N_("Responsible"),
                of="people",
                hint=N_("Those of the members who answer for the project."),
            ),
            TAGGED,
            NOTE,
        ),
        columns=("key", "client_id", "billable", "planned_seconds"),
        narrowed_by=("client_id",),
        searched=("name", "key"),
    ),
    Kind(
        path="tasks",
        icon="list-checks",
        one=N_("Task"),
        many=N_("Tasks"),
        about=N_("What is to be done in a project, or in the workspace."),
        add_text=N_("Add a task"),
        keeper=TASKS,
        fields=(
            NAME,
            One(name="project_id", label=N_("Project"), of="projects", empty=N_("The workspace"), only_new=True),
            One(
                name="type_of_work_id",
                label=N_("Type of work"),
                of="types_of_work",
                empty=N_("The workspace's default"),
            ),
            Several(name="assignees", label=N_("Assigned to"), of="people"),
            PLANNED,
            RATE,
            Tick(name="priority", label=N_("Priority")),
            TAGGED,
            NOTE,
        ),
        columns=("project_id", "assignees", "planned_seconds"),
        narrowed_by=("project_id",),
    ),
    Kind(
        path="types-of-work",
        icon="briefcase",
        one=N_("Type of work"),
        many=N_("Types of work"),
        about=N_("What kind of work it was: design, travel, support."),
        add_text=N_("Add a type of work"),
        keeper=TYPES_OF_WORK,
        fields=(NAME, NOTE),
        columns=("note",),
    ),
    Kind(
        path="tags",
        icon="tag",
        one=N_("Tag"),
        many=N_("Tags"),
        about=N_("Words of your own on people, clients, projects, tasks and time entries."),
        add_text=N_("Add a tag"),
        keeper=TAGS,
        fields=(NAME, COLOUR),
    ),
    Kind(
        path="absence-types",
        icon="plane",
        one=N_("Absence type"),
        many=N_("Absence types"),
        about=N_("Vacation, sickness and the like: what they mean to target time and to the days that somebody has."),
        add_text=N_("Add an absence type"),
        keeper=ABSENCE_TYPES,
        fields=(
            NAME,
            Field(name="short_name", label=N_("Short name"), hint=N_("For the calendar, at most 20 characters.")),
            Choice(
                name="kind",
                label=N_("Kind"),
                words={
                    "vacation": N_("Vacation"),
                    "sick": N_("Sick"),
                    "special": N_("Special leave"),
                    "unpaid": N_("Unpaid leave"),
                    "training": N_("Training"),
                    "time-off-in-lieu": N_("Time off in lieu"),
                    "other": N_("Other"),
                },
                hint=N_("What it means to target time. It cannot be changed once the type is in use."),
            ),
            COLOUR,
            Tick(
                name="plannable",
                label=N_("Asked for beforehand"),
                hint=N_("Vacation is, sickness is not."),
            ),
            Amount(
                name="carry_over_days",
                label=N_("Days carried over"),
                hint=N_("At most so many go on into the next year; empty: all."),
            ),
            DayOfYear(
                name="carry_over_until",
                label=N_("Carried over until"),
                hint=N_("Month and day such as 03-31; empty: for good."),
            ),
        ),
        columns=("short_name", "kind", "plannable"),
        searched=("name", "short_name"),
        for_leads=False,
    ),
    Kind(
        path="company-holidays",
        icon="calendar",
        one=N_("Company holiday"),
        many=N_("Company holidays"),
        about=N_("Days on which nobody works, beside the public holidays of each contract's region."),
        add_text=N_("Add a company holiday"),
        keeper=COMPANY_HOLIDAYS,
        fields=(
            NAME,
            Day(name="starts_on", label=N_("First day"), required=True),
            Day(name="ends_on", label=N_("Last day"), required=True),
            Tick(name="half_day_start", label=N_("Half day at the start"), hint=N_("The first morning is worked.")),
            Tick(name="half_day_end", label=N_("Half day at the end"), hint=N_("The last afternoon is worked.")),
            Field(name="region", label=N_("Region"), hint=N_("Such as DE-BE; empty: everywhere.")),
        ),
        columns=("starts_on", "ends_on", "region"),
        for_leads=False,
    ),
)
