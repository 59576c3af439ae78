"""`close`: the procedure is over (办结); resolved (化解) is another matter, with its own basis."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.guards import missing_evidence
from xinfang_cli.messages import Msg
from xinfang_cli.model import Case
from xinfang_cli.steps import Step, take
from xinfang_cli.words import Basis, CloseReason, Did


def run(
    ctx: typer.Context,
    case: CaseRef,
    reason: Annotated[CloseReason, choice(CloseReason, Opt.CLOSE_REASON, "--reason")],
    resolved: Annotated[bool, option(Opt.RESOLVED, "--resolved")] = False,
    basis: Annotated[Basis | None, choice(Basis, Opt.BASIS, "--basis")] = None,
    evidence: Annotated[str | None, option(Opt.EVIDENCE, "--evidence", metavar="TEXT")] = None,
    text: Annotated[str | None, option(Opt.TEXT, "--text", metavar="TEXT")] = None,
    approved_by: Annotated[str | None, option(Opt.APPROVED_BY, "--approved-by", metavar="NAME")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `close` entry."""
    office = desk(ctx)
    data = {
        "reason": reason,
        "resolved": resolved or None,
        "basis": basis,
        "evidence": evidence,
        "text": text,
        "approved_by": approved_by,
        "backdate_reason": backdate_reason,
    }

    def step(held: Case) -> Step:
        taken = take(held, office.law, Did.CLOSE, office.stamp(on), **data)
        if missing := missing_evidence(held):
            office.warn(Msg.EVIDENCE_WARN(missing=missing))
        return taken

    return office.step(case, step, as_json=json)
