"""Uhrwerk: one time clock, many faces."""


def __getattr__(name: str) -> str:
    """`__version__`: to look it up takes longer than all else that the server's first process does."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("uhrwerk")
