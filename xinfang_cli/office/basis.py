"""What the lines of the index are made by, beside the files and the office's rules: our modules and the holiday data.

Their texts say it, no path and no time. So two installations of one release agree, wherever and whenever they came
there, and nobody has to remember that a change of the program changes lines.
"""

from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

import xinfang_cli
from xinfang_cli.office.kept import digest

MODULES = (
    "xinfang_cli.office.basis",
    "xinfang_cli.casefile.formats",
    "xinfang_cli.casefile.layout",
    "xinfang_cli.casefile.text",
    "xinfang_cli.law.bounds",
    "xinfang_cli.law.clocks",
    "xinfang_cli.law.conditions",
    "xinfang_cli.processes",
    "xinfang_cli.casefile.content",
    "xinfang_cli.errors",
    "xinfang_cli.index.scan",
    "xinfang_cli.law.history",
    "xinfang_cli.law.recorded",
    "xinfang_cli.law.runs",
    "xinfang_cli.law.ids",
    "xinfang_cli.labels",
    "xinfang_cli.messages",
    "xinfang_cli.law.facts",
    "xinfang_cli.law.recordbase",
    "xinfang_cli.law.records",
    "xinfang_cli.index.replay",
    "xinfang_cli.casefile.reader",
    "xinfang_cli.index.lines",
    "xinfang_cli.index.relations",
    "xinfang_cli.plaintext",
    "xinfang_cli.law.procedure",
    "xinfang_cli.index.keeping",
    "xinfang_cli.index.parts",
    "xinfang_cli.index.reading",
    "xinfang_cli.office.kept",
    "xinfang_cli.index.remarks",
    "xinfang_cli.index.scout",
    "xinfang_cli.casefile.writer",
    "xinfang_cli.casefile.splice",
    "xinfang_cli.index.tables",
    "xinfang_cli.law.validation",
    "xinfang_cli.law.documents",
    "xinfang_cli.law.stepdata",
    "xinfang_cli.law.words",
    "xinfang_cli.law.workdays",
    "xinfang_cli.store.workspace",
    "xinfang_cli.casefile.yaml",
)
"""All that `index.keeping` imports, directly or through others, and itself: whatever makes a line is among them."""


@cache
def program() -> str:
    """Return what stands for the modules that a line passes through; without their texts, the version."""
    folder = Path(xinfang_cli.__file__).parent.parent
    return _stands_for(*(folder.joinpath(*name.split(".")).with_suffix(".py") for name in MODULES))


@cache
def checking() -> str:
    """Return what stands for the modules that say whether a file is sound."""
    folder = Path(xinfang_cli.__file__).parent
    return _stands_for(
        *(path for room in ("casefile", "law", "office") for path in sorted((folder / room).glob("*.py")))
    )


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
