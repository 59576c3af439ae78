"""`serve`: a document reached the petitioner; an opinion's service opens the right to ask for review (T35, T36)."""

from typing import Any

from xinfang_cli.commands.steps import command
from xinfang_cli.law.stepdata import on_its_way
from xinfang_cli.law.words import Did


def _posted(data: dict[str, Any], on: str | None) -> str | None:
    """Let a letter whose receipt is not known have the day of posting."""
    if on is not None or not on_its_way(data):
        return on
    data["day"] = "unknown"
    posted: str = data["posted"].isoformat()
    return posted


run = command(Did.SERVE, stamped=_posted)
