"""What the consent page says of scopes and problems: English, the keys of the translations."""

from typing import Final

from uhrwerk.entrypoints.web.languages import N_

SCOPES: Final = {
    "full_access": N_("do everything that you may do"),
    "offline_access": N_("go on while you are away, until you end it"),
    "time:read": N_("read project time"),
    "time:write": N_("start, stop and change project time"),
    "attendance:read": N_("read attendance, working time and balance"),
    "attendance:write": N_("clock in and out and change attendance"),
    "absences:read": N_("read absences"),
    "absences:write": N_("enter and change absences"),
    "expenses:read": N_("read expenses"),
    "expenses:write": N_("enter and change expenses"),
    "approvals:read": N_("read timesheets, requests for corrections and overtime, and locks"),
    "approvals:write": N_("hand in timesheets, ask for corrections and overtime, and decide about them"),
    "directory:read": N_("read people, contracts, clients, projects and tasks"),
    "directory:write": N_("change people, contracts, clients, projects and tasks, as far as you may"),
    "journal:read": N_("read the journal"),
    "webhooks": N_("have other servers told of what happens"),
}

PROBLEMS: Final = {
    "wrong": N_("Name and password do not belong together. Nothing was allowed."),
    "choose": N_("You have an account in several workspaces. Choose one and give the password again."),
    "shared_address": N_("Several people share this e-mail address. Sign in with your user name."),
    "throttled": N_("Too many attempts. Try again in %(minutes)s min."),
    "gone": N_("That account or application is no longer there. Nothing was allowed."),
    "code": N_("This account has a second factor. Type your password once more, and the code."),
    "wrong_code": N_("This code is not right, or it was used already."),
    "second_factor": N_("Your workspace asks for a second factor. Sign in to Uhrwerk and set it up first."),
}

REFUSED: Final = {
    "client": N_("The application that sent you here is not known."),
    "redirect": N_("The application wants you to be sent to an address that it has not named before."),
    "expired": N_(
        "This page has been open for too long, or came from elsewhere. Go back to the application and begin again."
    ),
    "request": N_("The application's request is not right."),
}
