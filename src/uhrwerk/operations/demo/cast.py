"""Who and what the demo has. The first workspace also holds the names that the vendors' own examples use."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from uhrwerk.rules.access import Role

EXAMPLE_TYPE_OF_WORK: Final = "123e4567-e89b-12d3-a456-426614174000"
EXAMPLE_PERSON: Final = "test"


class Presence(StrEnum):
    """What somebody is doing now: at work with a timer running, at work, on a break."""

    RUNS = "runs"
    IN = "in"
    ON_BREAK = "on-break"


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """`region` is where they work (an ISO 3166 code); who has none keeps no time."""

    username: str
    first_name: str
    last_name: str
    role: Role
    zone: str
    language: str = "en"
    region: str | None = None
    now: Presence | None = None


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """`client` is None for internal work; `tasks` are names."""

    client: str | None
    name: str
    key: str
    kind: str
    status: str
    billable: bool
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkspacePlan:
    """`example` is the project whose ids and names the demo hands out. With `lawful` the workspace has contracts of all
    kinds, breaches of labour law and what follows from them; without, some plain weeks.
    """

    mark: str
    name: str
    zone: str
    people: tuple[PersonPlan, ...]
    projects: tuple[ProjectPlan, ...]
    types_of_work: tuple[tuple[str, str, str | None], ...]
    example: str
    lawful: bool = False


PROJECT_TYPES: Final = (("Fixed price", "euro"), ("Time and material", "schedule"), ("Internal", "home"))
PROJECT_STATUSES: Final = (
    ("Planned", "not-started"),
    ("In progress", "progress"),
    ("On hold", "stuck"),
    ("Done", "closed"),
)
TASK_STATUSES: Final = (
    ("To do", "todo", "radio_button_unchecked"),
    ("In progress", "progress", "arrow_forward"),
    ("Review", "review", "visibility"),
    ("Done", "done", "check"),
)
NOTES: Final = (
    "First draft of the sitemap",
    "Call with the client",
    "Feedback worked in",
    "Code review",
    "Deployment and checks",
    "Workshop prepared",
    None,
    None,
)

ABSENCE_KINDS: Final = (
    {"name": "Vacation", "short_name": "VAC", "kind": "vacation", "color": "green", "plannable": True},
    {"name": "Sickness", "short_name": "SICK", "kind": "sick", "color": "red", "plannable": False},
    {"name": "Training", "short_name": "TRAIN", "kind": "training", "color": "blue", "plannable": True},
)
TAGS_OF_PROJECTS: Final = (("retainer", "web"), ("web", "energy"), ("launch",), ("internal",))
EXPENSES_MADE: Final = (
    ("Train to the client", "48.90", "2", "Company card"),
    ("Stock photos", "12.50", "6", "Company card"),
    ("Hotel", "119.00", "1", "Paid by myself"),
    ("Mileage", "0.30", "84.5", "Paid by myself"),
)
"""Name, price of one, quantity, how it was paid."""

CAST: Final = (
    WorkspacePlan(
        mark="first",
        name="Werkbank Studio",
        zone="Europe/Berlin",
        people=(
            PersonPlan("carla", "Carla", "Kreativ", Role.ADMIN, "Europe/Berlin", "de", "DE-BE"),
            PersonPlan("lukas", "Lukas", "Brandt", Role.LEAD, "Europe/Berlin", "de", "DE-HH"),
            PersonPlan(EXAMPLE_PERSON, "Toni", "Test", Role.MEMBER, "Europe/Berlin", "de", "DE-BE"),
            PersonPlan("mei", "Mei", "Tanaka", Role.MEMBER, "Asia/Tokyo", region="JP"),
            PersonPlan("sam", "Sam", "Rivera", Role.MEMBER, "America/New_York", region="US-NY"),
            PersonPlan("noor", "Noor", "Haddad", Role.MEMBER, "Europe/London", region="GB-ENG", now=Presence.RUNS),
            PersonPlan("jule", "Jule", "Petersen", Role.MEMBER, "Europe/Berlin", "de", "DE-HH"),
            PersonPlan("emil", "Emil", "Krause", Role.MEMBER, "Europe/Berlin", "de", "DE-BE"),
            PersonPlan("anna", "Anna", "Leitner", Role.MEMBER, "Europe/Vienna", "de", "AT-9"),
            PersonPlan("beat", "Beat", "Keller", Role.MEMBER, "Europe/Zurich", "de", "CH-ZH"),
            PersonPlan("ines", "Inês", "Carvalho", Role.MEMBER, "Europe/Lisbon", "pt", "PT-11", Presence.IN),
            PersonPlan("rui", "Rui", "Matos", Role.MEMBER, "Europe/Lisbon", "pt", "PT-11", Presence.ON_BREAK),
            PersonPlan("petra", "Petra", "Prüfer", Role.AUDITOR, "Europe/Berlin", "de"),
        ),
        projects=(
            ProjectPlan(
                "Client 006",
                "Project 006_1",
                "C06",
                "Time and material",
                "In progress",
                True,
                ("Concept", "Implementation"),
            ),
            ProjectPlan(
                "Nordlicht Energie",
                "Customer portal",
                "NOR",
                "Time and material",
                "In progress",
                True,
                ("Sign-in", "Meter readings", "Accessibility"),
            ),
            ProjectPlan(
                "Bäckerei Sommer",
                "Online shop",
                "SHOP",
                "Fixed price",
                "In progress",
                True,
                ("Product photos", "Checkout"),
            ),
            ProjectPlan(
                None, "Studio", "INT", "Internal", "In progress", False, ("Weekly meeting", "Training", "Bookkeeping")
            ),
        ),
        types_of_work=(
            ("Design", "brush", EXAMPLE_TYPE_OF_WORK),
            ("Development", "code", None),
            ("Consulting", "forum", None),
        ),
        example="Project 006_1",
        lawful=True,
    ),
    WorkspacePlan(
        mark="second",
        name="Hafenkontor",
        zone="Europe/Vienna",
        people=(
            PersonPlan("ingrid", "Ingrid", "Solberg", Role.ADMIN, "Europe/Oslo", region="NO"),
            PersonPlan("jonas", "Jonas", "Gruber", Role.LEAD, "Europe/Vienna", "de", "AT-9"),
            PersonPlan("amara", "Amara", "Okafor", Role.MEMBER, "Africa/Lagos", region="NG"),
            PersonPlan("diego", "Diego", "Souza", Role.MEMBER, "America/Sao_Paulo", region="BR-SP"),
            PersonPlan("priya", "Priya", "Nair", Role.MEMBER, "Asia/Kolkata", region="IN-MH"),
            PersonPlan("elif", "Elif", "Demir", Role.MEMBER, "Europe/Istanbul", region="TR", now=Presence.RUNS),
        ),
        projects=(
            ProjectPlan(
                "Reederei Ahrens",
                "Fleet planning",
                "FLEET",
                "Time and material",
                "In progress",
                True,
                ("Routes", "Crew lists"),
            ),
            ProjectPlan(
                "Zollhaus GmbH",
                "Customs forms",
                "ZOLL",
                "Fixed price",
                "In progress",
                True,
                ("Import", "Export", "Acceptance"),
            ),
            ProjectPlan(None, "Office", "OFF", "Internal", "In progress", False, ("Team meeting", "Accounting")),
        ),
        types_of_work=(("Analysis", "search", None), ("Development", "code", None), ("Support", "support", None)),
        example="Fleet planning",
    ),
)
