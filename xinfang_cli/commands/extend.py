"""`extend`: one extension of handling, approved by the head of the unit, on or before the due date (T34)."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.EXTEND)
