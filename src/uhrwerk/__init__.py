"""Uhrwerk: one time clock, many faces."""

from importlib.metadata import version

__version__ = version("uhrwerk")
