"""Webhooks."""

from typing import Final

from tests.awork.operations.stage import Line

LINES: Final[list[Line]] = []

UNSERVED: Final[dict[str, str]] = {}
