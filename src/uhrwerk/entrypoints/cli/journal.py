"""`uhrwerk journal`: proof that nobody has rewritten it."""

import sys
from datetime import datetime

import typer

from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations.journal import Verdict
from uhrwerk.operations.journal import verify as verify_journal

app = typer.Typer(help="The journal.")


@app.command("verify")
def verify(context: typer.Context) -> None:
    """Recompute every chain and name the first row of each that does not fit; exit code 1 if there is one."""

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


def _show(rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{rows} rows", end="", file=sys.stderr, flush=True)
