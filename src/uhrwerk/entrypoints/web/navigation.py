"""The pages that one can go to, a line each, for whom they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Link:
    """`text` is English, the key of its translation; `shortcut` is typed after `g`."""

    path: str
    text: str
    icon: str
    shortcut: str = ""
    is_for: Callable[[Visit], bool] = lambda visit: True

    def is_here(self, path: str) -> bool:
        return path == self.path if self.path == "/" else f"{path}/".startswith(f"{self.path}/")


GROUPS: Final[Sequence[Sequence[Link]]] = (
    (
        Link("/", N_("Now"), "timer", "n"),
        Link("/week", N_("Week"), "table-2", "w"),
        Link("/calendar", N_("Calendar"), "calendar-days", "c"),
        Link("/reports", N_("Reports"), "chart-column", "r"),
    ),
    (
        Link("/team", N_("Team"), "users", "t"),
        Link("/absences", N_("Absences"), "plane", "a"),
        Link("/approvals", N_("Approvals"), "stamp", "p", lambda visit: visit.is_lead or visit.reads_all),
        Link("/corrections", N_("Requests"), "file-pen", "q"),
        Link("/findings", N_("Findings"), "triangle-alert", "f"),
        Link("/record", N_("My record"), "scroll-text", "m"),
    ),
    (Link("/admin", N_("Administration"), "settings", "d", lambda visit: visit.is_lead or visit.reads_all),),
)


def groups_for(visit: Visit) -> list[list[Link]]:
    return [
        [link for link in group if link.is_for(visit)] for group in GROUPS if any(each.is_for(visit) for each in group)
    ]
