"""The hub of live updates: one a server process. It looks at the feed once for all who listen in a workspace.

Nothing runs while nobody listens. Who listens is told kinds of records, put together until they take them: however slow
somebody is, one event waits for them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import msgspec
import structlog
from litestar import Litestar

from uhrwerk.operations import live
from uhrwerk.operations.live import Heard, Listening, News
from uhrwerk.rules.access import Actor
from uhrwerk.storage.commits import ANYTHING, NOTHING, Commit, Ear
from uhrwerk.storage.order import BEGINNING, Order
from uhrwerk.storage.store import Store, Tx

log = structlog.get_logger(__name__)

STREAMS_A_SESSION: Final = 20

PACE: Final = 0.05
"""Seconds between two looks: what is committed meanwhile is told together."""

TRIED_AGAIN_WITHIN: Final = 2.0
"""Seconds until the next look at most, where the last one could not be finished."""

LINGERS: Final = 10.0
"""Seconds for which the hub goes on after the last one has left: a page that is left is often followed by the next."""

TOGETHER: Final = 5.0
"""Seconds between the instants at which those are woken who have heard nothing for long."""

WELCOMED_AT_ONCE: Final = 50
TOLD_AT_ONCE: Final = 50


class TooManyStreams(Exception):
    """A session has as many as one may have."""


def cursor_of(place: Order) -> str:
    """Two numbers: pages of one browser can tell which of them knows more."""
    return f"{place.transaction_id}.{place.position}"


class Told(msgspec.Struct, frozen=True):
    """What a listener is told: the kinds that changed, or to look at everything anew (`reset`)."""

    heard: Heard
    reset: bool
    up_to: Order


class Listener:
    """One connection, and what it has not been told yet. `up_to` is how far it has heard of everything."""

    def __init__(self, actor: Actor, after: Order | None) -> None:
        self.actor = actor
        self.after = after
        self.up_to = BEGINNING
        self.by: Listening | None = None
        self.over = False
        self.welcomed = asyncio.Event()
        self._heard = Heard()
        self._reset = False
        self._woken = asyncio.Event()

    def hear(self, news: News) -> None:
        assert self.by is not None
        self.up_to = news.up_to
        heard = live.heard(news, self.by)
        if not heard.is_nothing:
            self._heard = self._heard.and_(heard)
            self._woken.set()

    def reset(self, up_to: Order) -> None:
        """Nobody can say what changed since they last heard: they are to look at everything anew."""
        self._reset, self.up_to = True, up_to
        self._woken.set()

    def end(self) -> None:
        self.over = True
        self.welcomed.set()
        self._woken.set()

    async def next(self, within: float) -> Told | None:
        """What is new, as soon as there is something; None after `within` seconds, or when it is over."""
        # Woken, not cancelled: of a thousand who listen, hardly ever is there anything new for one.
        loop = asyncio.get_running_loop()
        patience = loop.call_at(_together(loop.time() + within, within), self._woken.set)
        try:
            await self._woken.wait()
        finally:
            patience.cancel()
        self._woken.clear()
        if self.over or (self._heard.is_nothing and not self._reset):
            return None
        told = Told(self._heard, self._reset, self.up_to)
        self._heard, self._reset = Heard(), False
        return told


def _together(instant: float, within: float) -> float:
    """The instant, or somewhat earlier, when others are woken, too: to wake the process takes longer than all else."""
    return instant - instant % TOGETHER if within > 2 * TOGETHER else instant


class Room:
    """A workspace in which somebody listens, and how far its feed was looked at."""

    def __init__(self, workspace_id: str) -> None:
        self.workspace_id = workspace_id
        self.place: Order | None = None
        self.newcomers: list[Listener] = []
        self.listeners: set[Listener] = set()
        self.due = False
        self.doors_due = False

    def everybody(self) -> list[Listener]:
        return [*self.listeners, *self.newcomers]

    def streams_of(self, session_id: str) -> int:
        return sum(each.actor.credential_id == session_id for each in self.everybody())

    async def round(self, store: Store, commit: Commit) -> None:
        """See to what the commit may have changed, to what is left from the last round, and to who has come."""
        concerned = commit.concerns(self.workspace_id)
        self.due |= concerned
        self.doors_due |= concerned and commit.directory
        if self.doors_due:
            await self._look_who_may_listen(store)
        if self.due:
            await self._look(store)
        while self.newcomers:
            await self._welcome(store)

    async def _look_who_may_listen(self, store: Store) -> None:
        """End the streams of sessions that do not stand any more; the others hear what they may read by now."""
        present = list(self.listeners)
        actors = [each.actor for each in present]
        standing = await store.read(lambda tx: live.listening(tx, self.workspace_id, actors))
        self.doors_due = False
        for each in present:
            each.by = standing.get(each.actor.credential_id)
            if each.by is None:
                each.end()
                self.listeners.discard(each)

    async def _look(self, store: Store) -> None:
        place = self.place
        if place is None:
            self.due = False
            return
        news = await store.read(lambda tx: live.news(tx, self.workspace_id, place))
        self.place, self.due = news.up_to, news.more or news.held_up
        for number, each in enumerate(list(self.listeners), 1):
            each.hear(news)
            if number % TOLD_AT_ONCE == 0:
                # What they send is sent, and what others ask is answered, before the next ones are told.
                await asyncio.sleep(0)

    async def _welcome(self, store: Store) -> None:
        """Let some of the newcomers in, each with what has changed since they last heard."""
        coming = self.newcomers[:WELCOMED_AT_ONCE]

        async def read(tx: Tx) -> tuple[Order, dict[str, Listening], list[News | None]]:
            newest = await live.newest(tx, self.workspace_id)
            standing = await live.listening(tx, self.workspace_id, [each.actor for each in coming])
            return newest, standing, [await _since(tx, self.workspace_id, each.after, newest) for each in coming]

        newest, standing, missed = await store.read(read)
        self.place = self.place or newest
        for each, news in zip(coming, missed, strict=True):
            # Who has left while this was read is over, and is no newcomer any more.
            if each in self.newcomers:
                self.newcomers.remove(each)
            each.by = standing.get(each.actor.credential_id)
            if each.by is None or each.over:
                each.end()
                continue
            if news is None:
                each.reset(newest)
            else:
                each.hear(news)
                self.due |= news.held_up
            self.listeners.add(each)
            each.welcomed.set()


async def _since(tx: Tx, workspace_id: str, after: Order | None, newest: Order) -> News | None:
    """What has changed after a place; None where that cannot be said."""
    if after is None:
        return News(newest)
    if after > newest:
        return None
    news = await live.news(tx, workspace_id, after)
    return None if news.more else news


def hub_of(app: Litestar) -> "Hub":
    """The house's hub. It is made for the first who asks for it."""
    if "hub" not in app.state:
        app.state.hub = Hub(app.state.house.store)
    hub: Hub = app.state.hub
    return hub


class Hub:
    """`open` ends with the server: nobody is let in any more."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rooms: dict[str, Room] = {}
        self._task: asyncio.Task[None] | None = None
        self._ear: Ear | None = None
        self.open = True

    @asynccontextmanager
    async def listening(self, actor: Actor, after: Order | None) -> AsyncIterator[Listener]:
        """Hear of what the actor may read, from a place in the feed on (None: from now on). Raises TooManyStreams."""
        room = self._rooms.setdefault(actor.workspace_id, Room(actor.workspace_id))
        if room.streams_of(actor.credential_id) >= STREAMS_A_SESSION:
            raise TooManyStreams
        listener = Listener(actor, after)
        room.newcomers.append(listener)
        self._wake()
        try:
            await listener.welcomed.wait()
            yield listener
        finally:
            self._leave(room, listener)

    async def cursor(self, workspace_id: str) -> str:
        """After which a page that is made now is to listen: nothing that it shows is older."""
        room = self._rooms.get(workspace_id)
        if room is not None and room.place is not None:
            return cursor_of(room.place)
        return cursor_of(await self._store.read(lambda tx: live.newest(tx, workspace_id)))

    def end(self) -> None:
        """The server stops: every stream ends."""
        self.open = False
        for room in self._rooms.values():
            for listener in room.everybody():
                listener.end()

    async def close(self) -> None:
        self.end()
        task = self._stop()
        if task is not None:
            await asyncio.wait([task])

    def _wake(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        elif self._ear is not None:
            self._ear.tell(NOTHING)

    def _leave(self, room: Room, listener: Listener) -> None:
        listener.end()
        room.listeners.discard(listener)
        if listener in room.newcomers:
            room.newcomers.remove(listener)
        if not room.everybody():
            self._rooms.pop(room.workspace_id, None)
        if not self._rooms and self._task is not None:
            asyncio.get_running_loop().call_later(LINGERS, self._stop_if_alone, self._task)

    def _stop_if_alone(self, task: asyncio.Task[None]) -> None:
        if not self._rooms and self._task is task:
            self._stop()

    def _stop(self) -> asyncio.Task[None] | None:
        task, self._task, self._ear = self._task, None, None
        if task is not None:
            task.cancel()
        return task

    async def _run(self) -> None:
        while True:
            try:
                async with self._store.commits() as ear:
                    self._ear = ear
                    await self._go_round(ear)
            except Exception as error:
                log.error("live updates ended", exc_info=error)
                await asyncio.sleep(TRIED_AGAIN_WITHIN)

    async def _go_round(self, ear: Ear) -> None:
        commit: Commit | None = ANYTHING
        patience = PACE
        while True:
            unfinished = await self._round(commit or NOTHING)
            await asyncio.sleep(PACE)
            patience = min(2 * patience, TRIED_AGAIN_WITHIN) if unfinished and commit is None else PACE
            commit = await _next(ear, patience if unfinished else None)

    async def _round(self, commit: Commit) -> bool:
        """Whether something is left to do."""
        for room in list(self._rooms.values()):
            try:
                await room.round(self._store, commit)
            except Exception as error:
                log.error("live updates held up", workspace=room.workspace_id, exc_info=error)
                room.due = True
        return any(room.due or room.doors_due or room.newcomers for room in self._rooms.values())


async def _next(ear: Ear, within: float | None) -> Commit | None:
    try:
        async with asyncio.timeout(within):
            return await ear.next()
    except TimeoutError:
        return None
