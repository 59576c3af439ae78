"""`withdraw`: the petitioner takes the matter back by a dated statement, and may take that back; never a resolution."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.WITHDRAW)
