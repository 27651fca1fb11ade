"""Two servers on a port or a SQLite file would share the clients, or both write: the second one is refused."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.process.server import Server, free_port


def _serve(server: Server) -> "subprocess.CompletedProcess[str]":
    return server.command("serve")


def test_a_second_server_on_the_same_port_or_file_is_refused(sqlite_server: Server, tmp_path: Path) -> None:
    server = sqlite_server
    server.start()
    elsewhere = tmp_path / "elsewhere"
    same_port = replace(server, database_url=f"sqlite:///{elsewhere}/clock.sqlite3", data_dir=elsewhere)
    same_file = replace(server, port=free_port())
    with ThreadPoolExecutor() as threads:
        on_port, on_file = threads.map(_serve, (same_port, same_file))
    path = server.database_url.removeprefix("sqlite:///")
    assert (on_port.returncode, on_port.stdout) == (2, "")
    assert on_port.stderr == f"uhrwerk: Port {server.port} on 127.0.0.1 is in use.\n"
    assert (on_file.returncode, on_file.stdout) == (2, "")
    assert on_file.stderr == f"uhrwerk: Another server is serving {path}.\n"
    server.wait_until_well()
