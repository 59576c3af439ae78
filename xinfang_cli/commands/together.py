"""A step over several matters: each is a row, taken and told as the rows of `apply` are.

What one matter needs is imported here; what goes through rows is loaded once there are several.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from xinfang_cli.commands.options import Opt, argument, option
from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.labels import Label
from xinfang_cli.law.opinions import written
from xinfang_cli.law.stepdata import OF_ONE_MATTER, ONE_BY_ONE, TAKES, Key, on_its_way
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg, harmless

if TYPE_CHECKING:
    from pathlib import Path

    from xinfang_cli.batches.apply import Applying
    from xinfang_cli.batches.tally import RowReport, Tally
    from xinfang_cli.ledgers.dates import DateOrder
    from xinfang_cli.sheets.rows import Cell, Row

CaseRefs = Annotated[list[str], argument(Opt.CASES_OR_INPUT, "CASE")]
DryRun = Annotated[bool, option(Opt.DRY_RUN, "--dry-run")]

COUNTED = ("applied", "rejected", "skipped", "known")
"""What is told of a run, and how often each was."""


TAKEN = {**TAKES, Did.UNDO: (Key.REASON,)}
"""What the steps of several matters take. `undo` is none of a table: run again, it would strike what was not meant."""


class SeveralMatters(NamedTuple):
    """The matters that a command names: as they were typed, or as they came in by standard input."""

    refs: tuple[str, ...]
    from_input: bool

    @property
    def are_several(self) -> bool:
        """Whether they are told as rows are: several, or however many came in."""
        return self.from_input or len(self.refs) > 1


def matters(office: Desk, words: Collection[str]) -> SeveralMatters:
    """Return the matters that words name; `-` is the ids on standard input, each of them once.

    A line is one id: of a list with titles no word is taken for the tail of one.
    """
    if "-" not in words:
        return SeveralMatters(tuple(dict.fromkeys(office.meant(words))), from_input=False)
    if len(words) > 1:
        raise UsageError(Msg.INPUT_OR_CASES())
    text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    lines = filter(None, map(str.strip, text.splitlines()))
    return SeveralMatters(tuple(dict.fromkeys(lines)), from_input=True)


class Together(NamedTuple):
    """One step that several matters are to take.

    Attributes:
        did: the step.
        matters: which take it.
        cells: its data, as cells of a row.
        unit_of: the unit of each, where that is not one for all; it raises RefusedError where there is none.
    """

    did: Did
    matters: SeveralMatters
    cells: Mapping[Key, "Cell"]
    unit_of: "Callable[[Path], str] | None" = None

    @property
    def columns(self) -> dict[Key, int]:
        """Where the cells of each row stand."""
        keys = (Key.CASE, Key.DID, *self.cells, *((Key.UNIT,) if self.unit_of else ()))
        return {key: at for at, key in enumerate(keys)}

    def rows(self, applying: "Applying") -> "Iterator[Row]":
        """Return a row for each matter."""
        from xinfang_cli.sheets.rows import Row

        for number, ref in enumerate(self.matters.refs, start=1):
            cells = (ref, self.did.value, *self.cells.values())
            try:
                unit = () if self.unit_of is None else (self.unit_of(applying.index.resolve(ref)[1]),)
            except RefusedError as error:
                yield Row(number, cells, fault=error.text)
                continue
            yield Row(number, (*cells, *unit))


def cells_of(
    office: Desk, did: Did, data: Mapping[str, Any], on: str | None, backdate_reason: str | None
) -> "dict[Key, Cell]":
    """Return data of an entry as the cells of a row.

    The day stands there even where none was given: the same line tomorrow is another step.

    Raises:
        UsageError: one of them is of one matter alone, or stands for nothing in a row.
    """
    given = {key: data[key.field] for key in TAKEN[did] if data.get(key.field) is not None}
    refuse_of_one(key.option for key in given if key in OF_ONE_MATTER)
    cells = {key: _cell(key, value) for key, value in given.items()}
    if backdate_reason is not None:
        cells[Key.BACKDATE_REASON] = _cell(Key.BACKDATE_REASON, backdate_reason)
    if on is not None or not (did is Did.SERVE and on_its_way(data)):
        cells[Key.ON] = office.past_day(on)
    return cells


def refuse_of_one(options: Iterator[str]) -> None:
    """Refuse data that can be of one matter alone.

    Raises:
        UsageError: there are any.
    """
    if found := list(options):
        raise UsageError(Msg.OF_ONE_MATTER(options=found))


def _cell(key: Key, value: Any) -> "Cell":
    from xinfang_cli.ledgers.cells import says_nothing

    if isinstance(value, Label):
        return str(value.value)
    if isinstance(value, tuple | list):
        if not value:
            from xinfang_cli.measures.filters import AnyOrNone

            raise UsageError(Msg.SAYS_NOTHING(option=key.option, value=AnyOrNone.NONE))
        return written(value) if (Did.REPLY, key) in ONE_BY_ONE else "、".join(value)
    if isinstance(value, str) and says_nothing(value.strip()):
        raise UsageError(Msg.SAYS_NOTHING(option=key.option, value=value))
    cell: Cell = value
    return cell


def take_together(office: Desk, wanted: Together, *, dry_run: bool, as_json: bool) -> int:
    """Take a step with several matters, asked once on a terminal; say what became of each, return the exit code."""
    from xinfang_cli.batches.tally import Tally
    from xinfang_cli.store.spool import Spool

    if not dry_run and not wanted.matters.from_input and sys.stdin.isatty():
        _ask(office, wanted)
    with Spool() as spool:
        tally = Tally(office.lang, spool, None)
        with office.locked(writes=not dry_run), ExitStack() as stack:
            taking = applying(office, stack, writes=not dry_run, follows=True)
            for report in _reports(taking, wanted):
                tally.add(report)
                if dry_run and not as_json and (line := _would(office, taking, report)):
                    office.print_lines(iter([line]))
            office.sealed += taking.sealed
        tell(office, tally, check=dry_run, as_json=as_json, refs=wanted.matters.refs)
        return tally.exit_code(office.exit_code)


def _reports(taking: "Applying", wanted: Together) -> "Iterator[RowReport]":
    from xinfang_cli.batches.take import StepsHead

    columns = wanted.columns
    return taking.reports("", wanted.rows(taking), StepsHead(columns, {}, len(columns)))


def _ask(office: Desk, wanted: Together) -> None:
    """Show which matters would take the step, and ask.

    Raises:
        RefusedError: it is not wanted.
    """
    count = 0
    with ExitStack() as stack:
        taking = applying(office, stack, writes=False, follows=True)
        for report in _reports(taking, wanted):
            if line := _would(office, taking, report):
                count += 1
                typer.echo(line, err=True)
    sure = Msg.TOGETHER_SURE(did=wanted.did, count=count)
    if count and not typer.confirm(sure.in_(office.lang), default=False, err=True):
        raise RefusedError(Msg.TOGETHER_LEFT())


def _would(office: Desk, taking: "Applying", report: "RowReport") -> str:
    """Return the line of a matter that would take the step; nothing where it would not."""
    from xinfang_cli.batches.tally import Became

    if report.became is not Became.APPLY or report.id is None:
        return ""
    return f"  {report.id} {_title(office, taking.index.resolve(report.id)[1])}"


def _title(office: Desk, path: "Path") -> str:
    """Return the title of a matter; of a sealed one what lists show."""
    from xinfang_cli.index.listing import SEALED_TITLE
    from xinfang_cli.store.cases import load

    case, _, _ = load(office.workspace, path)
    if case is None or case.is_sealed:
        return SEALED_TITLE[office.lang]
    return harmless(case.title or "-")


def applying(
    office: Desk,
    stack: ExitStack,
    days: "tuple[int | None, DateOrder | None]" = (None, None),
    *,
    writes: bool,
    follows: bool = False,
) -> "Applying":
    """Return what takes steps of rows with the rules of this office."""
    from xinfang_cli.batches.apply import Applying
    from xinfang_cli.batches.notebook import Notebook
    from xinfang_cli.batches.take import Taker
    from xinfang_cli.commands import Command
    from xinfang_cli.ledgers.steprows import Reader
    from xinfang_cli.store.cases import CaseBatch, sweep

    if writes:
        sweep(office.workspace)
    config = office.config
    reader = Reader(
        today=office.today,
        unit=config.unit_named,
        place=config.place,
        category=config.category,
        steps={command.alias: did for did in TAKES for command in Command if command.value == did.value},
        takes=TAKEN if follows else TAKES,
        year=days[0],
        order=days[1],
        names=config,
    )
    index = stack.enter_context(office.index())
    batch = stack.enter_context(CaseBatch(office.workspace)) if writes else None
    taker = Taker(office.workspace, office.law, reader, office.now, office.by, follows)
    return Applying(taker, index, batch, stack.enter_context(Notebook()))


def tell(office: Desk, tally: "Tally", *, check: bool, as_json: bool, refs: Collection[str] = ()) -> None:
    """Say what became of rows; those of a command go by the matters that it named."""
    if as_json:
        office.print_json_with(tally.counts(*COUNTED), "rows", tally.rows)
        return
    from xinfang_cli.batches.tally import Became, where
    from xinfang_cli.ledgers.columns import fields_named

    named = tuple(refs)
    for found in tally.rows:
        if found["outcome"] == Became.REJECT:
            place = named[found["row"] - 1] if named else where(found)
            office.say(Msg.APPLY_ROW(where=place, field=fields_named(found["field"]), reason=found["message"]))
    office.say((Msg.APPLY_WOULD if check else Msg.APPLY_DONE)(**tally.counts(*COUNTED)))
