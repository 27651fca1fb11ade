"""The sections of the administration, a line each, for whom they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.rules.access import Role, check_may_change
from uhrwerk.rules.refusals import NotFound


def everybody(visit: Visit) -> bool:
    """Whoever administers anything: admins, auditors, and leads, who keep what time is booked on."""
    return visit.is_lead or visit.reads_all


def readers(visit: Visit) -> bool:
    """Admins and auditors."""
    return visit.reads_all


def admins(visit: Visit) -> bool:
    return visit.is_admin


@dataclass(frozen=True, slots=True)
class Section:
    """`text` is English, the key of its translation."""

    path: str
    text: str
    icon: str
    is_for: Callable[[Visit], bool] = readers

    def is_here(self, path: str) -> bool:
        return path == self.path if self.path == "/admin" else f"{path}/".startswith(f"{self.path}/")


OVERVIEW: Final = Section("/admin", N_("Overview"), "gauge")
PEOPLE: Final = Section("/admin/people", N_("People"), "user")
TEAMS: Final = Section("/admin/teams", N_("Teams"), "users")
LOCKS: Final = Section("/admin/locks", N_("Locks"), "lock")
KIOSKS: Final = Section("/admin/kiosks", N_("Kiosks"), "nfc")
CREDENTIALS: Final = Section("/admin/credentials", N_("API credentials"), "key-round")
WEBHOOKS: Final = Section("/admin/webhooks", N_("Webhooks"), "webhook", admins)
APPLICATIONS: Final = Section("/admin/applications", N_("OAuth applications"), "plug", admins)
SINGLE_SIGN_ON: Final = Section("/admin/single-sign-on", N_("Single sign-on"), "fingerprint", admins)
SETTINGS: Final = Section("/admin/settings", N_("Settings"), "settings")
AUDIT: Final = Section("/admin/audit", N_("Audit"), "scroll-text")

GROUPS: Final[Sequence[tuple[str, Sequence[Section]]]] = (
    ("", (OVERVIEW,)),
    (N_("Who"), (PEOPLE, TEAMS)),
    (
        N_("What time is booked on"),
        (
            Section("/admin/clients", N_("Clients"), "building-2", everybody),
            Section("/admin/projects", N_("Projects"), "folder", everybody),
            Section("/admin/tasks", N_("Tasks"), "list-checks", everybody),
            Section("/admin/types-of-work", N_("Types of work"), "briefcase", everybody),
            Section("/admin/tags", N_("Tags"), "tag", everybody),
        ),
    ),
    (
        N_("Time away and closed days"),
        (
            Section("/admin/absence-types", N_("Absence types"), "plane"),
            Section("/admin/company-holidays", N_("Company holidays"), "calendar"),
            LOCKS,
        ),
    ),
    (N_("Programs and devices"), (KIOSKS, CREDENTIALS, WEBHOOKS, APPLICATIONS)),
    (N_("The workspace"), (SETTINGS, SINGLE_SIGN_ON, AUDIT)),
)
"""A colleague's section is a line here, and its routes a line in doors.py."""


def groups_for(visit: Visit) -> list[tuple[str, list[Section]]]:
    """What the visitor may go to; groups that nothing is left of are left out."""
    shown = [(title, [each for each in sections if each.is_for(visit)]) for title, sections in GROUPS]
    return [(title, sections) for title, sections in shown if sections]


def here(visit: Visit) -> Section | None:
    """The section that the page belongs to."""
    return next((each for _, sections in GROUPS for each in sections if each.is_here(visit.path)), None)


async def admit(request: AnyRequest, *, to_change: bool = False) -> Visit:
    """Somebody who may see the section that the address lies in. For all others there is nothing there.

    Raises SignInFirst, NotMeant, NotFound; with `to_change` NotAllowed for an auditor.
    """
    visit = await visit_of(request)
    section = here(visit)
    if visit.actor.role is Role.MEMBER or section is None or not section.is_for(visit):
        raise NotFound("page")
    if to_change:
        check_may_change(visit.actor)
    return visit
