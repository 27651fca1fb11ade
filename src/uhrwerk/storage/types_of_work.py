"""Types of work: what kind of work a time entry records."""

from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.tables import type_of_work


class TypeOfWork(Kept, frozen=True):
    name: str
    icon: str | None
    note: str | None
    archived: bool


shelf = Shelf(type_of_work, TypeOfWork)
