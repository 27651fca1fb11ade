"""Every page, a line each."""

from typing import Any, Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web import assets, now, sign_in_page, start_page

PAGES: Final[list[Any]] = [
    assets.router,  #            /assets                    our scripts, styles, pictures and type
    start_page.start_page,  #    GET /welcome               what this is
    sign_in_page.sign_in_page,  # GET /sign-in
    sign_in_page.sign_in,  #     POST /sign-in
    sign_in_page.sign_out,  #    POST /sign-out
    now.now_page,  #             GET /                      what runs now, and today
]

router = Router("/", route_handlers=PAGES, include_in_schema=False)
