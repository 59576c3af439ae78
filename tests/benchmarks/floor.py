"""The least that a Python can do for a list: look at every file, ask SQLite for a page, print it.

`run.py` sets every command beside it in the same run: `python -I -S floor.py WORKSPACE`, its index up to date.
The loop is that of `index/scan.py`, and so is the digest of each folder; nothing else of the program is here: no
command line, no configuration, no language, no message.
"""

import os
import sqlite3
import sys
from hashlib import blake2b
from marshal import dumps

PAGE = "SELECT id, due, status, unit, title FROM cases ORDER BY due IS NULL, due, received_on, id LIMIT 30"


def folders(path: str) -> dict[str, bytes]:
    """Return a folder and those in it with the digest of what each listing shows; the names of files are ASCII."""
    listed, inner = [], []
    handle = os.open(path, os.O_RDONLY)
    for name in sorted(os.listdir(handle)):  # noqa: PTH208  # by its handle, as the scan does
        if name.endswith(".yaml"):
            found = os.stat(name, dir_fd=handle, follow_symlinks=False)
            listed.append((name, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino))
        else:
            inner.append(f"{path}/{name}")
    os.close(handle)
    seen = {path: blake2b(dumps((listed, []), 0), digest_size=16).digest()}
    for each in inner:
        seen |= folders(each)
    return seen


def main() -> None:
    """Look, ask, print; say where the index is not up to date, so that the program would do more than this."""
    os.chdir(sys.argv[1])
    db = sqlite3.connect(".xinfang/index.sqlite3", isolation_level=None)
    if dict(db.execute("SELECT path, digest FROM folders")) != folders("cases"):
        print("not up to date", file=sys.stderr)
    for row in db.execute(PAGE):
        print(*row, sep="  ")


if __name__ == "__main__":
    main()
