"""The awork dialect, API v1, at `/api/v1`. The contract is in README.md."""
