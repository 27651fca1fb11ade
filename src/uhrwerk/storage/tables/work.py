"""What time is for: clients, projects, tasks and what they are sorted by."""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, String, Text, false

from uhrwerk.storage.columns import Amount, Id, Instant, Json, structs_of
from uhrwerk.storage.parts import ContactDetail, ListPlace, ProjectMember
from uhrwerk.storage.tables.base import belongs, kept

Contacts = structs_of(ContactDetail)
Members = structs_of(ProjectMember)
Places = structs_of(ListPlace)

client = kept(
    "client",
    Column("name", Text, nullable=False),
    Column("note", Text),
    Column("archived", Boolean, nullable=False),
    Column("color", String(20)),
    Column("industry", Text),
    Column("contacts", Contacts, nullable=False, server_default="[]"),
    Column("custom", Json, nullable=False, server_default="{}"),
    Column("tags", Json, nullable=False, server_default="[]"),
    Index("ix_client_name", "workspace_id", "name"),
)

project_type = kept(
    "project_type",
    Column("name", Text, nullable=False),
    Column("icon", Text),
    Column("archived", Boolean, nullable=False),
    Column("note", Text),
)

project_status = kept(
    "project_status",
    Column("name", Text, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    # Of one project alone; null: of every project.
    Column("project_id", Id),
)

project = kept(
    "project",
    Column("name", Text, nullable=False),
    Column("key", String(20)),
    Column("note", Text),
    Column("client_id", Id),
    Column("project_type_id", Id),
    Column("project_status_id", Id),
    Column("billable", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("color", String(20)),
    Column("private", Boolean, nullable=False, server_default=false()),
    Column("starts_on", Date),
    Column("due_on", Date),
    Column("planned_seconds", Integer),
    Column("budget", Amount),
    Column("hour_rate", Amount),
    Column("members", Members, nullable=False, server_default="[]"),
    Column("tags", Json, nullable=False, server_default="[]"),
    belongs("client_id", "client"),
    belongs("project_type_id", "project_type"),
    belongs("project_status_id", "project_status"),
    Index("ix_project_client", "workspace_id", "client_id", "name"),
)

type_of_work = kept(
    "type_of_work",
    Column("name", Text, nullable=False),
    Column("icon", Text),
    Column("note", Text),
    Column("archived", Boolean, nullable=False),
)

task_status = kept(
    "task_status",
    Column("name", Text, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("icon", Text),
    # Of one project alone; null: of every project.
    Column("project_id", Id),
)

task_list = kept(
    "task_list",
    Column("name", Text, nullable=False),
    Column("project_id", Id, nullable=False),
    Column("position", Float, nullable=False),
    Column("archived", Boolean, nullable=False),
    belongs("project_id", "project"),
    Index("ix_task_list_project", "workspace_id", "project_id"),
)

task = kept(
    "task",
    Column("name", Text, nullable=False),
    Column("note", Text),
    Column("project_id", Id),
    Column("type_of_work_id", Id),
    Column("task_status_id", Id),
    Column("assignees", Json, nullable=False),
    Column("planned_seconds", Integer),
    Column("archived", Boolean, nullable=False),
    # Whose private task it is; null: a task of the project or the workspace.
    Column("person_id", Id),
    Column("parent_id", Id),
    Column("position", Float, nullable=False, server_default="0"),
    Column("priority", Boolean, nullable=False, server_default=false()),
    Column("starts_at", Instant),
    Column("due_at", Instant),
    Column("closed_at", Instant),
    Column("hour_rate", Amount),
    Column("lists", Places, nullable=False, server_default="[]"),
    Column("tags", Json, nullable=False, server_default="[]"),
    belongs("project_id", "project"),
    belongs("type_of_work_id", "type_of_work"),
    belongs("task_status_id", "task_status"),
    Index("ix_task_project", "workspace_id", "project_id", "name"),
)
