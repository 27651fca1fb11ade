"""What tables have in common, and the metadata that they all stand in."""

from typing import Final

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, PrimaryKeyConstraint, Table, text

from uhrwerk.storage.columns import Id, Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LIVING: Final = "deleted_at IS NULL"


def kept(name: str, *columns: Column[object] | ForeignKeyConstraint | Index) -> Table:
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


def belongs(column: str, table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])


def of_some(name: str, condition: str, *columns: str, unique: bool = False) -> Index:
    """An index of these rows alone, for queries that say the same of them in the same words.

    PostgreSQL's has its condition from the migration: to name that dialect here would import it at every start.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(condition))
