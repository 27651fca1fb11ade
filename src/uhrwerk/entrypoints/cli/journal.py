"""`uhrwerk journal`: proof that nobody has rewritten it."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations.journal import Verdict
from uhrwerk.operations.journal import verify as verify_journal

if TYPE_CHECKING:
    from uhrwerk.entrypoints.records.checking import Checked

app = typer.Typer(help="The journal.")


@app.command("verify")
def verify(
    context: typer.Context,
    export: Annotated[
        Path | None, typer.Option(help="Check this records export (CSV or PDF) and the chains that it names.")
    ] = None,
) -> None:
    """Recompute every chain and name the first row of each that does not fit; exit code 1 if there is one."""
    if export is not None:
        _verify_export(context, export)
        return

    async def work(house: House, _: datetime) -> Verdict:
        return await house.store.read(lambda tx: verify_journal(tx, _show), long=True)

    verdict = in_house(context, work)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for fault in verdict.faults:
        row = "head" if fault.sequence is None else f"row {fault.sequence}"
        print(f"workspace {fault.workspace_id} subject {fault.subject_id} {row}: {fault.reason}")
    fine = f"{verdict.rows} rows in {verdict.chains} chains"
    print(f"{fine}: {len(verdict.faults)} chains do not fit" if verdict.faults else f"{fine}: all fit")
    if verdict.faults:
        raise typer.Exit(1)


def _verify_export(context: typer.Context, path: Path) -> None:
    """Whether the file is as this installation signed it, and the journal still bears it out."""
    content = path.read_bytes()

    async def work(house: House, _: datetime) -> "Checked":
        from uhrwerk.entrypoints.records.checking import Checked, against_journal, read

        # The reader of PDFs brings a loop of its own.
        proof, faults = await asyncio.to_thread(read, content, house.notary)
        if proof is None:
            return Checked(faults)
        return await house.store.read(lambda tx: against_journal(tx, proof), long=True)

    checked = in_house(context, work)
    for fault in checked.faults:
        print(fault)
    if checked.faults:
        print(f"{path}: does not hold")
        raise typer.Exit(1)
    print(f"{path}: signed here and unchanged; {checked.chains} chains fit")


def _show(rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{rows} rows", end="", file=sys.stderr, flush=True)
