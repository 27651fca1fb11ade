"""Hearing of commits: what a store's listeners are told, put together until they come to it."""

import asyncio
from collections.abc import Iterable

import msgspec


class Commit(msgspec.Struct, frozen=True):
    """That something was committed: in which workspaces (None: it may be any), and whether to what opens doors
    (people, credentials, settings, teams).
    """

    workspaces: frozenset[str] | None
    directory: bool

    def and_(self, other: "Commit") -> "Commit":
        both = None if self.workspaces is None or other.workspaces is None else self.workspaces | other.workspaces
        return Commit(both, self.directory or other.directory)

    def concerns(self, workspace_id: str) -> bool:
        return self.workspaces is None or workspace_id in self.workspaces


ANYTHING = Commit(None, True)
"""Another process has written, and has not said what."""


NOTHING = Commit(frozenset(), False)


class Ear:
    """Keeps what it is told until somebody asks; any number of commits become one."""

    def __init__(self) -> None:
        self._told = asyncio.Event()
        self._heard: Commit | None = None

    def tell(self, commit: Commit) -> None:
        self._heard = commit if self._heard is None else self._heard.and_(commit)
        self._told.set()

    async def next(self) -> Commit:
        """What was committed since the last time it was asked; it waits until there is something."""
        await self._told.wait()
        self._told.clear()
        heard, self._heard = self._heard, None
        assert heard is not None
        return heard


def tell(ears: Iterable[Ear], commit: Commit) -> None:
    for ear in ears:
        ear.tell(commit)
