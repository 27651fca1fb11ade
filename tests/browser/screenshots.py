"""`make screenshots`: photographs the pages of the demo into docs/screenshots.

The demo stands still on a Thursday afternoon, so that what has not changed looks as it did. PAGES is the list of what
is shown; `python -m tests.browser.screenshots now week` takes those only.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.chromium import running_chromium
from tests.browser.served import ServedHome, served_home
from tests.browser.window import EACH, Look, open_window
from uhrwerk.entrypoints.cli import demo as demo_command
from uhrwerk.operations import demo
from uhrwerk.storage.people import Person

FOLDER: Final = Path(__file__).parents[2] / "docs/screenshots"
AFTERNOON: Final = datetime(2026, 3, 12, 13, 23, 45, tzinfo=UTC)
LOOKS: Final = [look for look in EACH if look.language == "en"]
COLOURS: Final = 256

WHO: Final = {"admin": "carla", "lead": "lukas", "member": "noor", "nobody": None}
"""People of the demo's first workspace, by what they see."""


@dataclass(frozen=True)
class Shown:
    """A page, as `who` sees it. `until` is a selector of what the page's own script draws."""

    name: str
    path: str
    who: Literal["admin", "lead", "member", "nobody"] = "member"
    until: str | None = None


PAGES: Final = [
    Shown("sign-in", "/sign-in", "nobody"),
    Shown("welcome", "/welcome", "nobody"),
    Shown("now", "/"),
    Shown("reports", "/reports?period=this-month&by=project&then=person", "lead"),
]


def take(home: ServedHome, browser: Browser, pages: list[Shown]) -> Iterator[Path]:
    """Photograph them in every look of LOOKS; what is yielded is written."""
    cast = everybody(home)
    for look in LOOKS:
        for who in dict.fromkeys(each.who for each in pages):
            window = open_window(browser, home, look)
            username = WHO[who]
            if username is not None:
                window.begin_session(cast[username].workspace_id, cast[username].id)
            window.at(AFTERNOON)
            for shown in (each for each in pages if each.who == who):
                page = window.go(shown.path)
                yield photograph(page, shown, look)
            window.close()


def photograph(page: Page, shown: Shown, look: Look) -> Path:
    page.evaluate("document.fonts.ready.then(() => true)")
    if shown.until:
        page.wait_for_selector(shown.until)
    file = FOLDER / f"{shown.name}-{'phone' if look.phone else 'desktop'}-{look.theme}.png"
    few = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    return file


def everybody(home: ServedHome) -> dict[str, Person]:
    """The people of the demo's first workspace by their names."""
    trials = home.run(demo.accounts_to_try)
    accounts = next(trial.accounts for trial in trials if trial.workspace.name == demo.CAST[0].name)
    return {each.person.username: each.person for each in accounts}


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
