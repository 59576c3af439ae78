"""`serve`: a document reached the petitioner; an opinion's service opens the right to ask for review (T35, T36)."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.SERVE)
