"""What the lines of the index are made by, beside the files and the office's rules: our modules and the holiday data.

Their texts say it, no path and no time. So two installations of one release agree, wherever and whenever they came
there, and nobody has to remember that a change of the program changes lines.
"""

from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

import xinfang_cli
from xinfang_cli.recall import digest

MODULES = (
    "xinfang_cli.basis",
    "xinfang_cli.canonical",
    "xinfang_cli.casefile",
    "xinfang_cli.clocks",
    "xinfang_cli.cores",
    "xinfang_cli.disk",
    "xinfang_cli.errors",
    "xinfang_cli.freshness",
    "xinfang_cli.history",
    "xinfang_cli.ids",
    "xinfang_cli.labels",
    "xinfang_cli.messages",
    "xinfang_cli.model",
    "xinfang_cli.outlines",
    "xinfang_cli.ownform",
    "xinfang_cli.picture",
    "xinfang_cli.plaintext",
    "xinfang_cli.procedure",
    "xinfang_cli.reading",
    "xinfang_cli.recall",
    "xinfang_cli.remarks",
    "xinfang_cli.scout",
    "xinfang_cli.scribe",
    "xinfang_cli.splice",
    "xinfang_cli.upkeep",
    "xinfang_cli.validation",
    "xinfang_cli.words",
    "xinfang_cli.workdays",
    "xinfang_cli.workspace",
    "xinfang_cli.yamlfile",
)
"""All that `upkeep` imports, directly or through others, and itself: whatever makes a line is among them."""


@cache
def program() -> str:
    """Return what stands for the modules that a line passes through; without their texts, the version."""
    folder = Path(xinfang_cli.__file__).parent.parent
    return _stands_for(*(folder.joinpath(*name.split(".")).with_suffix(".py") for name in MODULES))


def holidays() -> str:
    """Return what stands for the holiday data, without importing it: lists need no calendar."""
    found = PathFinder.find_spec("chinese_calendar")
    folders = found.submodule_search_locations if found else None
    return _stands_for(Path(folders[0], "constants.py")) if folders else xinfang_cli.__version__


def _stands_for(*paths: Path) -> str:
    try:
        return digest(*(path.read_bytes() for path in paths))
    except OSError:  # a program in one file, which has all of it from one release
        return xinfang_cli.__version__
