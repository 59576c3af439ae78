"""What Windows refuses while a virus scanner or an office program looks at a file, asked again for a second."""

import os
import time
from collections.abc import Callable
from pathlib import Path

_HOLDS_OPEN = os.name == "nt"
"""Whether a file that somebody reads can be neither replaced nor deleted."""

_LONGEST = 1.0
_PAUSE = 0.05
"""Seconds: nobody is told when such a file is let go of."""


def patiently(act: Callable[..., None], *paths: Path | str) -> None:
    """Rename, replace or delete files; what somebody has open is tried until a second has passed."""
    until = time.monotonic() + _LONGEST
    while True:
        try:
            act(*paths)
        except PermissionError:
            if not _HOLDS_OPEN or time.monotonic() >= until:
                raise
        else:
            return
        time.sleep(_PAUSE)
