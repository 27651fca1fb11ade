"""`make screenshots`: photographs the pages of the demo into docs/screenshots.

The demo stands still on a Thursday afternoon, so that what has not changed looks as it did. PAGES is the list of what
is shown; `python -m tests.browser.screenshots now week` takes those only.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.chromium import running_chromium
from tests.browser.served import ServedHome, served_home
from tests.browser.window import DESKTOP, EACH, PHONE, Look, Window, open_window
from uhrwerk.entrypoints.cli import demo as demo_command
from uhrwerk.entrypoints.web.kiosk import tablet as kiosk
from uhrwerk.operations import demo, kiosks
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

FOLDER: Final = Path(__file__).parents[2] / "docs/screenshots"
AFTERNOON: Final = datetime(2026, 3, 12, 13, 23, 45, tzinfo=UTC)
LOOKS: Final = [look for look in EACH if look.language == "en"]
TWO: Final = [DESKTOP, replace(PHONE, theme="dark")]
COLOURS: Final = 256

Who = Literal["admin", "lead", "member", "idle", "tablet", "nobody"]

WHO: Final[dict[Who, str]] = {"admin": "carla", "lead": "lukas", "member": "noor", "idle": "jule"}
"""People of the demo's first workspace, by what they see: a tablet at the door and nobody are not people."""


@dataclass(frozen=True)
class Shown:
    """A page, as `who` sees it. `then` are selectors of the links that lead from it to what is meant, `until` is one of
    what the page's own script draws. What is one of many is shown in two looks only.
    """

    name: str
    path: str
    who: Who = "member"
    then: tuple[str, ...] = ()
    until: str | None = None

    @property
    def looks(self) -> list[Look]:
        return TWO if self.name.startswith("admin-") else LOOKS


PERSON: Final = "main a[href^='/admin/people/0']"
CONTRACTS: Final = "main a[href$='/contracts']"

PAGES: Final = [
    Shown("sign-in", "/sign-in", "nobody"),
    Shown("reset", "/reset", "nobody"),
    Shown("welcome", "/welcome", "nobody"),
    Shown("offline", "/offline", "nobody"),
    Shown("kiosk", "/kiosk", "tablet", until="#people button"),
    Shown("now", "/"),
    Shown("not-found", "/nowhere"),
    Shown("week", "/week"),
    Shown("calendar-week", "/calendar?view=week", until=".cal.is-drawn"),
    Shown("calendar-day", "/calendar?view=day", until=".cal.is-drawn"),
    Shown("requests", "/corrections"),
    Shown("overtime", "/corrections/overtime"),
    Shown("timesheets", "/corrections/timesheets"),
    Shown("absences", "/absences"),
    Shown("absence-form", "/absences/new"),
    Shown("absences-calendar", "/absences/calendar"),
    Shown("findings", "/findings"),
    Shown("record", "/record"),
    Shown("account", "/account"),
    Shown("security", "/account/security"),
    Shown("now-idle", "/", "idle"),
    Shown("reports", "/reports?period=this-month&by=project&then=person", "lead"),
    Shown("report-entries", "/reports/entries?period=this-month", "lead"),
    Shown("report-attendance", "/reports/attendance?period=this-month", "lead"),
    Shown("team", "/team", "lead"),
    Shown("team-person", "/team", "lead", then=("main a[href^='/team/']",)),
    Shown("approvals", "/approvals", "lead"),
    Shown("admin", "/admin", "admin"),
    Shown("admin-people", "/admin/people", "admin"),
    Shown("admin-person", "/admin/people", "admin", then=(PERSON,)),
    Shown("admin-contracts", "/admin/people", "admin", then=(PERSON, CONTRACTS)),
    Shown("admin-contract", "/admin/people", "admin", then=(PERSON, CONTRACTS, "main a[href*='/contracts/']")),
    Shown("admin-teams", "/admin/teams", "admin"),
    Shown("admin-clients", "/admin/clients", "admin"),
    Shown("admin-projects", "/admin/projects", "admin"),
    Shown("admin-project", "/admin/projects", "admin", then=("main a[href^='/admin/projects/0']",)),
    Shown("admin-tasks", "/admin/tasks", "admin"),
    Shown("admin-types-of-work", "/admin/types-of-work", "admin"),
    Shown("admin-tags", "/admin/tags", "admin"),
    Shown("admin-absence-types", "/admin/absence-types", "admin"),
    Shown("admin-credentials", "/admin/credentials", "admin"),
    Shown("admin-webhooks", "/admin/webhooks", "admin"),
    Shown("admin-applications", "/admin/applications", "admin"),
    Shown("admin-settings", "/admin/settings", "admin"),
    Shown("admin-locks", "/admin/locks", "admin"),
    Shown("admin-kiosks", "/admin/kiosks", "admin"),
    Shown("admin-single-sign-on", "/admin/single-sign-on", "admin"),
    Shown("admin-audit", "/admin/audit", "admin"),
]


def take(home: ServedHome, browser: Browser, pages: list[Shown]) -> Iterator[Path]:
    """Photograph them in every look of LOOKS; what is yielded is written."""
    cast = everybody(home)
    token = tablet(home, cast["carla"].workspace_id)
    for look in LOOKS:
        seen = [each for each in pages if look in each.looks]
        for who in dict.fromkeys(each.who for each in seen):
            window = open_window(browser, home, look)
            enter(window, who, cast, token)
            for shown in (each for each in seen if each.who == who):
                yield photograph(visited(window, shown), shown, look)
            window.close()


def enter(window: Window, who: Who, cast: dict[str, Person], token: str) -> None:
    """Give the window what makes it somebody's, and stop its clock."""
    window.at(AFTERNOON)
    if who in WHO:
        window.begin_session(cast[WHO[who]].workspace_id, cast[WHO[who]].id)
    if who == "tablet":
        address = f"{window.home.url}/kiosk"
        window.context.add_cookies([{"name": kiosk.COOKIE, "value": token, "url": address, "sameSite": "Strict"}])


def visited(window: Window, shown: Shown) -> Page:
    page = window.go(shown.path)
    for link in shown.then:
        window.go(page.locator(link).first.get_attribute("href") or shown.path)
    if shown.until:
        page.wait_for_selector(shown.until)
    page.wait_for_selector("body:not(:has(#strip[hx-trigger=load]))")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def photograph(page: Page, shown: Shown, look: Look) -> Path:
    file = FOLDER / f"{shown.name}-{'phone' if look.phone else 'desktop'}-{look.theme}.png"
    few = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    return file


def everybody(home: ServedHome) -> dict[str, Person]:
    """The people of the demo's first workspace by their names."""
    trials = home.run(demo.accounts_to_try)
    accounts = next(trial.accounts for trial in trials if trial.workspace.name == demo.CAST[0].name)
    return {each.person.username: each.person for each in accounts}


def tablet(home: ServedHome, workspace_id: str) -> str:
    """The token of a tablet that is connected to a kiosk of that workspace."""
    actor, now = command_line_actor(workspace_id), home.clock.now
    given = {"name": "Front door", "zone": "Europe/Berlin", "language": "en"}

    async def connect(tx: Tx) -> str:
        made = await kiosks.add(tx, actor, now, given)
        return (await kiosks.connect(tx, now, made.code)).token

    return home.run(connect)


@contextmanager
def demo_home() -> Iterator[ServedHome]:
    with TemporaryDirectory() as folder, served_home(Path(folder)) as home:
        home.clock.now = AFTERNOON
        home.http.blocking_portal.call(demo_command.make, home.house, AFTERNOON, "a password of the demo's")
        yield home


def main(names: list[str]) -> int:
    unknown = set(names) - {each.name for each in PAGES}
    if unknown:
        print(f"There is no page {', '.join(sorted(unknown))} in {__file__}.", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with demo_home() as home, running_chromium() as browser:
        taken = set(take(home, browser, [each for each in PAGES if not names or each.name in names]))
    if not names:
        for old in set(FOLDER.glob("*.png")) - taken:
            old.unlink()
    print(f"{len(taken)} pictures in {FOLDER}, {sum(each.stat().st_size for each in taken) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
