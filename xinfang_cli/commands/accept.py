"""`accept`: the unit takes the matter on, and handling begins (T23, T31)."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.ACCEPT)
