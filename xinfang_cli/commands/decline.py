"""`decline`: not accepted on a ground, or no longer accepted after a final review (T19, T20, T23, T36)."""

from typing import Any

from xinfang_cli.commands.options import Opt
from xinfang_cli.commands.steps import command
from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.refusals import in_hand
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did


def _with_period(office: Desk, data: dict[str, Any]) -> dict[str, Any]:
    """Say until when the matter in hand has its period, where it is one of this office; other organs' are taken."""
    if not data.get("in_hand"):
        return data
    try:
        other = office.hold(data["in_hand"]).case
    except RefusedError:
        return data
    return {**data, **in_hand(other, office.law)}


run = command(
    Did.DECLINE,
    {
        Key.TO: Opt.DECLINE_TO,
        Key.LATE_REASON: Opt.OBJECT_LATE,
        Key.IN_HAND: Opt.IN_HAND,
        Key.SAME_FACTS: Opt.SAME_FACTS,
    },
    complete=_with_period,
)
