"""OAuth 2, once for all faces: a face says which scopes it has and where its endpoints are (a `Realm`).

What speaks the protocol is imported when it is asked for: a server's start does not wait for Authlib.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uhrwerk.entrypoints.oauth import consent, endpoints, registration

__all__ = ["consent", "endpoints", "registration"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(name)
