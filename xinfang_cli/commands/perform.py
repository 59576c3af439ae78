"""`perform`: an opinion that supports was performed, as the petitioner confirms or the unit reports (T32¶2)."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.PERFORM)
