"""The clock itself: standard library only, no I/O, never reads the time."""
