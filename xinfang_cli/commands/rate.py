"""`rate`: what the petitioner said of the handling, of the office or of the unit, and who wrote it down."""

from xinfang_cli.commands.options import Opt
from xinfang_cli.commands.steps import command
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did

run = command(Did.RATE, {Key.OF: Opt.RATED, Key.VALUE: Opt.RATING})
