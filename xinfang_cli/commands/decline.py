"""`decline`: not accepted on a ground, or no longer accepted after a final review (T19, T20, T23, T36)."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.DECLINE)
