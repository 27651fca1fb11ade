"""An example of every shape of the native API, for its documentation; all tell of the same morning."""

from typing import Final

from uhrwerk.entrypoints.native.examples import catalog, clock, journal, oauth_clients, people, webhooks
from uhrwerk.entrypoints.native.examples.common import Examples

EXAMPLES: Final[Examples] = (
    clock.EXAMPLES | people.EXAMPLES | catalog.EXAMPLES | oauth_clients.EXAMPLES | journal.EXAMPLES | webhooks.EXAMPLES
)
