"""`attach`: keeps a copy of a file beside the case, and its SHA-256 in the history."""

from pathlib import Path
from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, argument, option
from xinfang_cli.desk import desk
from xinfang_cli.law.records import Case
from xinfang_cli.law.steps import Step, take
from xinfang_cli.law.words import Did


def run(
    ctx: typer.Context,
    case: CaseRef,
    file: Annotated[Path, argument(Opt.ATTACHED, "FILE")],
    kind: Annotated[str | None, option(Opt.KIND, "--kind", metavar="TEXT")] = None,
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `attach` entry; of an accusation the file goes to `sealed/`."""
    from xinfang_cli.store.attachments import keep, read

    office = desk(ctx)
    name, raw, digest = read(file)

    def step(held: Case) -> Step:
        data = {"file": name, "sha256": digest, "kind": kind, "backdate_reason": backdate_reason}
        taken = take(held, office.law, Did.ATTACH, office.stamp(on), **data)
        keep(office.workspace, held, name, raw)
        return taken

    return office.step(case, step, as_json=json)
