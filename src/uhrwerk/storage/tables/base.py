"""What tables have in common, and the metadata that they all stand in."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, PrimaryKeyConstraint, Table

from uhrwerk.storage.columns import Id, Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


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
