"""The answer of operations on many records at once."""

from uhrwerk.entrypoints.vendors.awork.wire.values import Answer


class StatusResult(Answer):
    ids: list[str]


class MultiStatusResult(Answer, kw_only=True):
    """What became of each record; a kind of outcome that none had is left out."""

    ok: StatusResult | None = None
    not_found: StatusResult | None = None
    unauthorized: StatusResult | None = None
    bad_request: StatusResult | None = None
