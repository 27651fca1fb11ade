"""/admin/settings: all that a workspace can set, as the registry of options has it, in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from litestar import Response, get, post

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.options import OPTIONS
from uhrwerk.entrypoints.web.admin import desk
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.sections import SETTINGS, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import workspaces
from uhrwerk.operations.settings import Option
from uhrwerk.storage import settings
from uhrwerk.storage.store import Tx

SWITCH: Final = {"on": N_("On"), "off": N_("Off")}
YEARS: Final = {
    **{str(years): N_("%(years)s years") for years in range(2, 11)},
    "forever": N_("For ever"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a setting is called and means, in English, the keys of the translations; and its values' words."""

    label: str
    about: str
    words: Mapping[str, str] = field(default_factory=lambda: SWITCH)


GROUPS: Final[Sequence[tuple[str, Mapping[str, Said]]]] = (
    (
        N_("Working time"),
        {
            "forgotten-clock": Said(
                N_("Forgotten clocks"),
                N_("What becomes of a clock that nobody stops. One that was stopped by itself waits to be confirmed."),
                {
                    "stop-after-24-h": N_("Stopped after 24 hours"),
                    "stop-at-day-limit": N_("Stopped at the day's limit of the law"),
                    "never": N_("Runs on"),
                },
            ),
            "forgotten-clock-warning": Said(
                N_("Warning of a forgotten clock"),
                N_("How long after its start a clock that still runs is warned of."),
                {
                    "6-h": N_("After 6 hours"),
                    "8-h": N_("After 8 hours"),
                    "9-h": N_("After 9 hours"),
                    "10-h": N_("After 10 hours"),
                    "12-h": N_("After 12 hours"),
                    "never": N_("Never"),
                },
            ),
            "short-rest": Said(
                N_("Shorter rest"),
                N_("The trade may shorten the rest between shifts as its law allows: care, restaurants, transport."),
            ),
            "own-corrections": Said(
                N_("Corrections of one's own attendance"),
                N_("Whether people write down and correct their attendance themselves. The clock stays theirs."),
                {"free": N_("By themselves"), "by-request": N_("On request, to be approved")},
            ),
            "team-board": Said(
                N_("Team board"),
                N_("Who sees who is in, on break or out."),
                {"leads": N_("Leads their teams, administrators all"), "everyone": N_("Everybody")},
            ),
            "retention": Said(
                N_("Attendances are kept for"),
                N_("After they ended. Then punches, notes and places are erased by themselves; the law asks for two."),
                YEARS,
            ),
        },
    ),
    (
        N_("Approvals and absences"),
        {
            "self-approval": Said(
                N_("Approving for oneself"),
                N_("Administrators and leads may decide what they asked for themselves, and keep their own contracts."),
            ),
            "beyond-entitlement": Said(
                N_("More days than remain"),
                N_("What happens when somebody asks for more days of vacation than they have left."),
                {"allow": N_("Whoever decides sees it"), "refuse": N_("It is refused")},
            ),
        },
    ),
    (
        N_("Billing"),
        {
            "rounding": Said(
                N_("Billed in steps of"),
                N_("Time entries are billed in whole steps; the exact record stays as it is."),
                {
                    "none": N_("No steps"),
                    "5-minutes": N_("5 minutes"),
                    "6-minutes": N_("6 minutes"),
                    "10-minutes": N_("10 minutes"),
                    "15-minutes": N_("15 minutes"),
                },
            ),
            "rounding-mode": Said(
                N_("A step that was begun"),
                N_("Whether it is billed in full, not at all, or from its half on."),
                {"up": N_("In full"), "down": N_("Not at all"), "nearest": N_("From its half on")},
            ),
            "rounding-grace": Said(
                N_("Not yet rounded up"),
                N_("So much over a whole step is not billed."),
                {
                    "none": N_("Nothing"),
                    "1-minute": N_("1 minute"),
                    "2-minutes": N_("2 minutes"),
                    "3-minutes": N_("3 minutes"),
                    "5-minutes": N_("5 minutes"),
                },
            ),
        },
    ),
    (
        N_("Signing in"),
        {
            "second-factor": Said(
                N_("Second factor"),
                N_("Who needs a code or a passkey beside the password."),
                {
                    "optional": N_("Who wants to"),
                    "admins": N_("Administrators"),
                    "required": N_("Everybody"),
                },
            ),
            "sign-in.private_issuers": Said(
                N_("Identity providers in one's own network"),
                N_("Single sign-on may lead to private addresses, and speak http. For a provider of your own."),
            ),
        },
    ),
    (
        N_("Interfaces"),
        {
            "webhooks.private_targets": Said(
                N_("Webhooks into one's own network"),
                N_("They may lead to private addresses, such as this machine and its network."),
            ),
            "awork.rate_limit": Said(
                N_("awork: limit of requests"),
                N_("50 requests a second and 1000 a minute, as awork itself has it."),
            ),
            "onoffice.module": Said(N_("onOffice: time recording"), N_("The module is active.")),
            "onoffice.app_switch": Said(
                N_("onOffice: from outside"), N_("Working time may be started and stopped by other programs.")
            ),
            "onoffice.hmac_1": Said(
                N_("onOffice: HMAC version 1"),
                N_("Calls may be signed in the old way, which rests on MD5. Only for programs that know no other."),
            ),
            "timetrack.z_means": Said(
                N_("TimeTrack: the Z behind a time"),
                N_("Stands for the person's wall clock, as TimeTrack itself has it, or for UTC."),
                {"local": N_("Wall clock"), "utc": "UTC"},
            ),
            "timetrack.unknown_names": Said(
                N_("TimeTrack: unknown clients and projects"),
                N_("What happens when a program names one that there is not."),
                {"refuse": N_("Refused"), "create": N_("Made")},
            ),
        },
    ),
)
"""In which order they stand, and what they are called. What is not listed here stands at the end, in its own words."""


@dataclass(frozen=True, slots=True)
class Control:
    """An option as the form shows it. `name` is the field's; `default` the word that holds where nothing is set."""

    option: Option
    said: Said

    @property
    def name(self) -> str:
        return self.option.name

    @property
    def default(self) -> str:
        return next(iter(self.option.values))

    def text(self, word: str) -> str:
        return self.said.words.get(word, word)


def groups() -> list[tuple[str, list[Control]]]:
    """Every option of the registry, once."""
    told = [
        (title, [Control(OPTIONS[name], said) for name, said in of.items() if name in OPTIONS]) for title, of in GROUPS
    ]
    known = {name for _, of in GROUPS for name in of}
    others = [
        Control(option, Said(name, option.meaning, SWITCH if set(option.values) == set(SWITCH) else {}))
        for name, option in OPTIONS.items()
        if name not in known
    ]
    return [*told, (N_("Others"), others)] if others else told


@get("/")
async def settings_page(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request)
    kept = await visit.house.store.read(lambda tx: settings.all_of(tx, visit.actor.workspace_id))
    form = Form([(name, option.word(kept)) for name, option in OPTIONS.items()])
    return _shown(visit, form, desk.done_in(Form.of_query(request)))


@post("/", status_code=200)
async def save(request: AnyRequest) -> Response[bytes]:
    """All of them or, where one is wrong, none."""
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    for name, option in OPTIONS.items():
        if name in form and form.text(name) not in option.values:
            form.refuse(name, N_("This cannot be chosen."))
    if not form.ok:
        return _shown(visit, form)
    actor = visit.because(form.given("reason"))

    async def run(tx: Tx) -> None:
        await tx.lock(actor.workspace_id, actor.workspace_id)
        kept = await settings.all_of(tx, actor.workspace_id)
        for name, option in OPTIONS.items():
            # One that is left at what holds anyway is not set: should the default change, it changes with it.
            if name in form and form.text(name) != option.word(kept):
                await workspaces.change_setting(tx, actor, visit.now, name, option.values[form.text(name)])

    await visit.house.store.write(run)
    return done(visit, SETTINGS.path, "saved")


def _shown(visit: Visit, form: Form, told: str | None = None) -> Response[bytes]:
    values = {"form": form, "groups_of_options": groups()}
    return admin_page(visit, "admin/settings.html", status=desk.status_of(form), done=told, **values)


router = Router("/settings", route_handlers=[settings_page, save])
