"""The page at `/welcome`: what this is, who is running what in the demo, and who is at work there."""

from dataclasses import dataclass

from litestar import Response, get

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.web.pages import outer_page
from uhrwerk.entrypoints.web.reader import reader_of
from uhrwerk.operations import demo
from uhrwerk.operations.demo import Running


@get("/welcome")
async def welcome_page(request: AnyRequest) -> Response[bytes]:
    """Only demo workspaces are shown, and only where demos are on."""
    house = house_of(request)
    now = house.now()
    board = await house.store.read(lambda tx: demo.board(tx, now)) if house.demo else []
    return outer_page(reader_of(request), "welcome.html", demo=house.demo, rows=[_row(each) for each in board])


@dataclass(frozen=True, slots=True)
class Row:
    workspace: str
    person: str
    what: str | None
    state: str
    since: str
    since_exact: str
    elapsed: str


def _row(running: Running) -> Row:
    minutes = running.net_seconds // 60
    return Row(
        workspace=running.workspace,
        person=running.person,
        what=running.what,
        state=running.state.value,
        since=f"{running.started_at_local:%H:%M}",
        since_exact=running.started_at_local.isoformat(timespec="seconds"),
        elapsed=f"{minutes // 60}:{minutes % 60:02d}",
    )
