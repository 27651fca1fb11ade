"""GET /palette: what the command palette finds for what is typed: pages, things to do, work to start."""

from dataclasses import dataclass
from typing import Final

from litestar import Response, get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.navigation import Link, groups_for
from uhrwerk.entrypoints.web.pages import fragment
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import purpose_choices
from uhrwerk.operations.purpose_choices import Choice
from uhrwerk.rules.access import Role
from uhrwerk.storage.store import Tx

SHOWN_AT_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Command:
    """Something that is done on the page itself: `presses` is the selector of the element that does it."""

    text: str
    icon: str
    presses: str


COMMANDS: Final = (
    Command(N_("Light or dark"), "moon", "[data-theme-switch]"),
    Command(N_("Show the keys"), "keyboard", "[data-show-keys]"),
    Command(N_("Sign out"), "log-out", "form[action='/sign-out'] button"),
)


@get("/palette")
async def palette(request: AnyRequest) -> Response[bytes]:
    """Options as HTML; every word of `q` stands in each."""
    visit = await visit_of(request)
    text = Form.of_query(request).text("q")
    words = text.casefold().split()
    links = [link for link in _links(visit) if _fits(visit.t(link.text), words)]
    commands = [command for command in COMMANDS if _fits(visit.t(command.text), words)]
    keeps_time = visit.actor.role is not Role.AUDITOR
    work = await visit.house.store.read(lambda tx: _work(tx, visit, text)) if keeps_time else []
    return fragment(visit, "palette_options.html", links=links, commands=commands, work=work[:SHOWN_AT_MOST])


def _links(visit: Visit) -> list[Link]:
    return [*(link for group in groups_for(visit) for link in group), Link("/account", N_("My account"), "user")]


async def _work(tx: Tx, visit: Visit, text: str) -> list[Choice]:
    """What was worked on lately; what is called like that, once something is typed."""
    if text:
        return await purpose_choices.found(tx, visit.actor, text)
    return await purpose_choices.recent(tx, visit.actor, visit.person.id, visit.now)


def _fits(text: str, words: list[str]) -> bool:
    return all(word in text.casefold() for word in words)
