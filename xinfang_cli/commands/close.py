"""`close`: the procedure is over (办结); resolved (化解) is another matter, with its own basis."""

from typing import TYPE_CHECKING

from xinfang_cli.commands.options import Opt
from xinfang_cli.commands.steps import command
from xinfang_cli.law.guards import missing_evidence
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.desk import Desk
    from xinfang_cli.law.records import Case


def _look(office: "Desk", case: "Case") -> None:
    if missing := missing_evidence(case):
        office.warn(Msg.EVIDENCE_WARN(missing=missing))


run = command(Did.CLOSE, {Key.REASON: Opt.CLOSE_REASON}, look=_look)
