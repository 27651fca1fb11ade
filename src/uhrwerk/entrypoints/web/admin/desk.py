"""How a page of the administration is put together: its frame, its lists page by page, what was just done."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from litestar import Response

from uhrwerk.entrypoints.web.admin import sections
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import moved, page
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.rules.refusals import Refusal, VersionMismatch

T = TypeVar("T")

PAGE: Final = 50
"""Rows that a list shows at once."""

QUERY_LENGTH: Final = 200

DONE: Final = {
    "added": N_("Added."),
    "saved": N_("Saved."),
    "archived": N_("Archived. Nothing new is booked on it; what was booked stays."),
    "restored": N_("Restored."),
    "removed": N_("Deleted."),
    "revoked": N_("Revoked. It opens nothing any more."),
    "deactivated": N_("Deactivated. All of this person's sessions and credentials have ended."),
    "activated": N_("Active again."),
    "unlocked": N_("Their second factors are gone, and all of their sessions have ended."),
    "erased": N_("Erased."),
    "paused": N_("Paused."),
    "resumed": N_("Resumed. What happened meanwhile is sent now."),
    "sent": N_("It will be sent again in a moment."),
    "tested": N_("A test was sent; what came of it stands in the log."),
}
"""What a page says about the act that led to it, by the word in its address."""


def admin_page(visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response[bytes]:
    """A page in the frame of the administration; the template extends `admin/admin.html`."""
    frame = {"groups": sections.groups_for(visit), "here": sections.here(visit), "done": values.pop("done", None)}
    return page(visit, template, status=status, **frame, **values)


def done_in(form: Form) -> str | None:
    """The text of what was just done, by the address's word."""
    return DONE.get(form.text("done"))


def done(visit: Visit, path: str, what: str) -> Response[bytes]:
    """Go to the page, which says what was done."""
    return moved(visit, f"{path}?done={what}")


def cut(records: Sequence[T]) -> tuple[Sequence[T], T | None]:
    """Of `PAGE + 1` records those to show, and the last of them if others follow."""
    shown = records[:PAGE]
    return shown, shown[-1] if len(records) > PAGE else None


def address(visit: Visit, form: Form, **more: str) -> str:
    """The page's own address with what its list is narrowed by, and `more`."""
    kept = {name: value for name, value in form.fields if value and name not in ("after", "done", *more)}
    return f"{visit.path}?{urlencode({**kept, **more})}"


def refuse(form: Form, refusal: Refusal, names: Sequence[str] = (), **renamed: str) -> None:
    """Say in the form what was refused; where others were faster, what that means."""
    if isinstance(refusal, VersionMismatch):
        form.refuse("", N_("Somebody else has changed this meanwhile. Look at the history, then save once more."))
    else:
        form.refuse_all(refusal, names, **renamed)


def status_of(form: Form) -> int:
    return 200 if form.ok else 422
