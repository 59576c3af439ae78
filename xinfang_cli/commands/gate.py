"""`gate`: the opinion that a level gives on a paper which passes up (依法逐级走访)."""

from xinfang_cli.commands.options import Opt
from xinfang_cli.commands.steps import command
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did

run = command(Did.GATE, {Key.LEVEL: Opt.GATE_LEVEL, Key.OPINION: Opt.GATE_OPINION, Key.HANDLER: Opt.GATE_HANDLER})
