"""`object`: a unit disputes a routing with reasons; the office decides (T23)."""

from xinfang_cli.commands.options import Opt
from xinfang_cli.commands.steps import command
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did

run = command(Did.OBJECT, {Key.DECISION: Opt.OBJECTION, Key.TO: Opt.OBJECT_TO, Key.LATE_REASON: Opt.OBJECT_LATE})
