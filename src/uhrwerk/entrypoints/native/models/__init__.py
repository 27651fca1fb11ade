"""What the native API says and is told, a file a theme.

Instants are ISO 8601 in UTC, lengths whole seconds, ids UUIDs.
"""
