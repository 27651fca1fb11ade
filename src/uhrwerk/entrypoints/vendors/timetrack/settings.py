"""What a workspace can set about this face."""

from typing import Final

from uhrwerk.operations.settings import Option

Z_MEANS: Final = Option(
    "timetrack.z_means",
    "The Z behind a timestamp stands for the person's wall clock (local) or for what it says (utc).",
    {"local": "local", "utc": "utc"},
)
UNKNOWN_NAMES: Final = Option(
    "timetrack.unknown_names",
    "A client or project that is named and not known is refused (refuse) or made (create).",
    {"refuse": "refuse", "create": "create"},
)
