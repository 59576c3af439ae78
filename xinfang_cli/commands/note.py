"""`note`: what was done or said, and the unit's monthly progress."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, NoteKind


def run(
    ctx: typer.Context,
    case: CaseRef,
    text: Annotated[str, option(Opt.TEXT, "--text", metavar="TEXT")],
    kind: Annotated[NoteKind | None, choice(NoteKind, Opt.KIND, "--kind")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `note` entry."""
    office = desk(ctx)
    data = {"text": text, "kind": kind.value if kind else None, "backdate_reason": backdate_reason}
    return office.step(case, lambda held: take(held, office.law, Did.NOTE, office.stamp(on), **data), as_json=json)
