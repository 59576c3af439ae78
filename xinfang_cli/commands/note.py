"""`note`: what was done or said, the unit's monthly progress, the plan, and advice to a unit (T40)."""

from xinfang_cli.commands.options import Opt
from xinfang_cli.commands.steps import command
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did

run = command(
    Did.NOTE, {Key.MONTH: Opt.MONTH_OF, Key.UNIT: Opt.ASKED_UNIT}, once=lambda data: data.get("advice") is not None
)
