"""An example of every shape of the native API, for its documentation; all tell of the same morning."""

from typing import Final

from uhrwerk.entrypoints.native.examples import (
    absences,
    approvals,
    catalog,
    clock,
    contracts,
    expenses,
    journal,
    law,
    oauth_clients,
    people,
    reports,
    teams,
    webhooks,
    work_time,
)
from uhrwerk.entrypoints.native.examples.common import Examples

EXAMPLES: Final[Examples] = {
    **clock.EXAMPLES,
    **people.EXAMPLES,
    **catalog.EXAMPLES,
    **teams.EXAMPLES,
    **absences.EXAMPLES,
    **contracts.EXAMPLES,
    **work_time.EXAMPLES,
    **expenses.EXAMPLES,
    **approvals.EXAMPLES,
    **reports.EXAMPLES,
    **webhooks.EXAMPLES,
    **oauth_clients.EXAMPLES,
    **law.EXAMPLES,
    **journal.EXAMPLES,
}
