"""Only SQL: tables, migrations, a file per thing kept, and the two stores.

Every statement is a SQLAlchemy Core construct, compiled once per store and run on the bare driver. Nothing here
decides anything: rules do, and operations call both.
"""
