"""The administration, over HTTP."""
