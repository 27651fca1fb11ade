"""What the pages say, in English and German."""

from collections.abc import Mapping
from typing import Final

_TEXTS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "title": "Uhrwerk, the time clock",
        "claim": "One time clock, many faces.",
        "about": "Start, pause, resume and stop project time and attendance through the native API or through the "
        "APIs of awork, TimeTrack and onOffice. All of them see the same clock.",
        "running": "Running right now",
        "running_note": "People of the demo workspaces with an active timer, or at work without one.",
        "nobody": "Nobody has a timer running, and nobody is at work.",
        "at_work": "At work",
        "no_demo": "Who is running what is shown to signed-in people; the web app comes next.",
        "person": "Person",
        "workspace": "Workspace",
        "what": "What",
        "state": "State",
        "since": "Since",
        "elapsed": "Time",
        "state_running": "running",
        "state_paused": "on break",
        "faces": "Point your client here",
        "face": "Interface",
        "path": "Base path",
        "native": "Native API",
        "docs": "Browse the API documentation",
        "skip": "Skip to the content",
        "consent_title": "Allow access?",
        "consent_asks": "would like to act for you in Uhrwerk.",
        "consent_workspace": "Workspace",
        "consent_any_workspace": "the one of the account that you sign in with",
        "consent_unknown": "It has registered itself; nobody of your workspace has vouched for it.",
        "consent_scopes": "It may then",
        "consent_destination": "Afterwards you are sent to",
        "consent_care": "Allow this only if you have just asked for it yourself.",
        "name": "Username or e-mail",
        "password": "Password",
        "allow": "Allow",
        "deny": "Deny",
        "choose_workspace": "Which workspace?",
        "problem_wrong": "Name and password do not belong together. Nothing was allowed.",
        "problem_choose": "You have an account in several workspaces. Choose one and give the password again.",
        "problem_shared_address": "Several people share this e-mail address. Sign in with your user name.",
        "problem_throttled": "Too many attempts. Try again in {minutes} min.",
        "problem_gone": "That account or application is no longer there. Nothing was allowed.",
        "refused_title": "This cannot be asked",
        "refused_client": "The application that sent you here is not known.",
        "refused_redirect": "The application wants you to be sent to an address that it has not named before.",
        "refused_expired": "This page has been open for too long, or came from elsewhere. Go back to the application "
        "and begin again.",
        "refused_request": "The application's request is not right.",
        "refused_developer": "For its developers",
        "scope_full_access": "do everything that you may do",
        "scope_offline_access": "go on while you are away, until you end it",
        "scope_time:read": "read project time",
        "scope_time:write": "start, stop and change project time",
        "scope_attendance:read": "read attendance, working time and balance",
        "scope_attendance:write": "clock in and out and change attendance",
        "scope_absences:read": "read absences",
        "scope_absences:write": "enter and change absences",
        "scope_expenses:read": "read expenses",
        "scope_expenses:write": "enter and change expenses",
        "scope_approvals:read": "read timesheets, requests for corrections and overtime, and locks",
        "scope_approvals:write": "hand in timesheets, ask for corrections and overtime, and decide about them",
        "scope_directory:read": "read people, contracts, clients, projects and tasks",
        "scope_directory:write": "change people, contracts, clients, projects and tasks, as far as you may",
        "scope_journal:read": "read the journal",
        "scope_webhooks": "have other servers told of what happens",
    },
    "de": {
        "title": "Uhrwerk, die Stempeluhr",
        "claim": "Eine Uhr, viele Zifferblätter.",
        "about": "Projektzeit und Anwesenheit starten, unterbrechen, fortsetzen und beenden: über die eigene "
        "Schnittstelle oder über die von awork, TimeTrack und onOffice. Alle sehen dieselbe Uhr.",
        "running": "Läuft gerade",
        "running_note": "Menschen in den Demo-Arbeitsbereichen, deren Uhr läuft oder pausiert, oder die da sind.",
        "nobody": "Bei niemandem läuft eine Uhr, und niemand ist bei der Arbeit.",
        "at_work": "Bei der Arbeit",
        "no_demo": "Wer gerade woran arbeitet, sehen angemeldete Menschen; die Web-App kommt als Nächstes.",
        "person": "Person",
        "workspace": "Arbeitsbereich",
        "what": "Woran",
        "state": "Zustand",
        "since": "Seit",
        "elapsed": "Zeit",
        "state_running": "läuft",
        "state_paused": "in der Pause",
        "faces": "Hierhin zeigt Ihr Client",
        "face": "Schnittstelle",
        "path": "Basispfad",
        "native": "Eigene Schnittstelle",
        "docs": "Zur Dokumentation der Schnittstelle",
        "skip": "Zum Inhalt springen",
        "consent_title": "Zugriff erlauben?",
        "consent_asks": "möchte in Uhrwerk für Sie handeln.",
        "consent_workspace": "Arbeitsbereich",
        "consent_any_workspace": "der des Kontos, mit dem Sie sich anmelden",
        "consent_unknown": "Sie hat sich selbst angemeldet; niemand aus Ihrem Arbeitsbereich bürgt für sie.",
        "consent_scopes": "Die Anwendung darf dann",
        "consent_destination": "Danach geht es weiter zu",
        "consent_care": "Erlauben Sie das nur, wenn Sie es gerade selbst angestoßen haben.",
        "name": "Benutzername oder E-Mail",
        "password": "Passwort",
        "allow": "Erlauben",
        "deny": "Ablehnen",
        "choose_workspace": "Welcher Arbeitsbereich?",
        "problem_wrong": "Name und Passwort passen nicht zusammen. Es wurde nichts erlaubt.",
        "problem_choose": "Sie haben in mehreren Arbeitsbereichen ein Konto. Wählen Sie einen und geben Sie das "
        "Passwort noch einmal ein.",
        "problem_shared_address": "Mehrere Personen teilen sich diese E-Mail-Adresse. Melden Sie sich mit Ihrem "
        "Benutzernamen an.",
        "problem_throttled": "Zu viele Versuche. Versuchen Sie es in {minutes} Min. wieder.",
        "problem_gone": "Dieses Konto oder diese Anwendung gibt es nicht mehr. Es wurde nichts erlaubt.",
        "refused_title": "Das geht so nicht",
        "refused_client": "Die Anwendung, von der Sie kommen, ist nicht bekannt.",
        "refused_redirect": "Die Anwendung möchte Sie an eine Adresse schicken, die sie nicht angegeben hat.",
        "refused_expired": "Diese Seite war zu lange offen oder kam von anderswo. Gehen Sie zurück zur Anwendung und "
        "beginnen Sie neu.",
        "refused_request": "Die Anfrage der Anwendung ist nicht richtig.",
        "refused_developer": "Für ihre Entwickler",
        "scope_full_access": "alles tun, was Sie dürfen",
        "scope_offline_access": "weitermachen, während Sie weg sind, bis Sie es beenden",
        "scope_time:read": "Projektzeiten lesen",
        "scope_time:write": "Projektzeiten starten, beenden und ändern",
        "scope_attendance:read": "Anwesenheit, Arbeitszeit und Zeitkonto lesen",
        "scope_attendance:write": "ein- und ausstempeln und Anwesenheit ändern",
        "scope_absences:read": "Abwesenheiten lesen",
        "scope_absences:write": "Abwesenheiten eintragen und ändern",
        "scope_expenses:read": "Ausgaben lesen",
        "scope_expenses:write": "Ausgaben eintragen und ändern",
        "scope_approvals:read": "Stundenzettel, Anträge und Sperren lesen",
        "scope_approvals:write": "Stundenzettel einreichen, Korrekturen und Überstunden beantragen und entscheiden",
        "scope_directory:read": "Menschen, Verträge, Kunden, Projekte und Aufgaben lesen",
        "scope_directory:write": "Menschen, Verträge, Kunden, Projekte und Aufgaben ändern, soweit Sie es dürfen",
        "scope_journal:read": "das Protokoll lesen",
        "scope_webhooks": "andere Server wissen lassen, was geschieht",
    },
}


def language(accepted: str) -> str:
    """`de` or `en`: the first of the two that the header Accept-Language names, by weight; else `en`."""
    choices = []
    for position, part in enumerate(accepted.split(",")[:20]):
        tag, _, parameters = part.strip().partition(";")
        weight = parameters.strip().removeprefix("q=")
        quality = (
            float(weight) if weight.replace(".", "", 1).isascii() and weight.replace(".", "", 1).isdigit() else 1.0
        )
        primary = tag.partition("-")[0].lower()
        if primary in _TEXTS and quality > 0:
            choices.append((-quality, position, primary))
    return min(choices)[2] if choices else "en"


def texts(spoken: str) -> Mapping[str, str]:
    return _TEXTS[spoken]
