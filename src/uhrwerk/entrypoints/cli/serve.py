"""`uhrwerk serve`, where it is told something: the server itself is in server.py."""

import sys
from dataclasses import replace
from typing import Annotated

import typer

from uhrwerk.config import Settings
from uhrwerk.entrypoints.cli import demo as demo_command
from uhrwerk.entrypoints.cli import server
from uhrwerk.entrypoints.cli.workshop import Workshop, in_house
from uhrwerk.operations.credentials import random_text


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on [UHRWERK_HOST].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on [UHRWERK_PORT].", min=1, max=65535)] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Make or refresh the demo first.")] = False,
) -> None:
    """Serve until SIGTERM or Ctrl-C; what is under way is finished first."""
    workshop: Workshop = context.obj
    settings = workshop.read_settings()
    settings = replace(settings, host=host or settings.host, port=port or settings.port, demo=demo or settings.demo)
    if demo:
        server.check_port_is_free(settings.host, settings.port)
        with server.only_server(settings.sqlite_path):
            password = random_text(16)
            keys = in_house(context, lambda house, now: demo_command.make(house, now, password))
        print(_welcome(settings, keys, password), file=sys.stderr)
    server.become(settings)


def _welcome(settings: Settings, keys: list[demo_command.Keys], password: str) -> str:
    """For a person: where to look, and a ready curl line for each face."""
    first = keys[0]
    base = f"http://{settings.host}:{settings.port}"
    described = demo_command.description(keys, password)["workspaces"][0]
    someone = next(each for each in described["people"] if each["username"] == "test")
    timetrack = described["timetrack"]
    lines = [
        "",
        f"Uhrwerk serves {first.made.workspace.name} and {keys[1].made.workspace.name} at {base}/",
        f"Documentation of the API: {base}/docs",
        f"Kiosk (opens once, on the tablet): {base}{described['kiosk']['setup_path']} - PIN of test: "
        f"{someone['kiosk_pin']}",
        "",
        "# native: start a timer",
        f"curl -X POST {base}/v1/timers/start -H 'Authorization: Bearer {someone['native_token']}' "
        "-H 'Content-Type: application/json' -d '{\"note\": \"Hello\"}'",
        "",
        "# awork: start the time tracking",
        f"curl -X POST {base}/api/v1/me/timetracking/start -H 'Authorization: Bearer {someone['awork_token']}' "
        f'-H \'Content-Type: application/json\' -d \'{{"typeOfWorkId": "{described["awork"]["typeOfWorkId"]}", '
        '"timezone": "Europe/Berlin"}\'',
        "",
        "# TimeTrack: read the project timer",
        f"curl '{base}/api/v2/ext/timers/project_timer?username=test&date=2020-10-23T16:00:00.000Z' "
        f"-H 'X-TimeTrack-Api-Key: {timetrack['key']}' -H 'X-TimeTrack-Api-Secret: {timetrack['secret']}' -d '{{}}'",
        "",
        "# onOffice: start the working time (the signature is made from the secret)",
        f"TOKEN={someone['onoffice_token']} SECRET={someone['onoffice_secret']} TS=$(date +%s) "
        "ACTION=urn:onoffice-de-ns:smart:2.5:smartml:action:modify; "
        'HMAC=$(printf %s "$TS$TOKEN""timetracking$ACTION" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64); '
        f"curl {base}/api/stable/api.php -d "
        '\'{"token":"\'$TOKEN\'","request":{"actions":[{"actionid":"\'$ACTION\'","resourceid":"","identifier":"",'
        '"resourcetype":"timetracking","timestamp":"\'$TS\'","hmac":"\'$HMAC\'","hmac_version":"2",'
        '"parameters":{"track":1}}]}}\'',
        "",
    ]
    return "\n".join(lines)
