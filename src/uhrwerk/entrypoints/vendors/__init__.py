"""Three vendors' dialects. Each folder has the same five: README.md, auth.py, wire.py, routes.py, errors.py."""
