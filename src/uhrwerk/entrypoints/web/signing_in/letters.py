"""What letters say: in the language of whom they are for."""

from uhrwerk.entrypoints.mail import Letter
from uhrwerk.entrypoints.web.languages import LANGUAGES, N_, catalogue, primary
from uhrwerk.operations.account_links import Opened
from uhrwerk.storage.account_links import LinkKind
from uhrwerk.storage.people import Person

_SUBJECTS = {
    LinkKind.INVITATION: N_("Your account in Uhrwerk"),
    LinkKind.RESET: N_("A new password for Uhrwerk"),
}
_TEXTS = {
    LinkKind.INVITATION: N_(
        "Hello %(name)s,\n\n%(inviter)s has made an account for you in the workspace “%(workspace)s”. Your username is "
        "%(username)s. Choose a password within seven days:\n\n%(link)s\n\nThe link can be used once. If you do not "
        "know what this is about, do nothing.\n"
    ),
    LinkKind.RESET: N_(
        "Hello %(name)s,\n\nsomebody, hopefully you, has asked for a new password for %(username)s in the workspace "
        "“%(workspace)s”. Choose it within an hour:\n\n%(link)s\n\nThe link can be used once. If it was not you, do "
        "nothing: your password stays as it is.\n"
    ),
}


def letter(opened: Opened, link: str, inviter: str = "") -> Letter:
    """The letter that brings a link. `inviter` is the name of who invites."""
    person = opened.person
    texts = catalogue(spoken_by(person))
    text = texts.gettext(_TEXTS[opened.kind]) % {
        "name": person.first_name,
        "username": person.username,
        "workspace": opened.workspace.name,
        "link": link,
        "inviter": inviter,
    }
    return Letter(opened.kind.value, person.email, texts.gettext(_SUBJECTS[opened.kind]), text)


def spoken_by(person: Person) -> str:
    language = primary(person.language)
    return language if language in LANGUAGES else "en"
