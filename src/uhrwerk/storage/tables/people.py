"""People, their teams, and tags."""

from sqlalchemy import Boolean, Column, Date, Index, PrimaryKeyConstraint, String, Table, Text, false

from uhrwerk.storage.columns import DatedZones, Id, Instant, Json, structs_of
from uhrwerk.storage.parts import ContactDetail
from uhrwerk.storage.tables.base import belongs, kept, metadata

Contacts = structs_of(ContactDetail)

person = kept(
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
    Column("contacts", Contacts, nullable=False, server_default="[]"),
    Column("tags", Json, nullable=False, server_default="[]"),
    Column("erased_at", Instant),
    # How the web app looks to them: of no account to anybody else.
    Column("preferences", Json, nullable=False, server_default="{}"),
    Index("uq_person_username", "workspace_id", "username", unique=True),
)

tag = kept(
    "tag",
    Column("name", Text, nullable=False),
    Column("color", String(20)),
    Index("ix_tag_name", "workspace_id", "name"),
)

team = kept(
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
    belongs("team_id", "team"),
    belongs("person_id", "person"),
    Index("ix_team_member_person", "workspace_id", "person_id"),
)
