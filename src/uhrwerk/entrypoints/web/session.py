"""A session begins and ends: what the browser is given, and where it goes from there."""

from litestar import Response
from litestar.datastructures import Cookie

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.signing_in import TooManyAttempts
from uhrwerk.entrypoints.web.pages import go
from uhrwerk.entrypoints.web.reader import Reader, reader_of
from uhrwerk.entrypoints.web.visit import COOKIE
from uhrwerk.operations import sessions


async def begun(request: AnyRequest, workspace_id: str, person_id: str) -> Cookie:
    """A session for somebody who has shown who they are: its cookie."""
    house = house_of(request)
    now = house.now()
    device = request.headers.get("user-agent", "")
    made = await house.store.write(lambda tx: sessions.begin(tx, now, workspace_id, person_id, device))
    return session_cookie(request, made.token, int(sessions.LASTS.total_seconds()))


async def signed_in(request: AnyRequest, workspace_id: str, person_id: str, to: str) -> Response[bytes]:
    """A session, and on to that page."""
    answer = go(reader_of(request), to)
    answer.set_cookie(await begun(request, workspace_id, person_id))
    return answer


def throttled(reader: Reader, refused: TooManyAttempts) -> str:
    """What is said to who has tried too often."""
    return reader.t("Too many attempts. Try again in %(minutes)s min.", minutes=refused.minutes)


def session_cookie(request: AnyRequest, token: str, max_age: int) -> Cookie:
    return Cookie(COOKIE, value=token, httponly=True, samesite="lax", secure=is_secure(request), max_age=max_age)


def is_secure(request: AnyRequest) -> bool:
    """Whether the browser came by https, also through a proxy that the public address tells of."""
    public = house_of(request).public_url
    return public.startswith("https:") if public else request.url.scheme == "https"


def own_path(wanted: str) -> str:
    """The page to go to: a path of ours, never another site's address."""
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    # What a browser sends is ASCII; nothing else fits into a header either.
    return wanted if is_ours and wanted.isascii() and wanted.isprintable() else "/"
