"""`merge`: one matter registered twice goes on in the other; both keep their history, `undo` parts them again.

The earlier day of receipt governs the one that goes on, so that nothing is gained by registering twice.
"""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer

from xinfang_cli.commands.options import Backdate, CaseRef, Json, On, Opt, argument, option
from xinfang_cli.commands.steps import asking, filled
from xinfang_cli.desk import desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.history import fold
from xinfang_cli.law.records import Case
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.steps import Step, correct, is_linked, take
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg


@asking
def run(
    ctx: typer.Context,
    case: CaseRef,
    into: Annotated[str, argument(Opt.INTO_CASE, "INTO")],
    reason: Annotated[str, option(Opt.REASON, "--reason", metavar="TEXT")],
    on: On = None,
    backdate_reason: Backdate = None,
    json: Json = False,
) -> int:
    """Write one `merge` entry, and into the other matter the earlier day of receipt, or which it was."""
    office = desk(ctx)
    asked = filled(
        office,
        Did.MERGE,
        {"case": case, "into": into, "reason": reason},
        lambda form: {
            "case": form.which(Key.CASE),
            "into": form.which(Opt.INTO_CASE),
            "reason": form.datum(Key.REASON, is_needed=True),
        },
    )
    (own_id, _), (target_id, _) = office.resolve(asked["case"]), office.resolve(asked["into"])

    def steps() -> Iterator[tuple[str, Callable[[Case], Step]]]:
        own, target = office.hold(own_id).case, office.hold(target_id).case
        if own.is_sealed != target.is_sealed:
            one, other = (own_id, target_id) if own.is_sealed else (target_id, own_id)
            raise RefusedError(Msg.MERGE_ONE_SEALED(id=one, other=other))
        status = fold(target, office.law).status
        if not status.is_open:
            raise RefusedError(Msg.TARGET_ENDED(id=target_id, status=status))
        data: dict[str, Any] = {"case": target_id, "reason": asked["reason"], "backdate_reason": backdate_reason}
        yield own_id, lambda held: take(held, office.law, Did.MERGE, office.stamp(on), **data)
        if own.received_on < target.received_on:
            more = data | {"case": own_id}
            earlier = {"received_on": own.received_on}
            yield target_id, lambda held: correct(held, office.law, office.stamp(on), earlier, **more)
        elif not is_linked(target, own_id):
            named = data | {"case": own_id}
            yield target_id, lambda held: take(held, office.law, Did.LINK, office.stamp(on), **named)

    done = office.taken_together(steps())
    office.tell(done, as_json=json)
    return office.exit_code
