"""`settle`: mediation or settlement, agreed by both sides in writing (T33)."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.SETTLE)
