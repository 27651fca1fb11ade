"""The TimeTrack dialect, API v2/ext, at `/api/v2/ext`. The contract is in README.md."""
