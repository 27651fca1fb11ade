"""Pages for people: a file per page, with its templates under `templates/` and its German under `locale/de/`."""
