"""Write the table in the README of the face anew."""

from tests.awork.operations.readme import PATH, written

PATH.write_text(written(PATH.read_text()))
