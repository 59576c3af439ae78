"""`settle`: mediation or settlement, agreed by both sides in writing (T33)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, SettleKind


def run(
    ctx: typer.Context,
    case: CaseRef,
    kind: Annotated[SettleKind, choice(SettleKind, Opt.KIND, "--kind")],
    number: Annotated[str, option(Opt.NUMBER, "--number", metavar="TEXT")],
    text: Annotated[str | None, option(Opt.TEXT, "--text", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `settle` entry."""
    office = desk(ctx)
    data = {"kind": kind.value, "number": number, "text": text, "backdate_reason": backdate_reason}
    return office.step(case, lambda held: take(held, office.law, Did.SETTLE, office.stamp(on), **data), as_json=json)
