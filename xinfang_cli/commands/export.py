"""`export`: matters in the forms that other programs read; no personal data unless it is asked for."""

import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.boundary import for_programs
from xinfang_cli.commands.filters import Filters, filters, tell_scope
from xinfang_cli.commands.options import Opt, choice, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.exports import ExportFormat, Line, Matters, pieces, write
from xinfang_cli.index.listing import SEALED_TITLE, listed
from xinfang_cli.law.stepdata import TAKES
from xinfang_cli.law.telling import clock_title
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg
from xinfang_cli.store.out import binary_pipe, print_bytes, write_out

if TYPE_CHECKING:
    from xinfang_cli.index.ask import Index
    from xinfang_cli.law.records import Entry
    from xinfang_cli.measures.selection import Selection

LOGGED_TOGETHER = 100
"""Matters on one line of the access log."""


@filters
def run(
    ctx: typer.Context,
    chosen: Filters,
    format: Annotated[ExportFormat, choice(ExportFormat, Opt.FORMAT, "--format")],
    out: Annotated[Path | None, option(Opt.OUT_FILE, "--out", metavar="PATH")] = None,
    reveal: Annotated[bool, option(Opt.REVEAL, "--reveal")] = False,
    number_key: Annotated[Path | None, option(Opt.NUMBER_KEY, "--number-key", metavar="FILE")] = None,
) -> int:
    """Write the matters that fit the filters, in the order of their ids."""
    office = desk(ctx)
    if format is ExportFormat.RELATIONS:
        return _relations(office, chosen, out, number_key, reveal=reveal)
    if number_key:
        raise UsageError(Msg.RELATIONS_KEY_ALONE())
    if out is None and format.is_binary and binary_pipe() is None:
        raise UsageError(Msg.EXPORT_NEEDS_OUT(form=format.value))
    with office.index() as index:
        selection = chosen.selection(office, index)
        tell_scope(office, selection, aside=True)
        matters = _matters(office, index, selection, reveal=reveal)
        if out is None:
            _print(format, matters)
        else:
            _write(format, matters, out)
            office.warn(Msg.REPORT_WRITTEN(path=out))
    return office.exit_code


def _relations(office: Desk, chosen: Filters, out: Path | None, number_key: Path | None, *, reveal: bool) -> int:
    """Write what the reports of many offices are made of: always of all matters, or it would be no office."""
    from xinfang_cli.exports import relations

    if out is None:
        raise UsageError(Msg.RELATIONS_OUT())
    if reveal or chosen.is_narrow:
        raise UsageError(Msg.RELATIONS_WHOLE())
    with office.index() as index, index.snapshot():
        ours = relations.Ours(
            code=office.config.office.code,
            name=office.config.office.name,
            level=office.config.office.level,
            limits=relations.limits_of(office.law),
            beyond=tuple(sorted(office.law.beyond)),
            review_by=office.law.review_by,
            calendar=office.law.calendar.version,
            as_of=office.today,
            left_out=index.left_out,
        )
        key = relations.read_key(number_key) if number_key else None
        office.warn(Msg.REPORT_WRITTEN(path=relations.write_folder(out, ours, index.sql, key)))
    return office.exit_code


def _write(form: ExportFormat, matters: Matters, path: Path) -> None:
    if form.is_binary:
        write(form, matters, path)
    else:
        write_out(path, pieces(form, matters), private=matters.reveal)


def _print(form: ExportFormat, matters: Matters) -> None:
    if pipe := form.is_binary and binary_pipe():
        print_bytes(lambda path: write(form, matters, path), pipe)
    else:
        for_programs(sys.stdout)
        sys.stdout.writelines(pieces(form, matters))


def _matters(office: Desk, index: "Index", selection: "Selection", *, reveal: bool) -> Matters:
    def lines() -> Iterator[Line]:
        return (line for line in index.cases(selection, order="id") if not line["sealed"])

    def duties() -> Iterator[Line]:
        clocks = index.clocks(selection, running_only=True)
        return (line for line in clocks if line["kind"] == "duty" and line["clock_due"])

    return Matters(
        objects=lambda: _objects(office, index, selection, reveal=reveal),
        lines=lines,
        duties=duties,
        clock=lambda name: str(_in_lang(clock_title(name, office.law), office)),
        lang=office.lang,
        reveal=reveal,
        office=office.config.office.name,
        zone=office.zone,
        scope=selection.words,
    )


def _in_lang(title: Any, office: Desk) -> str:
    return title.in_(office.lang) if hasattr(title, "in_") else str(title)


def _objects(office: Desk, index: "Index", selection: "Selection", *, reveal: bool) -> Iterator[dict[str, Any]]:
    """Yield matters as `list --json` has them, with what an import asks beside; who is revealed is logged first."""
    lines = index.cases(selection, order="id")
    while some := list(islice(lines, LOGGED_TOGETHER)):
        revealed = [line["id"] for line in some if reveal and not line["sealed"]]
        if revealed:
            from xinfang_cli.store.cases import access_log

            access_log(office.workspace, office.by, office.now, " ".join(revealed))
        for line in some:
            found = listed(line, office.today, office.lang) | _besides(index, line)
            yield found | _revealed(office, line) if reveal else found


ACTS = {"route": "routed_on", "accept": "accepted_on", "opinion": "opinion_on", "reply": "opinion_on"}


def _besides(index: "Index", line: Line) -> dict[str, Any]:
    """Return what a list does not show and a matter cannot be made again without: the days of its acts."""
    days = dict.fromkeys(ACTS.values())
    if not line["sealed"]:
        asked = "SELECT coalesce(what, did), on_day FROM events WHERE case_id = :id AND dated = 1 ORDER BY rowid"
        days |= {ACTS[act]: day for act, day in index.sql(asked, {"id": line["id"]}) if act in ACTS}
    names = {"joint": "joint", "owner": "owner", "group": "group_name"}
    rest = {key: None if line["sealed"] else line[name] for key, name in names.items()}
    joint = None if rest["joint"] is None else bool(rest["joint"])
    return {**days, **rest, "joint": joint}


def _revealed(office: Desk, line: Mapping[str, Any]) -> dict[str, Any]:
    from xinfang_cli.law.history import fold, standing
    from xinfang_cli.law.recordbase import plain

    if line["sealed"]:
        return {
            "petitioners": [],
            "representatives": [],
            "request": SEALED_TITLE[office.lang],
            "notes": [],
            "clocks": [],
        }
    case = office.revealed(office.hold_path(office.workspace.root / line["path"]).case)
    return {
        "petitioners": [plain(person) for person in case.petitioners],
        "representatives": list(case.representatives),
        "request": case.request,
        "notes": [_note(entry) for entry in standing(case.history) if entry.did is Did.NOTE],
        "clocks": [
            {"name": run.name, "from": run.from_.isoformat(), "rule": run.rule, "due": run.due and run.due.isoformat()}
            for run in fold(case, office.law).running
        ],
    }


def _note(entry: "Entry") -> dict[str, Any]:
    """Return a note as an import reads it again."""
    said = {key.value: getattr(entry, key.field) for key in TAKES[Did.NOTE]}
    return {"on": entry.on.isoformat()} | {key: str(value) for key, value in said.items() if value is not None}
