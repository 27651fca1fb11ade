"""What is in the house: the store, the doorkeeper, the clock on the wall. Known without the web framework, whose
import the commands need not wait for."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from uhrwerk.entrypoints.counters import Counters
from uhrwerk.entrypoints.mail import Post
from uhrwerk.entrypoints.sightings import Sightings
from uhrwerk.keys import KioskKeys, Notary, Signer, Vault
from uhrwerk.operations.authentication import Doorkeeper
from uhrwerk.storage.store import Store


@dataclass(frozen=True, slots=True)
class House:
    """`now` gives the server's instant in UTC; it is read once a request. `demo` opens the demo's board to all.

    `public_url` is what clients reach the house under, None for what each request says; `post` sends letters, None
    where no mail server is set. `printing` is held while a PDF is made, `drawing_up` while a calendar feed is: each
    takes all of a core.
    """

    store: Store
    doorkeeper: Doorkeeper
    vault: Vault
    signer: Signer
    notary: Notary
    kiosk: KioskKeys
    now: Callable[[], datetime]
    demo: bool = False
    public_url: str | None = None
    post: Post | None = None
    counters: Counters = field(default_factory=Counters)
    sightings: Sightings = field(default_factory=Sightings)
    printing: asyncio.Lock = field(default_factory=asyncio.Lock)
    drawing_up: asyncio.Lock = field(default_factory=asyncio.Lock)
