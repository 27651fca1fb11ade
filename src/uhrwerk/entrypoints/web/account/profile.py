"""/account: what one says of oneself, and how the pages look."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.datastructures import Cookie

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import LANGUAGES, N_
from uhrwerk.entrypoints.web.pages import moved, page
from uhrwerk.entrypoints.web.reader import THEME_COOKIE, THEMES
from uhrwerk.entrypoints.web.session import is_secure
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.entrypoints.web.zones import zone_names
from uhrwerk.operations import people
from uhrwerk.operations.preferences import CHOICES, CLOCK, THEME
from uhrwerk.rules.refusals import Refusal

A_YEAR: Final = 365 * 24 * 3600
LANGUAGE_NAMES: Final = {"en": "English", "de": "Deutsch"}
CLOCKS: Final = {"auto": N_("As the language has it"), "24": N_("24 hours"), "12": N_("12 hours, a.m. and p.m.")}
COLOURS: Final = {"system": N_("As the device has it"), "light": N_("Light"), "dark": N_("Dark")}


@get("/account")
async def account_page(request: AnyRequest) -> Response[bytes]:
    saved = Form.of_query(request).ticked("saved")
    return _shown(await visit_of(request), said=N_("Saved.") if saved else None)


@post("/account", status_code=200)
async def change_account(request: AnyRequest) -> Response[bytes]:
    """303 to the page; the form again (422)."""
    visit, form = await visit_of(request), await Form.of(request)
    person = visit.person
    wanted: dict[str, Any] = {"language": form.text("language", person.language)}
    wanted["preferences"] = {name: form.text(name, CHOICES[name][0]) for name in (CLOCK, THEME)}
    if visit.actor.role != "auditor":
        wanted |= {name: form.text(name) for name in ("first_name", "last_name")}
    if visit.is_admin:
        wanted["email"] = form.text("email")
        if form.text("zone") != visit.zone.key:
            wanted["zone"] = form.text("zone")
    if wanted["language"] not in LANGUAGES:
        form.refuse("language", N_("must be one of those offered"))
    try:
        if form.ok:
            await visit.house.store.write(lambda tx: people.change(tx, visit.actor, visit.now, person.id, wanted))
    except Refusal as refused:
        form.refuse_all(refused, wanted.keys() | {CLOCK, THEME})
    if not form.ok:
        return _shown(visit, form, status=422)
    answer = moved(visit, "/account?saved=yes")
    answer.set_cookie(_theme_cookie(request, wanted["preferences"][THEME]))
    return answer


def _shown(visit: Visit, form: Form | None = None, *, status: int = 200, said: str | None = None) -> Response[bytes]:
    person = visit.person
    kept = Form.with_values(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        zone=visit.zone.key,
        language=person.language.partition("-")[0],
        **{name: person.preferences.get(name, choices[0]) for name, choices in CHOICES.items()},
    )
    return page(
        visit,
        "account/profile.html",
        status=status,
        form=kept if form is None else form,
        said=said,
        languages=[(tag, LANGUAGE_NAMES[tag]) for tag in LANGUAGES],
        clocks=[(value, visit.t(text)) for value, text in CLOCKS.items()],
        colours=[(value, visit.t(text)) for value, text in COLOURS.items()],
        zones=[(name, name.replace("_", " ")) for name in ("UTC", *zone_names())],
    )


def _theme_cookie(request: AnyRequest, theme: str) -> Cookie:
    """What this browser has chosen goes before what the person has: both say the same from now on."""
    chosen = theme if theme in THEMES else ""
    age = A_YEAR if chosen else 0
    # Read by the page's script too, which changes it at once.
    return Cookie(THEME_COOKIE, value=chosen, max_age=age, samesite="lax", secure=is_secure(request))


router = Router("/", route_handlers=[account_page, change_account])
