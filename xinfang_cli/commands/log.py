"""`log`: the history of a matter, as written, or as the petitioner is told it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import CaseRef, Json, Opt, option
from xinfang_cli.desk import Desk, desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from xinfang_cli.law.records import Case


def run(
    ctx: typer.Context,
    case: CaseRef,
    for_petitioner: Annotated[bool, option(Opt.FOR_PETITIONER, "--for-petitioner")] = False,
    json: Json = False,
) -> int:
    """Print the entries in the order in which they happened."""
    from xinfang_cli.law.sealing import curtained

    office = desk(ctx)
    held = office.hold(case)
    shown = curtained(held.case)
    if for_petitioner:
        _petitioner(office, shown, as_json=json)
    elif json:
        office.print_json(entries(shown, _commits(office, held.path)))
    else:
        office.print_lines(lines(office, shown, _commits(office, held.path)))
    return office.exit_code


def _commits(office: Desk, path: "Path") -> "Mapping[str, str]":
    from xinfang_cli.git.repository import commits_of_entries

    return commits_of_entries(office.workspace.root, path)


def entries(case: "Case", commits: "Mapping[str, str] | None" = None) -> list[dict[str, Any]]:
    """Return the entries as `log --json` has them: in fold order, struck ones marked, with the commit that is known."""
    from xinfang_cli.law.history import in_order, struck
    from xinfang_cli.law.recordbase import plain

    gone = struck(case.history)
    return [
        plain(entry)
        | ({"struck": True} if entry.n in gone else {})
        | ({"commit": commits[entry.n]} if commits and entry.n in commits else {})
        for entry in in_order(case.history)
    ]


def lines(office: Desk, case: "Case", commits: "Mapping[str, str] | None" = None) -> "Iterator[str]":
    """Return a line for each entry, with the commit that brought it, where that is known."""
    from xinfang_cli.law.history import in_order, struck
    from xinfang_cli.law.sentences import sentences

    told, gone = sentences(case), struck(case.history)
    for entry in in_order(case.history):
        said = told[entry.n].in_(office.lang)
        commit = (commits or {}).get(entry.n)
        tail = f"  [{commit}]" if commit else ""
        yield f"  {entry.on}{'?' if entry.day else ' '} {office.struck(said) if entry.n in gone else said}{tail}"


def _petitioner(office: Desk, case: "Case", *, as_json: bool) -> None:
    """Print the dated steps that the petitioner is told: what the public query of the national system shows."""
    from xinfang_cli.notices.told import told

    rows = list(told(case))
    if as_json:
        office.print_json([{"date": day, "step": text.msg.value, "text": text.in_(office.lang)} for day, text in rows])
        return
    office.print_lines(f"{day or '—'!s:<10}  {text.in_(office.lang)}" for day, text in rows)
