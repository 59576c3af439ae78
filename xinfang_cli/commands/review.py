"""`review`: first review (复查), asked for by the petitioner and decided by the review organ (T35)."""

from xinfang_cli.commands.options import Opt
from xinfang_cli.commands.steps import command
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did

run = command(Did.REVIEW, {Key.DECISION: Opt.REVIEW_DECISION, Key.WITHIN: Opt.REDO_WITHIN})
