"""Where a workspace is, and where its parts lie."""

import re
from dataclasses import dataclass
from pathlib import Path

_OFFICE = re.compile(rb"""^["']?office["']?[ \t]*:""", re.MULTILINE)

SUFFIX = ".yaml"
"""What the names of case files end in, and of sealed texts."""


@dataclass(frozen=True)
class Workspace:
    """The folder of an office: `config.yaml`, `cases/`, `sealed/`, and what can be made again."""

    root: Path

    @property
    def config_file(self) -> Path:
        """The office's settings."""
        return self.root / "config.yaml"

    @property
    def cases(self) -> Path:
        """One file per matter, by year and month of receipt."""
        return self.root / "cases"

    @property
    def sealed(self) -> Path:
        """Texts of sealed matters: outside git, readable by the owner alone."""
        return self.root / "sealed"

    @property
    def reports(self) -> Path:
        """Where reports go unless told otherwise."""
        return self.root / "reports"

    @property
    def state(self) -> Path:
        """Index and lock: derived, outside git."""
        return self.root / ".xinfang"


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` up, whose `config.yaml` has an `office:`; None if there is none.

    The file may be broken otherwise: whoever reads it says so.
    """
    return next((folder for folder in (start, *start.parents) if _names_office(folder / "config.yaml")), None)


def _names_office(config: Path) -> bool:
    try:
        return bool(_OFFICE.search(config.read_bytes()))
    except OSError:  # none here, or another's that we may not read
        return False
