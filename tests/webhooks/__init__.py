"""Webhooks: to a receiver of the tests' own, over HTTP."""
