"""Saved reports: questions about time that somebody asks again and again."""

from typing import Any

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.tables import saved_report


class SavedReport(Owned, frozen=True):
    """`definition` is what the report asks for; a `shared` one is seen by the whole workspace."""

    name: str
    shared: bool
    definition: dict[str, Any]


shelf = Shelf(saved_report, SavedReport)
