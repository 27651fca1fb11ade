"""What an export says, in English and German."""

from collections.abc import Mapping
from typing import Final

_TEXTS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "title": "Working time records",
        "row": "Row",
        "person": "Person",
        "personnel_number": "Personnel number",
        "day": "Day",
        "start": "Start",
        "start_offset": "Start's offset",
        "end": "End",
        "end_offset": "End's offset",
        "zone": "Time zone",
        "breaks": "Breaks taken",
        "break_times": "Times of breaks",
        "deducted": "Breaks deducted",
        "worked": "Worked",
        "how": "How recorded",
        "recorded_at": "Recorded at (UTC)",
        "corrections": "Later changes",
        "state": "State",
        "record": "record",
        "day_sum": "sum of day",
        "total": "sum",
        "clocked": "clocked",
        "by_hand": "by hand",
        "confirmed": "confirmed",
        "to_confirm": "to be confirmed",
        "running": "running",
        "deleted": "deleted",
        "workspace": "Workspace",
        "range": "Days",
        "made_at": "Made at",
        "chain": "Journal",
        "chain_rows": "rows, seal of the last",
        "none": "No records on these days.",
        "proof": "Proof. Keep this file as it is: whoever saves it anew in a spreadsheet breaks the signature.",
        "note": "Sums of days have ended attendances alone; a break may lie between two of them. Deleted records count "
        "nowhere.",
        "attached": "The same records as a signed CSV file are attached to this document.",
        "signed_by": "Signed with the key",
    },
    "de": {
        "title": "Arbeitszeitnachweis",
        "row": "Zeile",
        "person": "Person",
        "personnel_number": "Personalnummer",
        "day": "Tag",
        "start": "Beginn",
        "start_offset": "Beginn Abstand zu UTC",
        "end": "Ende",
        "end_offset": "Ende Abstand zu UTC",
        "zone": "Zeitzone",
        "breaks": "Genommene Pausen",
        "break_times": "Zeiten der Pausen",
        "deducted": "Abgezogene Pausen",
        "worked": "Gearbeitet",
        "how": "Wie erfasst",
        "recorded_at": "Erfasst am (UTC)",
        "corrections": "Spätere Änderungen",
        "state": "Zustand",
        "record": "Eintrag",
        "day_sum": "Tagessumme",
        "total": "Summe",
        "clocked": "gestempelt",
        "by_hand": "von Hand",
        "confirmed": "bestätigt",
        "to_confirm": "zu bestätigen",
        "running": "läuft",
        "deleted": "gelöscht",
        "workspace": "Arbeitsbereich",
        "range": "Tage",
        "made_at": "Erstellt am",
        "chain": "Journal",
        "chain_rows": "Zeilen, Siegel der letzten",
        "none": "An diesen Tagen ist nichts erfasst.",
        "proof": "Nachweis. Die Datei bleibt, wie sie ist: Wer sie in einer Tabellenkalkulation neu speichert, bricht "
        "die Signatur.",
        "note": "Tagessummen zählen beendete Anwesenheiten; eine Pause kann auch zwischen zweien liegen. Gelöschte "
        "Einträge zählen nirgends.",
        "attached": "Dieselben Einträge liegen diesem Dokument als signierte CSV-Datei bei.",
        "signed_by": "Signiert mit dem Schlüssel",
    },
}


def texts(language: str) -> Mapping[str, str]:
    """The texts in the language of that tag; English for one that there are none in."""
    return _TEXTS["de" if is_german(language) else "en"]


def is_german(language: str) -> bool:
    return language.lower().replace("_", "-").partition("-")[0] == "de"
