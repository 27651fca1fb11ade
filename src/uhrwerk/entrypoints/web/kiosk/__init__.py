"""The tablet at the door."""
