"""`merge`: one matter registered twice goes on in the other; both keep their history, `undo` parts them again.

The earlier day of receipt governs the one that goes on, so that nothing is gained by registering twice.
"""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, argument, option
from xinfang_cli.desk import desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.history import fold
from xinfang_cli.messages import Msg
from xinfang_cli.model import Case
from xinfang_cli.steps import Step, correct, take
from xinfang_cli.words import Did


def run(
    ctx: typer.Context,
    case: CaseRef,
    into: Annotated[str, argument(Opt.INTO_CASE, "INTO")],
    reason: Annotated[str, option(Opt.REASON, "--reason", metavar="TEXT")],
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `merge` entry, and where it is needed the earlier day of receipt into the other matter."""
    office = desk(ctx)
    target_id, _ = office.resolve(into)
    target = office.hold(target_id).case
    status = fold(target, office.law).status
    if not status.is_open:
        raise RefusedError(Msg.TARGET_ENDED(id=target_id, status=status))
    received_on = []

    def step(held: Case) -> Step:
        received_on.append(held.received_on)
        data = {"case": target_id, "reason": reason, "backdate_reason": backdate_reason}
        return take(held, office.law, Did.MERGE, office.stamp(on), **data)

    done = [office.taken(case, step)]
    if received_on[0] < target.received_on:
        earlier = {"received_on": received_on[0]}
        data = {"reason": reason, "case": done[0].case.id, "backdate_reason": backdate_reason}
        done.append(office.taken(target_id, lambda held: correct(held, office.law, office.stamp(on), earlier, **data)))
    office.tell(done, as_json=json)
    return office.exit_code
