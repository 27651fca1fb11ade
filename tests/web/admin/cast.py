"""Who else comes to the administration, and what its pages show."""

import re
from datetime import timedelta

from tests.home import Home, KeyCutter, Someone, Workplace
from tests.web.browser import Page
from uhrwerk.operations import people
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def someone(home: Home, place: Workplace, username: str, role: str) -> Someone:
    """One more person of the workspace."""
    made_at = home.clock.now - timedelta(hours=1)

    async def build(tx: Tx) -> Someone:
        new = NewPerson(username, f"{username}@example.org", username.title(), "Example", role)
        person = await people.add(tx, command_line_actor(place.id), made_at, new)
        keys = KeyCutter(home.house, place.id, made_at)
        made = keys.someone(username, person.id)
        await keys.hand_out(tx)
        return made

    return home.run(build)


def ids_in(page: Page, path: str) -> list[str]:
    """Ids of the records that the list links to."""
    links = [had.get("href") or "" for had in page.all("a")]
    found = [re.fullmatch(rf"{path}/({ID.pattern})", link) for link in links]
    return [each[1] for each in found if each]


def says(page: Page, text: str) -> bool:
    return any(text in each for each in page.texts)
