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
        "running_note": "People of the demo workspaces with an active timer.",
        "nobody": "Nobody has a timer running.",
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
    },
    "de": {
        "title": "Uhrwerk, die Stempeluhr",
        "claim": "Eine Uhr, viele Zifferblätter.",
        "about": "Projektzeit und Anwesenheit starten, unterbrechen, fortsetzen und beenden: über die eigene "
        "Schnittstelle oder über die von awork, TimeTrack und onOffice. Alle sehen dieselbe Uhr.",
        "running": "Läuft gerade",
        "running_note": "Menschen in den Demo-Arbeitsbereichen, deren Uhr läuft oder pausiert.",
        "nobody": "Bei niemandem läuft eine Uhr.",
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
