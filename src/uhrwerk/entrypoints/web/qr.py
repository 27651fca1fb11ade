"""QR codes as SVG that a template puts into a page: no picture to load, and no style that the policy would refuse."""

from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markupsafe import Markup

QUIET_ZONE: Final = 4
"""Modules of white around it (ISO/IEC 18004, 9.1)."""


def qr_code(text: str) -> "Markup":
    """An `<svg>` of the text, dark on white in every theme, as large as the page makes it."""
    import segno
    from markupsafe import Markup

    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        light="#fff",
        dark="#000",
        border=QUIET_ZONE,
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - made of squares alone
