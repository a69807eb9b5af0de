"""Print the pinned packages of pyproject.toml, one a line: those of the service, or those of a group."""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
group = sys.argv[1:2]
packages = project["dependency-groups"][group[0]] if group else project["project"]["dependencies"]
sys.stdout.write("\n".join(packages) + "\n")
