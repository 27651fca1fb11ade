"""A browser's window on the served house: how it looks, who is signed in, and what it has to complain about."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.served import ServedHome
from tests.home import Someone
from uhrwerk.entrypoints.web.visit import COOKIE
from uhrwerk.operations import people, sessions
from uhrwerk.operations.sessions import Begun
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

AXE: Final = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


PATIENCE: Final = 60_000
"""Milliseconds after which something will not come any more, on however busy a machine."""


@dataclass(frozen=True)
class Look:
    """A device, a language and a colour scheme."""

    width: int = 1280
    height: int = 800
    language: Literal["en", "de"] = "en"
    theme: Literal["light", "dark"] = "light"

    def __str__(self) -> str:
        return f"{'phone' if self.phone else 'desktop'}-{self.language}-{self.theme}"

    @property
    def phone(self) -> bool:
        return self.width < 500


DESKTOP: Final = Look()
PHONE: Final = Look(360, 740)
UNLIKE: Final = (DESKTOP, Look(360, 740, "de", "dark"))
"""Two looks that have nothing in common: what a flow is walked through in."""
EACH: Final = tuple(
    Look(size.width, size.height, language, theme)
    for size in (DESKTOP, PHONE)
    for language in ("en", "de")
    for theme in ("light", "dark")
)
"""All looks there are."""
PAIRS: Final = (DESKTOP, Look(language="de", theme="dark"), Look(360, 740, "en", "dark"), Look(360, 740, "de", "light"))
"""Half of them: every width with every language, for what fits, and every width and language with every colour scheme,
for what can be read."""


@dataclass
class Window:
    """A browser of somebody's. `complaints` are the errors in its console (a refused script or style among them),
    answers that say the server failed, and requests to anybody else; a test may not leave any.
    """

    home: ServedHome
    context: BrowserContext
    look: Look
    complaints: list[str] = field(default_factory=list)
    page: Page = field(init=False)
    _forgiven: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("request", self._see)
        self.context.on("response", self._judge)
        self.page = self.context.new_page()

    def sign_in(self, someone: Someone) -> None:
        """Give the browser a session of that person, past the form."""
        me = self.home.http.get("/v1/me", headers=someone.bearer).json()
        self.begin_session(me["workspace"]["id"], someone.id)

    def begin_session(self, workspace_id: str, person_id: str) -> None:
        """As `sign_in`; the person's language becomes that of the look."""
        now, language = self.home.clock.now, {"language": self.look.language}

        async def begin(tx: Tx) -> Begun:
            await people.change(tx, command_line_actor(workspace_id), now, person_id, language)
            return await sessions.begin(tx, now, workspace_id, person_id, "Chromium")

        begun = self.home.run(begin)
        self.context.add_cookies([{"name": COOKIE, "value": begun.token, "url": self.home.url, "httpOnly": True}])

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def at(self, instant: datetime) -> None:
        """Stop the server's clock and this browser's at the same instant; timers go on, and show that instant."""
        self.home.clock.now = instant
        self.page.clock.set_fixed_time(instant)

    def forward(self, **length: float) -> None:
        """Move both on by a `timedelta`'s arguments."""
        self.at(self.home.clock.forward(**length))

    def forgive(self, pattern: str) -> None:
        """This test brings about complaints that fit the pattern."""
        self._forgiven.append(pattern)

    def check_accessible(self) -> None:
        """Axe finds nothing on the page as it is now."""
        violations = self._axe()
        assert not violations, "\n\n".join(map(told, violations))

    def check_fits(self) -> None:
        """The page does not scroll sideways."""
        wider: list[str] = self.page.evaluate(WIDER_THAN_THE_PAGE)
        assert not wider, f"wider than the {self.look.width} px there are: " + ", ".join(wider)

    def check(self) -> None:
        """What every page has to stand in every look."""
        self.check_fits()
        self.check_accessible()

    def close(self) -> None:
        self.context.close()
        left = [each for each in self.complaints if not any(re.search(pattern, each) for pattern in self._forgiven)]
        assert not left, "the browser complains:\n" + "\n".join(left)

    def _axe(self) -> list[dict[str, Any]]:
        session = self.context.new_cdp_session(self.page)
        # What the developer tools evaluate is not the page's: its policy has no say in it.
        session.send("Runtime.evaluate", {"expression": axe_source()})
        found = session.send(
            "Runtime.evaluate",
            {"expression": RUN_AXE, "awaitPromise": True, "returnByValue": True},
        )
        session.detach()
        assert "exceptionDetails" not in found, found
        violations: list[dict[str, Any]] = found["result"]["value"]
        return violations

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form is an answer like any other, and so is one that nobody waits for any more.
        expected = r"responded with a status of 4\d\d|^htmx:(afterRequest|sendAbort)"
        if message.type == "error" and not re.search(expected, message.text):
            self.complaints.append(f"{message.text} ({message.location['url']}:{message.location['lineNumber']})")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.home.url, "data:", "blob:", "about:")):
            self.complaints.append(f"asks somebody else: {request.url}")

    def _judge(self, response: Response) -> None:
        part_of_the_page = response.request.resource_type in ("script", "stylesheet", "image", "font", "manifest")
        if response.status >= (400 if part_of_the_page else 500):
            self.complaints.append(f"{response.request.method} {response.url}: {response.status}")


def open_window(browser: Browser, home: ServedHome, look: Look, *, service_worker: bool = False) -> Window:
    """A fresh browser, with nothing of another's. The service worker is let in where a test is about it."""
    context = browser.new_context(
        base_url=home.url,
        viewport={"width": look.width, "height": look.height},
        has_touch=look.phone,
        locale={"en": "en-GB", "de": "de-DE"}[look.language],
        timezone_id="Europe/Berlin",
        color_scheme=look.theme,
        reduced_motion="reduce",
        service_workers="allow" if service_worker else "block",
    )
    context.set_default_timeout(PATIENCE)
    return Window(home, context, look)


@cache
def axe_source() -> str:
    return AXE.read_text()


RUN_AXE: Final = f"""
axe.run(document, {{runOnly: {WCAG}, resultTypes: ["violations"]}})
  .then((result) => result.violations)
"""

WIDER_THAN_THE_PAGE: Final = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const right = (each) => Math.round(each.getBoundingClientRect().right);
  const name = (each) => each.tagName.toLowerCase() + [...each.classList].map((one) => "." + one).join("");
  const wide = [...document.querySelectorAll("body *")].filter((each) => right(each) > room);
  return ["the page", ...wide.map((each) => `${name(each)} to ${right(each)} px`)];
}"""


def told(violation: dict[str, Any]) -> str:
    """What axe found, where, and how it is mended."""
    places = [f"  {node['html']}\n    {node['failureSummary']}" for node in violation["nodes"]]
    return "\n".join([f"{violation['id']}: {violation['help']} ({violation['helpUrl']})", *places])
