"""What is reckoned over everybody at once: how long one answer takes the processor, without the network."""

import gc
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Final

from bench.office import MONTH, NOW, Office, furnish
from uhrwerk import bootstrap
from uhrwerk.config import Settings
from uhrwerk.entrypoints.house import House
from uhrwerk.operations import law


class NothingReckoned(Exception):
    """An answer was empty: its time means nothing."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`run` gives how much it found, which is never nothing. `expected` are the seconds of CPU that it may take."""

    name: str
    expected: float
    run: Callable[[House, Office], Awaitable[int]]


@dataclass(slots=True)
class Reckoned:
    """Seconds of each round: the processor's, the database's, and those that went by."""

    people: int
    found: int = 0
    cpu: list[float] = field(default_factory=list)
    database_cpu: list[float] = field(default_factory=list)
    elapsed: list[float] = field(default_factory=list)


async def measure(
    settings: Settings, people: int, rounds: int, database_cpu: Callable[[], float]
) -> dict[str, Reckoned]:
    """Furnish an office in that migrated database and reckon everything, a few rounds each, by name."""
    async with bootstrap.open_house(settings) as house:
        office = await furnish(house, people)
        # As the server does, once everything is imported.
        gc.collect()
        gc.freeze()
        return {each.name: await _measured(each, house, office, rounds, database_cpu) for each in RECKONINGS}


async def _measured(
    reckoning: Reckoning, house: House, office: Office, rounds: int, database_cpu: Callable[[], float]
) -> Reckoned:
    reckoned = Reckoned(len(office.people))
    # The first time compiles the statements.
    for number in range(rounds + 1):
        begun, cpu, of_database = perf_counter(), process_time(), database_cpu()
        reckoned.found = await reckoning.run(house, office)
        if not reckoned.found:
            raise NothingReckoned(reckoning.name)
        if number:
            reckoned.cpu.append(process_time() - cpu)
            reckoned.database_cpu.append(database_cpu() - of_database)
            reckoned.elapsed.append(perf_counter() - begun)
    return reckoned


async def _findings(house: House, office: Office) -> int:
    return len(await house.store.read(lambda tx: law.found_of(tx, office.people, NOW, *MONTH), long=True))


RECKONINGS: Final[Sequence[Reckoning]] = [
    Reckoning("everybody's month by labour law", 3.0, _findings),
]
