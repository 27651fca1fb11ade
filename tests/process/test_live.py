"""A browser that listens does not keep the server from ending."""

import asyncio
from datetime import UTC, datetime

from tests.home import Workplace, settings_for
from tests.process.server import Server
from uhrwerk.bootstrap import open_house
from uhrwerk.operations import sessions


async def _signed_in(server: Server, place: Workplace) -> str:
    async with open_house(settings_for(server.database_url, server.data_dir)) as house:
        now = datetime.now(UTC)
        begun = await house.store.write(lambda tx: sessions.begin(tx, now, place.id, place.owner.id, "a browser"))
        return begun.token


async def _listening_while_it_ends(server: Server, token: str) -> tuple[bytes, int]:
    """What came after the greeting, to the end of the stream, and how the server ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"GET /live HTTP/1.1\r\nHost: test\r\nCookie: uhrwerk_session={token}\r\n\r\n".encode())
    await reader.readuntil(b"event: hello")
    await reader.readuntil(b"\n\n")
    ending = asyncio.create_task(asyncio.to_thread(server.terminate))
    rest = await reader.read()
    writer.close()
    return rest, await ending


def test_sigterm_ends_streams_at_once_and_the_server_with_them(server: Server) -> None:
    """Its worker would be killed after 30 seconds otherwise, and say so."""
    place = server.prepare()
    token = asyncio.run(_signed_in(server, place))
    server.start()
    rest, code = asyncio.run(_listening_while_it_ends(server, token))
    assert rest.endswith(b"0\r\n\r\n")
    assert b"event:" not in rest
    assert code == 0
    assert "kill" not in server.log.lower()
