"""`serve`: a document reached the petitioner; an opinion's service opens the right to ask for review (T35, T36)."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, choice, option
from xinfang_cli.desk import desk
from xinfang_cli.steps import take
from xinfang_cli.words import Did, Document, ServeMethod


def run(
    ctx: typer.Context,
    case: CaseRef,
    document: Annotated[Document, choice(Document, Opt.DOCUMENT, "--document")],
    method: Annotated[ServeMethod, choice(ServeMethod, Opt.METHOD, "--method")],
    refused: Annotated[bool, option(Opt.REFUSED, "--refused")] = False,
    witness: Annotated[str | None, option(Opt.WITNESS, "--witness", metavar="NAME")] = None,
    number: Annotated[str | None, option(Opt.NUMBER, "--number", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `serve` entry."""
    office = desk(ctx)
    data = {
        "document": document,
        "method": method,
        "refused": refused or None,
        "witness": witness,
        "number": number,
        "backdate_reason": backdate_reason,
    }
    return office.step(case, lambda held: take(held, office.law, Did.SERVE, office.stamp(on), **data), as_json=json)
