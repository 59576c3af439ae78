"""JSON lines: a matter as `list --json` has it, and the days of its acts, so that `import` makes the same of it."""

import json
from collections.abc import Iterator

from xinfang_cli.exports import Matters


def pieces(matters: Matters) -> Iterator[str]:
    """Return the file line by line."""
    for found in matters.objects():
        yield json.dumps(found, ensure_ascii=False) + "\n"
