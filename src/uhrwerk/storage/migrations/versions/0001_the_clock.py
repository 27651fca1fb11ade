"""The clock: workspaces, people, what time is booked on, the records, the journal, the roll-up."""

import sqlalchemy as sa
from alembic import op

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_client")),
    )
    op.create_index("ix_client_name", "client", ["workspace_id", "name"], unique=False)
    op.create_index("uq_client_number", "client", ["workspace_id", "number"], unique=True)

    op.create_table(
        "credential",
        sa.Column("id", Id, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("face", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_credential_token_hash")),
    )
    op.create_index("ix_credential_workspace", "credential", ["workspace_id", "person_id"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("credential_id", Id, nullable=False),
        sa.Column("route", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "credential_id", "route", "key", name=op.f("pk_idempotency")),
    )
    op.create_index("ix_idempotency_recorded", "idempotency", ["recorded_at"], unique=False)

    op.create_table(
        "journal",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("subject_id", Id, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("effective_at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("face", sa.String(length=20), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", Id, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "subject_id", "sequence", name=op.f("pk_journal")),
    )

    op.create_table(
        "journal_head",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("subject_id", Id, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("head_seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "subject_id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "number_source",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_number_source")),
    )
    op.create_table(
        "person",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("zones", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_person")),
    )
    op.create_index("uq_person_number", "person", ["workspace_id", "number"], unique=True)
    op.create_index("uq_person_username", "person", ["workspace_id", "username"], unique=True)

    op.create_table(
        "project_status",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_project_status")),
    )
    op.create_index("uq_project_status_number", "project_status", ["workspace_id", "number"], unique=True)

    op.create_table(
        "project_type",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("icon", sa.Text(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_project_type")),
    )
    op.create_index("uq_project_type_number", "project_type", ["workspace_id", "number"], unique=True)

    op.create_table(
        "rollup",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("type_of_work_id", Id, nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "person_id", "day", "project_id", "type_of_work_id", "billable", name=op.f("pk_rollup")
        ),
    )
    op.create_table(
        "setting",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name", name=op.f("pk_setting")),
    )
    op.create_table(
        "task_status",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("icon", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_task_status")),
    )
    op.create_index("uq_task_status_number", "task_status", ["workspace_id", "number"], unique=True)

    op.create_table(
        "team",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_team")),
    )
    op.create_index("uq_team_number", "team", ["workspace_id", "number"], unique=True)

    op.create_table(
        "type_of_work",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("icon", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_type_of_work")),
    )
    op.create_index("uq_type_of_work_number", "type_of_work", ["workspace_id", "number"], unique=True)

    op.create_table(
        "workspace",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("default_type_of_work_id", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "attendance",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("start_recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("end_recorded_at", sa.BigInteger(), nullable=True),
        sa.Column("net_seconds", sa.Integer(), nullable=True),
        sa.Column("break_seconds", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("manual", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("latitude_start", sa.Float(), nullable=True),
        sa.Column("longitude_start", sa.Float(), nullable=True),
        sa.Column("latitude_end", sa.Float(), nullable=True),
        sa.Column("longitude_end", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_attendance_workspace_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_attendance")),
    )
    op.create_index(
        "ix_attendance_person_recorded", "attendance", ["workspace_id", "person_id", "start_recorded_at"], unique=False
    )
    op.create_index(
        "ix_attendance_person_started", "attendance", ["workspace_id", "person_id", "started_at", "id"], unique=False
    )
    op.create_index("ix_attendance_started", "attendance", ["workspace_id", "started_at", "id"], unique=False)
    op.create_index(
        "uq_attendance_active",
        "attendance",
        ["workspace_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND deleted_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND deleted_at IS NULL"),
    )
    op.create_index("uq_attendance_number", "attendance", ["workspace_id", "number"], unique=True)

    op.create_table(
        "project",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("client_id", Id, nullable=True),
        sa.Column("project_type_id", Id, nullable=True),
        sa.Column("project_status_id", Id, nullable=True),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_project_workspace_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_status_id"],
            ["project_status.workspace_id", "project_status.id"],
            name=op.f("fk_project_workspace_id_project_status_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_type_id"],
            ["project_type.workspace_id", "project_type.id"],
            name=op.f("fk_project_workspace_id_project_type_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_project")),
    )
    op.create_index("ix_project_client", "project", ["workspace_id", "client_id", "name"], unique=False)
    op.create_index("uq_project_number", "project", ["workspace_id", "number"], unique=True)

    op.create_table(
        "team_member",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("team_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_team_member_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_team_member_workspace_id_team_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "team_id", "person_id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_person", "team_member", ["workspace_id", "person_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("type_of_work_id", Id, nullable=True),
        sa.Column("task_status_id", Id, nullable=True),
        sa.Column("assignees", sa.Text(), nullable=False),
        sa.Column("planned_seconds", sa.Integer(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name=op.f("fk_task_workspace_id_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "task_status_id"],
            ["task_status.workspace_id", "task_status.id"],
            name=op.f("fk_task_workspace_id_task_status_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "type_of_work_id"],
            ["type_of_work.workspace_id", "type_of_work.id"],
            name=op.f("fk_task_workspace_id_type_of_work_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_project", "task", ["workspace_id", "project_id", "name"], unique=False)
    op.create_index("uq_task_number", "task", ["workspace_id", "number"], unique=True)

    op.create_table(
        "time_entry",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("start_recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("end_recorded_at", sa.BigInteger(), nullable=True),
        sa.Column("net_seconds", sa.Integer(), nullable=True),
        sa.Column("break_seconds", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("manual", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("task_id", Id, nullable=True),
        sa.Column("type_of_work_id", Id, nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("billed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_time_entry_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name=op.f("fk_time_entry_workspace_id_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "task_id"],
            ["task.workspace_id", "task.id"],
            name=op.f("fk_time_entry_workspace_id_task_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "type_of_work_id"],
            ["type_of_work.workspace_id", "type_of_work.id"],
            name=op.f("fk_time_entry_workspace_id_type_of_work_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_time_entry")),
    )
    op.create_index(
        "ix_time_entry_person_recorded", "time_entry", ["workspace_id", "person_id", "start_recorded_at"], unique=False
    )
    op.create_index(
        "ix_time_entry_person_started", "time_entry", ["workspace_id", "person_id", "started_at", "id"], unique=False
    )
    op.create_index("ix_time_entry_project", "time_entry", ["workspace_id", "project_id"], unique=False)
    op.create_index("ix_time_entry_started", "time_entry", ["workspace_id", "started_at", "id"], unique=False)
    op.create_index("ix_time_entry_task", "time_entry", ["workspace_id", "task_id"], unique=False)
    op.create_index(
        "uq_time_entry_active",
        "time_entry",
        ["workspace_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND deleted_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND deleted_at IS NULL"),
    )
    op.create_index("uq_time_entry_number", "time_entry", ["workspace_id", "number"], unique=True)
