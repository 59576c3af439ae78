"""Files that a command is asked to write: whole or not at all, from pieces, so that a long report needs no memory."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from xinfang_cli.disk import in_words


def write_out(path: Path, pieces: Iterable[str]) -> None:
    """Write text as UTF-8 beside the place and put it there; folders are made.

    Raises:
        XinfangError: the system refuses; what was there is as it was.
    """
    with in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".xf-tmp-")
        temp = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp's files are their owner's alone; a report has the rights of any file the user makes.
            temp.chmod(0o666 & ~_umask())
            temp.replace(path)
        except BaseException:
            with suppress(OSError):
                temp.unlink()
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
