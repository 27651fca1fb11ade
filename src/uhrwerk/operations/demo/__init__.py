"""The demo: two workspaces of people who have worked for some weeks.

Everything is made by the operations that faces use, with a `now` in the past, so that records, roll-up and journal
are what they would be had it happened. Refreshing adds the days that have passed since; days that somebody has closed
meanwhile are left alone.
"""

from uhrwerk.operations.demo.board import Running, board
from uhrwerk.operations.demo.build import Made, Piece, make_or_refresh, workspace_of
from uhrwerk.operations.demo.cast import CAST, WorkspacePlan
from uhrwerk.operations.demo.history import live
from uhrwerk.operations.demo.paperwork import PAPERWORK
from uhrwerk.operations.demo.presence import settle
from uhrwerk.operations.demo.surroundings import SURROUNDINGS
from uhrwerk.operations.demo.trying import Trial, account_to_try, accounts_to_try

__all__ = [
    "CAST",
    "PAPERWORK",
    "SURROUNDINGS",
    "Made",
    "Piece",
    "Running",
    "Trial",
    "WorkspacePlan",
    "account_to_try",
    "accounts_to_try",
    "board",
    "live",
    "make_or_refresh",
    "settle",
    "workspace_of",
]
