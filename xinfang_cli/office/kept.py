"""Plain data that was worked out from texts, kept as JSON: whoever has the same texts again need not read them again.

What lies there can be deleted, cut off or meddled with: then it is as if nothing had been kept.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere; hashlib brings OpenSSL along, a fiftieth of what `list` takes
    from hashlib import blake2b

__all__ = ["blake2b", "digest", "keep", "recalled"]


def digest(*texts: bytes) -> str:
    """Return what stands for some texts."""
    found = blake2b(digest_size=16)
    for text in texts:
        found.update(b"%d:" % len(text))
        found.update(text)
    return found.hexdigest()


def recalled(path: Path, of: str) -> Any:
    """Return the data that is kept for a digest; None if there is none, or of other texts."""
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return kept[1] if isinstance(kept, list) and len(kept) == 2 and kept[0] == of else None  # noqa: PLR2004


def keep(path: Path, of: str, data: Any) -> None:
    """Keep data for a digest, in place of what was there; where it cannot be written, it is not kept."""
    text = json.dumps([of, data], ensure_ascii=False, separators=(",", ":"))
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    with suppress(OSError):
        try:
            beside.write_text(text, encoding="utf-8")
            os.replace(beside, path)  # noqa: PTH105  # as everywhere
        finally:
            beside.unlink(missing_ok=True)
