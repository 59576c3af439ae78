"""`edit`: a matter's file in the editor; it is kept when it is sound, and what was typed is never lost."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from xinfang_cli.commands.options import CaseRef
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import InvalidError, Level, Problem, RefusedError
from xinfang_cli.law.records import Case
from xinfang_cli.messages import Msg


def run(ctx: typer.Context, case: CaseRef) -> int:
    """Open a copy, look at what comes back, and put it in the file's place."""
    from xinfang_cli.store.cases import read_text_of

    office = desk(ctx)
    case_id, path = office.resolve(case)
    before = read_text_of(office.workspace, path)
    with TemporaryDirectory(prefix="xinfang-") as folder:  # its owner's alone
        copy = Path(folder) / path.name
        copy.write_bytes(_bytes(before))
        with _nothing_lost(office, case_id, before, copy):
            typed = _edited(office, path, before, copy)
            if typed:
                with office.locked():
                    _keep(office, path, before, typed)
    office.say(Msg.EDIT_DONE(id=case_id) if typed else Msg.EDIT_NOTHING())
    return office.exit_code


@contextmanager
def _nothing_lost(office: Desk, case_id: str, before: str, copy: Path) -> Iterator[None]:
    """Keep what was typed, whatever ends the command.

    It goes to a file of its own in `sealed/`: outside git, and readable by the owner alone.
    """
    from xinfang_cli.store.cases import set_aside

    try:
        yield
    except BaseException:
        raw = copy.read_bytes()
        if raw != _bytes(before):
            office.warn(Msg.EDIT_REJECTED(path=set_aside(office.workspace, f"{case_id}.rejected", raw)))
        raise


@dataclass(frozen=True)
class Typed:
    """What came back from the editor, and what is wrong with it."""

    text: str
    case: Case | None
    problems: tuple[Problem, ...]
    was_sealed: bool = False


def _edited(office: Desk, path: Path, before: str, copy: Path) -> Typed | None:
    """Run the editor until the text is sound or the user gives up; None where nothing was changed."""
    from xinfang_cli.boundary import list_problems

    while True:
        _run_editor(copy)
        text = copy.read_bytes().decode("utf-8", "surrogateescape")
        if text == before:
            return None
        typed = _read(office, path, before, text)
        list_problems(typed.problems, office.lang)
        again = bool(typed.problems) and sys.stdin.isatty()
        if not again or not typer.confirm(Msg.EDIT_AGAIN().in_(office.lang), default=True, err=True):
            return typed


def _editor() -> str:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")


def _words(line: str, *, on_windows: bool) -> list[str]:
    """Part the line that starts the editor; on Windows a backslash parts folders, and quotes may stand around them."""
    return [word.strip('"') for word in shlex.split(line, posix=False)] if on_windows else shlex.split(line)


def _run_editor(copy: Path) -> None:
    import subprocess

    words = _words(_editor(), on_windows=os.name == "nt")
    try:
        code = subprocess.run([*words, str(copy)], check=False).returncode  # noqa: S603  # the user's own editor
    except OSError:
        code = None
    if code != 0:
        raise RefusedError(Msg.NO_EDITOR(editor=_editor()))


def _read(office: Desk, path: Path, before: str, text: str) -> Typed:
    """Read the text back; what `check --fix` would mend, the derived lines, is no fault."""
    from xinfang_cli.law.history import derived
    from xinfang_cli.store.cases import parse

    shown = path.relative_to(office.workspace.root)
    case, problems = parse(_bytes(text), shown)
    if case is None:
        return Typed(text, None, problems)
    case = derived(case, office.law)
    old, _ = parse(_bytes(before), shown)
    was_sealed = old is not None and old.is_sealed
    return Typed(text, case, tuple(_faults(office, shown, text, old, case)), was_sealed=was_sealed)


def _faults(office: Desk, shown: Path, text: str, old: Case | None, case: Case) -> Iterator[Problem]:
    """Return the faults that the edit brought; those that were there already are for `check`."""
    from xinfang_cli.law.checks import Known, altered, examine
    from xinfang_cli.law.history import derived
    from xinfang_cli.store.cases import line_at

    had = [each.text for each in examine(derived(old, office.law), office.law, Known())] if old else []
    found = [each for each in examine(case, office.law, Known()) if each.level is Level.FAULT and each.text not in had]
    for finding in (*found, *(altered(old, case) if old else ())):
        yield Problem(shown, line_at(text, finding.place), finding.text, finding.level)


def _keep(office: Desk, path: Path, before: str, typed: Typed) -> None:
    from xinfang_cli.store.cases import save_edited

    if typed.case is None or typed.problems:
        raise InvalidError(Msg.FILE_INVALID(path=path.name))
    save_edited(office.workspace, path, before, typed.text, typed.case)
    if typed.case.is_sealed and not typed.was_sealed:
        office.sealed.append(typed.case.id)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
