"""`attach`: keeps a copy of a file beside the case, and its SHA-256 in the history."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, argument, option
from xinfang_cli.commands.steps import asking, filled
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.records import Case
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.steps import Step, take
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg
from xinfang_cli.plaintext import unquoted

if TYPE_CHECKING:
    from xinfang_cli.counter.fields import Question


@asking
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
    named = filled(
        office,
        Did.ATTACH,
        {"case": case, "file": file},
        lambda form: {"case": form.which(Key.CASE), "file": _path(office)},
    )
    name, raw, digest = read(named["file"])

    def step(held: Case) -> Step:
        data = {"file": name, "sha256": digest, "kind": kind, "backdate_reason": backdate_reason}
        taken = take(held, office.law, Did.ATTACH, office.stamp(on), **data)
        keep(office.workspace, held, name, raw)
        return taken

    return office.step(named["case"], step, as_json=json)


def _path(office: Desk) -> "Question":
    """Return the question which file it is."""
    from xinfang_cli.counter.fields import Question

    def read(text: str) -> Path:
        path = Path(unquoted(text)).expanduser()
        if not path.is_file():
            raise RefusedError(Msg.LEDGER_MISSING(path=path))
        return path

    return Question("file", Opt.ATTACHED.in_(office.lang), read, is_needed=True)
