"""Teams."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import KEPT, PERSON, PROJECT, TEAM, Examples
from uhrwerk.entrypoints.native.models import teams as models

EXAMPLES: Final[Examples] = {
    models.Team: {"id": TEAM, "name": "Studio", "icon": None, "color": "#ef6c00", "projects": [PROJECT], **KEPT},
    models.NewTeam: {"name": "Studio", "projects": [PROJECT]},
    models.TeamChanges: {"projects": []},
    models.TeamMembers: {"people": [PERSON]},
}
