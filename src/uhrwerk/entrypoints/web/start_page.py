"""The page at `/welcome`: what this is, who is running what in the demo, and who is at work there."""

from dataclasses import dataclass

from litestar import HttpMethod, Response, route

from uhrwerk import __version__
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS, templates
from uhrwerk.entrypoints.web.texts import language, texts
from uhrwerk.operations import demo
from uhrwerk.operations.demo import Running


@route("/welcome", http_method=[HttpMethod.GET, HttpMethod.HEAD], include_in_schema=False)
async def start_page(request: AnyRequest) -> Response[str]:
    """In German or English, as the browser asks. Only demo workspaces are shown, and only where demos are on."""
    house = house_of(request)
    now = house.now()
    board = await house.store.read(lambda tx: demo.board(tx, now)) if house.demo else []
    spoken = language(request.headers.get("accept-language", ""))
    html = (
        templates()
        .get_template("start_page.html")
        .render(
            language=spoken, t=texts(spoken), demo=house.demo, rows=[_row(each) for each in board], version=__version__
        )
    )
    return Response(html, media_type="text/html", headers={**SECURITY_HEADERS, "Content-Language": spoken})


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
