"""`supplement`: the unit asks for what is missing, or says that it came; unanswered it ends nothing."""

from xinfang_cli.commands.options import Opt
from xinfang_cli.commands.steps import command
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did

run = command(Did.SUPPLEMENT, {Key.TEXT: Opt.SUPPLEMENT_TEXT})
