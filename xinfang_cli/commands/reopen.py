"""`reopen`: a closed matter is handled again, on an order or for a reason."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.REOPEN)
