"""`deadline`: works a time limit out without a matter."""

from typing import Annotated

import typer

from xinfang_cli.commands.options import Json, Opt, argument, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.law.clocks import Law, Rule, explain, rule_written
from xinfang_cli.law.telling import reckoned, rule_words
from xinfang_cli.messages import Msg


def run(
    ctx: typer.Context,
    start: Annotated[str, argument(Opt.START, "START")],
    rule: Annotated[str, argument(Opt.RULE, "RULE")],
    explain_: Annotated[bool, option(Opt.EXPLAIN, "--explain")] = False,
    json: Json = False,
) -> int:
    """Print a due date, and on request each day up to it."""
    office = desk(ctx)
    first = office.day(start, "START")
    rule = rule_written(rule)
    length = Rule.read(rule)
    if length is None:
        raise UsageError(Msg.NO_RULE(text=rule))
    law = _law(office)
    if first is None:
        return 0
    found = reckoned(rule, first, law) or {}
    days = [
        {"date": day.date, "counted": day.counted, "why": day.why.in_(office.lang)}
        for day in (explain(first, length, law.calendar) if json or explain_ else ())
    ]
    if json:
        office.print_json_with(found, "days", days)
        return 0
    text = Msg.DEADLINE_PROVISIONAL if found["provisional"] else Msg.DEADLINE
    office.say(text(**{**found, "rule": rule_words(rule)}))
    if found["act_by"] != found["due"]:
        office.say(Msg.DEADLINE_ACT_BY(act_by=found["act_by"]))
    for day in days:
        print(f"  {day['date']}  {'+' if day['counted'] else '·'}  {day['why']}")
    return 0


def _law(office: Desk) -> Law:
    """Return the rules of the workspace, or the law's own outside one."""
    from xinfang_cli.office.config import default

    try:
        return office.law
    except RefusedError:
        return default().law
