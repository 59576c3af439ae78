"""`reply`: the handling opinion is issued (信访事项处理意见书, T32)."""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.words import Did

run = command(Did.REPLY)
