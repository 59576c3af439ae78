"""`import`: ledgers into matters, each row with its outcome; the same file twice changes nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.batches.tally import Became, Tally, where
from xinfang_cli.commands.options import Json, Opt, argument, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.ledgers.dates import DateOrder
from xinfang_cli.messages import Msg, Text
from xinfang_cli.store.spool import Spool

if TYPE_CHECKING:
    from collections import Counter

    from xinfang_cli.batches.importing import Ledgers

COUNTED = ("imported", "warned", "rejected", "skipped", "known", "differing")
"""What is told of a run, and how often each was."""

OFTEN = 3
"""Rows from which on it is worth a proposal that a unit is not known."""

LIKE = 0.6
"""How like a known name one is to be taken for its nickname."""

MOST_NAMED = 40
"""Columns that are not known named one by one; the others are counted."""


def run(
    ctx: typer.Context,
    file: Annotated[list[str], argument(Opt.FILES, "FILE")],
    check: Annotated[bool, option(Opt.CHECK_ONLY, "--check")] = False,
    errors: Annotated[Path | None, option(Opt.ERRORS, "--errors", metavar="FILE")] = None,
    update: Annotated[bool, option(Opt.UPDATE, "--update")] = False,
    map_: Annotated[list[str] | None, option(Opt.MAP, "--map", metavar="COLUMN=FIELD")] = None,
    ids: Annotated[Path | None, option(Opt.IDS, "--ids", metavar="COPY.xlsx")] = None,
    year: Annotated[int | None, option(Opt.YEARLESS, "--year", metavar="YYYY", min=1949, max=2199)] = None,
    date_order: Annotated[DateOrder | None, choice(DateOrder, Opt.DATE_ORDER, "--date-order")] = None,
    past: Annotated[bool, option(Opt.PAST, "--past")] = False,
    encoding: Annotated[str | None, option(Opt.ENCODING, "--encoding", metavar="NAME")] = None,
    json: Json = False,
) -> int:
    """Read the ledgers, write the matters, say what became of each row."""
    from xinfang_cli.batches.importing import Ledgers, Manner, admitting, headers_of, take, warn_unused

    office = desk(ctx)
    if ids is not None and len(file) > 1:
        raise UsageError(Msg.IDS_ONE_FILE())
    tally = Tally(office.lang, ctx.with_resource(Spool()), errors)
    ledgers = Ledgers(office, Manner(headers_of(map_ or ()), year, date_order, encoding, ids, past), tally)
    with office.locked(writes=not check), ExitStack() as stack:
        admission = admitting(office, stack, update=update, writes=not check)
        for name in file:
            take(ledgers, admission, name, alone=len(file) == 1)
        for case_id, others in admission.repeats():
            office.warn(Msg.LIKELY_REPEAT(id=case_id, ids=others))
        admission.hand_over()
    for cut in tally.write_rejected():
        office.warn(cut)
    warn_unused(ledgers)
    if json:
        columns = {
            "dropped_columns": list(ledgers.dropped),
            "unread_columns": [*ledgers.unread, *ledgers.second, *ledgers.untitled],
        }
        about = {**tally.counts(*COUNTED), **columns}
        office.print_json_with(about, "rows", tally.rows)
    else:
        _tell(ledgers, check=check)
    return RefusedError.exit_code if ledgers.failed else tally.exit_code(office.exit_code)


def _proposed(office: Desk, unknown: "Counter[str]") -> Iterator[Text]:
    """Propose what to do about units that config does not know and that occur often: a nickname, or a new unit."""
    from xinfang_cli.law.choosing import nearest

    known = {name: unit.name for unit in office.config.units for name in (unit.name, *unit.aliases)}
    for name, count in unknown.most_common(MOST_NAMED):
        if count >= OFTEN:
            near = nearest(name, list(known), LIKE)
            unit = known[near[0]] if near else None
            yield (
                Msg.IMPORT_ALIAS(name=name, count=count, unit=unit) if unit else Msg.IMPORT_UNIT(name=name, count=count)
            )


def _tell(ledgers: "Ledgers", *, check: bool) -> None:
    from xinfang_cli.ledgers.columns import fields_named

    office, tally = ledgers.office, ledgers.tally
    for found in tally.rows:
        if found["outcome"] in (Became.SKIP, Became.KNOWN):
            continue
        office.say(
            Msg.IMPORT_ROW(
                where=where(found),
                became=Became.of(found["outcome"]),
                field=fields_named(found["field"]),
                reason=found["message"] or "-",
            )
        )
    office.say((Msg.IMPORT_WOULD if check else Msg.IMPORT_DONE)(**tally.counts(*COUNTED)))
    office.print_lines(text.in_(office.lang) for text in _proposed(office, tally.unknown_units))
    if ledgers.dropped:
        office.say(Msg.IMPORT_DROPPED(count=len(ledgers.dropped), columns=list(ledgers.dropped)))
    for column, first in ledgers.second.items():
        office.say(Msg.IMPORT_SECOND(column=column, first=first))
    if ledgers.untitled:
        office.say(Msg.IMPORT_UNTITLED(columns=list(ledgers.untitled)))
    if {"年", "月", "日"} <= ledgers.unread.keys():
        office.say(Msg.MAP_A_DAY())
    if ledgers.unread:
        columns = list(ledgers.unread)
        more = len(columns) - MOST_NAMED
        office.say(Msg.IMPORT_UNREAD(columns=[*columns[:MOST_NAMED], *([f"… +{more}"] if more > 0 else [])]))
