"""All tables. `workspace_id` leads every key; what is looked up without a workspace is the exception: credentials,
client applications and their grants.

Every record has a UUIDv7 `id` and an integer `number`, unique in its workspace.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    false,
    text,
)

from uhrwerk.storage.columns import Amount, Breaks, DatedZones, Id, Instant, Json, structs_of
from uhrwerk.storage.parts import ContactDetail, ListPlace, ProjectMember

Contacts = structs_of(ContactDetail)
Members = structs_of(ProjectMember)
Places = structs_of(ListPlace)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _kept(name: str, *columns: Column[object] | ForeignKeyConstraint | Index) -> Table:
    """A table of numbered records of a workspace, with who made and last changed them. Deleted ones stay, marked."""
    return Table(
        name,
        metadata,
        Column("workspace_id", Id, nullable=False),
        Column("id", Id, nullable=False),
        Column("number", Integer, nullable=False),
        Column("created_by", Id, nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("updated_by", Id, nullable=False),
        Column("updated_at", Instant, nullable=False),
        Column("version", Integer, nullable=False),
        Column("deleted_at", Instant),
        *columns,
        PrimaryKeyConstraint("workspace_id", "id"),
        Index(f"uq_{name}_number", "workspace_id", "number", unique=True),
    )


def _belongs(column: str, table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])


workspace = Table(
    "workspace",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("default_type_of_work_id", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
)

number_source = Table(
    "number_source",
    metadata,
    Column("workspace_id", Id, primary_key=True),
    Column("next", Integer, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("name", String(100), nullable=False),
    Column("value", Json, nullable=False),
    PrimaryKeyConstraint("workspace_id", "name"),
)

person = _kept(
    "person",
    Column("username", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("zones", DatedZones, nullable=False),
    Column("language", String(20), nullable=False),
    Column("password_hash", Text),
    Column("active", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False, server_default=false()),
    # A program's own account: it signs in with tokens alone and stands in no list of people.
    Column("service", Boolean, nullable=False, server_default=false()),
    Column("personnel_number", Text),
    Column("title", Text),
    Column("position", Text),
    Column("birth_date", Date),
    Column("weekly_seconds", Json),
    Column("contacts", Contacts, nullable=False, server_default="[]"),
    Column("tags", Json, nullable=False, server_default="[]"),
    Index("uq_person_username", "workspace_id", "username", unique=True),
)

tag = _kept(
    "tag",
    Column("name", Text, nullable=False),
    Column("color", String(20)),
    Index("ix_tag_name", "workspace_id", "name"),
)

team = _kept(
    "team",
    Column("name", Text, nullable=False),
    Column("icon", Text),
    Column("color", String(20)),
    Column("projects", Json, nullable=False, server_default="[]"),
)

team_member = Table(
    "team_member",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("team_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    PrimaryKeyConstraint("workspace_id", "team_id", "person_id"),
    _belongs("team_id", "team"),
    _belongs("person_id", "person"),
    Index("ix_team_member_person", "workspace_id", "person_id"),
)

credential = Table(
    "credential",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id),
    Column("face", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("secret", Text),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    # The authorization that an access token belongs to.
    Column("grant_id", Id),
    Index("ix_credential_workspace", "workspace_id", "person_id"),
    Index("ix_credential_grant", "grant_id"),
)

oauth_client = Table(
    "oauth_client",
    metadata,
    Column("id", Id, primary_key=True),
    Column("client_id", String(100), nullable=False, unique=True),
    # Null for one that registered itself: it is of no workspace, and people of any may let it in.
    Column("workspace_id", Id),
    Column("face", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("secret_hash", String(64)),
    Column("redirect_uris", Json, nullable=False),
    Column("scopes", Json, nullable=False),
    # As whom it acts with its own credentials alone.
    Column("person_id", Id),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("deleted_at", Instant),
    Index("ix_oauth_client_workspace", "workspace_id", "created_at", "id"),
)

oauth_grant = Table(
    "oauth_grant",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("client_id", Id, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("face", String(20), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    # Nothing of it can be used after this; null: until it is revoked.
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    ForeignKeyConstraint(["client_id"], ["oauth_client.id"]),
    _belongs("person_id", "person"),
    Index("ix_oauth_grant_person", "workspace_id", "person_id"),
    Index("ix_oauth_grant_client", "client_id"),
    Index("ix_oauth_grant_expires", "expires_at"),
)

oauth_ticket = Table(
    "oauth_ticket",
    metadata,
    Column("ticket_hash", String(64), primary_key=True),
    Column("grant_id", Id, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("redirect_uri", Text),
    Column("code_challenge", Text),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    ForeignKeyConstraint(["grant_id"], ["oauth_grant.id"]),
    Index("ix_oauth_ticket_grant", "grant_id"),
)

client = _kept(
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

project_type = _kept(
    "project_type",
    Column("name", Text, nullable=False),
    Column("icon", Text),
    Column("archived", Boolean, nullable=False),
    Column("note", Text),
)

project_status = _kept(
    "project_status",
    Column("name", Text, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    # Of one project alone; null: of every project.
    Column("project_id", Id),
)

project = _kept(
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
    _belongs("client_id", "client"),
    _belongs("project_type_id", "project_type"),
    _belongs("project_status_id", "project_status"),
    Index("ix_project_client", "workspace_id", "client_id", "name"),
)

type_of_work = _kept(
    "type_of_work",
    Column("name", Text, nullable=False),
    Column("icon", Text),
    Column("note", Text),
    Column("archived", Boolean, nullable=False),
)

task_status = _kept(
    "task_status",
    Column("name", Text, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("icon", Text),
    # Of one project alone; null: of every project.
    Column("project_id", Id),
)

task_list = _kept(
    "task_list",
    Column("name", Text, nullable=False),
    Column("project_id", Id, nullable=False),
    Column("position", Float, nullable=False),
    Column("archived", Boolean, nullable=False),
    _belongs("project_id", "project"),
    Index("ix_task_list_project", "workspace_id", "project_id"),
)

task = _kept(
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
    _belongs("project_id", "project"),
    _belongs("type_of_work_id", "type_of_work"),
    _belongs("task_status_id", "task_status"),
    Index("ix_task_project", "workspace_id", "project_id", "name"),
)


def _timed(name: str, *columns: Column[object] | ForeignKeyConstraint | Index) -> Table:
    """A kept table of clock records: one active a person, never two. Deleted rows stay, for the journal's sake."""
    active = text("ended_at IS NULL AND deleted_at IS NULL")
    return _kept(
        name,
        Column("person_id", Id, nullable=False),
        Column("zone", Text, nullable=False),
        Column("started_at", Instant, nullable=False),
        Column("start_recorded_at", Instant, nullable=False),
        Column("breaks", Breaks, nullable=False),
        Column("ended_at", Instant),
        Column("end_recorded_at", Instant),
        Column("net_seconds", Integer),
        Column("break_seconds", Integer),
        Column("note", Text),
        Column("manual", Boolean, nullable=False),
        *columns,
        _belongs("person_id", "person"),
        Index(
            f"uq_{name}_active", "workspace_id", "person_id", unique=True, sqlite_where=active, postgresql_where=active
        ),
        Index(f"ix_{name}_person_started", "workspace_id", "person_id", "started_at", "id"),
        Index(f"ix_{name}_person_recorded", "workspace_id", "person_id", "start_recorded_at"),
        Index(f"ix_{name}_started", "workspace_id", "started_at", "id"),
    )


time_entry = _timed(
    "time_entry",
    Column("project_id", Id),
    Column("task_id", Id),
    Column("type_of_work_id", Id, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("billed", Boolean, nullable=False),
    # Only a day and a length are known: it lies at the day's beginning, and no face shows its times.
    Column("length_only", Boolean, nullable=False, server_default=false()),
    # Seconds east of UTC at start and end in the entry's zone, so that wall-clock times can be searched.
    Column("start_offset", Integer),
    Column("end_offset", Integer),
    Column("hour_rate", Amount),
    Column("flat_rate", Boolean, nullable=False, server_default=false()),
    Column("latitude_start", Float),
    Column("longitude_start", Float),
    Column("latitude_end", Float),
    Column("longitude_end", Float),
    Column("tags", Json, nullable=False, server_default="[]"),
    _belongs("project_id", "project"),
    _belongs("task_id", "task"),
    _belongs("type_of_work_id", "type_of_work"),
    Index("ix_time_entry_project", "workspace_id", "project_id"),
    Index("ix_time_entry_task", "workspace_id", "task_id"),
)

attendance = _timed(
    "attendance",
    Column("latitude_start", Float),
    Column("longitude_start", Float),
    Column("latitude_end", Float),
    Column("longitude_end", Float),
)

absence_type = _kept(
    "absence_type",
    Column("name", Text, nullable=False),
    Column("short_name", String(20)),
    Column("kind", String(20), nullable=False),
    Column("color", String(20)),
    Column("plannable", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
)

absence = _kept(
    "absence",
    Column("person_id", Id, nullable=False),
    Column("absence_type_id", Id, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("half_day_start", Boolean, nullable=False),
    Column("half_day_end", Boolean, nullable=False),
    Column("status", String(20), nullable=False),
    Column("note", Text),
    Column("source", Text),
    _belongs("person_id", "person"),
    _belongs("absence_type_id", "absence_type"),
    Index("ix_absence_person", "workspace_id", "person_id", "starts_on"),
    Index("ix_absence_starts", "workspace_id", "starts_on", "id"),
)

company_holiday = _kept(
    "company_holiday",
    Column("name", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("half_day_start", Boolean, nullable=False),
    Column("half_day_end", Boolean, nullable=False),
    Column("region", Text),
)

expense = _kept(
    "expense",
    Column("person_id", Id, nullable=False),
    Column("project_id", Id),
    Column("name", Text, nullable=False),
    Column("price", Amount, nullable=False),
    Column("quantity", Amount, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("payment", Text),
    Column("note", Text),
    Column("tags", Json, nullable=False),
    Column("spent_on", Date, nullable=False),
    _belongs("person_id", "person"),
    _belongs("project_id", "project"),
    Index("ix_expense_person", "workspace_id", "person_id", "spent_on"),
    Index("ix_expense_spent", "workspace_id", "spent_on", "id"),
)

saved_report = _kept(
    "saved_report",
    Column("person_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("definition", Json, nullable=False),
    _belongs("person_id", "person"),
    Index("ix_saved_report_person", "workspace_id", "person_id"),
)

rollup = Table(
    "rollup",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    # No project is the empty text: a key's column is never null.
    Column("project_id", String(36), nullable=False),
    Column("type_of_work_id", Id, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id", "day", "project_id", "type_of_work_id", "billable"),
)

journal = Table(
    "journal",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("actor_id", Id, nullable=False),
    Column("face", String(20), nullable=False),
    Column("act", String(40), nullable=False),
    Column("record_kind", String(40), nullable=False),
    Column("record_id", Id, nullable=False),
    Column("salt", String(32)),
    Column("payload", Text),
    Column("digest", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    # The feed's order, see storage/feed.py. It is no part of the seal.
    Column("transaction_id", BigInteger, nullable=False, server_default="0"),
    Column("position", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("workspace_id", "subject_id", "sequence"),
    Index("ix_journal_order", "workspace_id", "transaction_id", "position"),
)

journal_head = Table(
    "journal_head",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("count", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
    Column("head_seal", String(64), nullable=False),
    PrimaryKeyConstraint("workspace_id", "subject_id"),
)

webhook = _kept(
    "webhook",
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    # Whose shape is sent: "native" or "awork". The event types are that face's own.
    Column("face", String(20), nullable=False),
    Column("events", Json, nullable=False),
    Column("options", Json, nullable=False),
    # Both encrypted: what it is signed with, and the receiver's own Authorization header.
    Column("secret", Text),
    Column("authorization", Text),
    Column("active", Boolean, nullable=False),
    Column("paused_at", Instant),
    Column("paused_reason", Text),
    # Up to here the feed has been made into deliveries.
    Column("read_transaction_id", BigInteger, nullable=False),
    Column("read_position", BigInteger, nullable=False),
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("webhook_id", Id, nullable=False),
    # The journal's row that it tells of; all null in a test.
    Column("subject_id", Id),
    Column("sequence", Integer),
    Column("transaction_id", BigInteger),
    Column("position", BigInteger),
    Column("event", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_attempt_at", Instant),
    Column("attempted_at", Instant),
    Column("delivered_at", Instant),
    Column("status", Integer),
    Column("error", Text),
    Column("response", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    _belongs("webhook_id", "webhook"),
    Index("ix_webhook_delivery_log", "workspace_id", "webhook_id", "created_at", "id"),
    Index(
        "ix_webhook_delivery_queue", "workspace_id", "webhook_id", "state", "subject_id", "transaction_id", "position"
    ),
    Index("ix_webhook_delivery_created", "created_at"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("credential_id", Id, nullable=False),
    Column("route", String(200), nullable=False),
    Column("key", String(255), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("answer", Json, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "credential_id", "route", "key"),
    Index("ix_idempotency_recorded", "recorded_at"),
)
