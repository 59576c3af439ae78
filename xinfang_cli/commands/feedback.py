"""`feedback`: the unit reports on an assigned matter (办结报告, T22), or answers what the office asked of it (T40).

The office may send a report back. What can be answered are letters of supervision, advice, and decisions of meetings.
"""

from xinfang_cli.commands.steps import command
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did

run = command(Did.FEEDBACK, first=(Key.NUMBER, Key.ANSWERS, Key.TEXT, Key.ADOPTED))
