"""`check`: reads every file and says what is wrong and what to do, all of it."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from xinfang_cli.commands.checked import Files, known_names
from xinfang_cli.commands.options import Json, Opt, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import InvalidError, Level, Problem, RefusedError, UsageError
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.law.records import Case
    from xinfang_cli.store.held import Held


def run(
    ctx: typer.Context,
    fix: Annotated[bool, option(Opt.FIX, "--fix")] = False,
    dry_run: Annotated[bool, option(Opt.DRY_RUN, "--dry-run")] = False,
    staged: Annotated[bool, option(Opt.STAGED, "--staged")] = False,
    against: Annotated[str | None, option(Opt.AGAINST, "--against", metavar="BACKUP|COMMIT")] = None,
    setup: Annotated[bool, option(Opt.SETUP, "--setup")] = False,
    json: Json = False,
) -> int:
    """Print the problems; faults make the exit code 3, warnings do not."""
    office = desk(ctx)
    _must_fit(against, fix=fix, dry_run=dry_run, staged=staged)
    if setup:
        if fix or staged or against is not None:
            raise UsageError(Msg.SETUP_ALONE())
        return _setup(office, as_json=json)
    if not staged:
        office.workspace.must_have_cases()
    if dry_run:
        return _preview(office, as_json=json)
    mended = _fix(office) + _put_right(office) if fix else 0
    problems = [*office.config.warnings, *_found(office, against, staged=staged)]
    problems.sort(key=lambda problem: (str(problem.path), problem.line or 0))
    faults = sum(problem.level is Level.FAULT for problem in problems)
    if json:
        office.print_json([problem.as_json(office.lang) for problem in problems])
    else:
        office.print_lines(f"{each.level.in_(office.lang)} {each.in_(office.lang)}" for each in problems)
        if fix:
            office.say(Msg.CHECK_MENDED(count=mended))
        office.say(Msg.CHECK_DONE(faults=faults, warnings=len(problems) - faults))
    return InvalidError.exit_code if faults else 0


def _must_fit(against: str | None, *, fix: bool, dry_run: bool, staged: bool) -> None:
    if staged and fix:
        raise UsageError(Msg.STAGED_NO_FIX())
    if against is not None and (staged or fix):
        raise UsageError(Msg.AGAINST_ALONE())
    if dry_run and not fix:
        raise UsageError(Msg.DRY_RUN_OF_FIX())


def _setup(office: Desk, *, as_json: bool) -> int:
    """Say what this machine lacks; that is no fault of the office's data."""
    from xinfang_cli.commands.machine import MachinePart, missing

    found = list(missing(office))
    if as_json:
        rows = [
            (part.value, text.msg.value, text.message(office.lang), text.remedy(office.lang)) for part, text in found
        ]
        office.print_json([dict(zip(("part", "code", "message", "remedy"), row, strict=True)) for row in rows])
        return 0
    for part, text in found:
        office.say(Msg.SETUP_LINE(part=part, text=text))
    lacking = {part for part, _ in found}
    office.say(Msg.SETUP_FINE(parts=[part for part in MachinePart if part not in lacking]))
    return 0


def _found(office: Desk, against: str | None, *, staged: bool) -> Iterator[Problem]:
    """Return what is wrong in the folder, in what is staged, or beside what was."""
    if against is not None:
        return _losses(office, against)
    return _staged_problems(office) if staged else chain(_case_problems(office), _workspace_problems(office))


def _losses(office: Desk, against: str) -> Iterator[Problem]:
    """Return what histories lost since a backup or a commit.

    Raises:
        RefusedError: it is neither.
    """
    from xinfang_cli.git import repository as git
    from xinfang_cli.git.staged import since_commit
    from xinfang_cli.store.archive import since_backup

    backup, root = Path(against).expanduser(), office.workspace.root
    if backup.is_file():
        return since_backup(office.workspace, backup)
    commit = git.commit_named(root, against)
    if commit is None:
        raise RefusedError(Msg.AGAINST_NOTHING(name=against))
    return since_commit(root, commit)


def _case_problems(office: Desk) -> Iterator[Problem]:
    from xinfang_cli.index.soundness import Soundness
    from xinfang_cli.office.basis import checking
    from xinfang_cli.office.kept import digest
    from xinfang_cli.store.cases import case_paths

    basis = f"{checking()} {office.config.basis} {digest(office.workspace.config_file.read_bytes())}"
    with Soundness.of(office.workspace.state, basis) as sound:
        files = Files(office, sound)
        for path in case_paths(office.workspace):
            yield from files.problems(path)
    yield from _old_format(office, files.old + _old_config(office))
    yield from _history_problems(office, files.sealed)


def _old_format(office: Desk, count: int) -> Iterator[Problem]:
    """Say how many files are of format 1, if any: in one line, since nothing is wrong with them."""
    if count:
        yield Problem(PurePath(office.workspace.config_file.name), None, Msg.FORMAT_OLD(count=count), Level.WARNING)


def _old_config(office: Desk) -> int:
    from xinfang_cli.casefile.formats import lifted_config

    text = office.workspace.config_file.read_text(encoding="utf-8")
    return int(lifted_config(text) != text)


def _history_problems(office: Desk, sealed: list[str]) -> Iterator[Problem]:
    """Return the matters that are sealed and of which git's history has the words all the same."""
    from xinfang_cli.git import repository as git
    from xinfang_cli.git.held import held_in_clear
    from xinfang_cli.store.cases import path_of

    if sealed and git.is_repository(office.workspace.root):
        for case_id, commits in held_in_clear(office.workspace, sealed):
            text = Msg.SEALED_IN_GIT(id=case_id, commits=commits)
            yield Problem(
                path_of(office.workspace, case_id).relative_to(office.workspace.root), None, text, Level.WARNING
            )


def _staged_problems(office: Desk) -> Iterator[Problem]:
    from xinfang_cli.git import repository as git
    from xinfang_cli.git.held import sealed_in_git
    from xinfang_cli.git.staged import staged_problems

    root = office.workspace.root
    if not git.is_repository(root):
        raise RefusedError(Msg.STAGED_NO_GIT())
    return chain(sealed_in_git(office.workspace, staged=True), staged_problems(root, office.law, known_names(office)))


def _workspace_problems(office: Desk) -> Iterator[Problem]:
    """Look at what lies around the cases: sealed texts, attachments, the repository."""
    from xinfang_cli.git import repository as git
    from xinfang_cli.git.held import sealed_in_git
    from xinfang_cli.git.staged import worktree_problems
    from xinfang_cli.office.kinds import proposed
    from xinfang_cli.store.cases import sealed_problems, workspace_problems

    root = office.workspace.root
    yield from workspace_problems(office.workspace)
    yield from sealed_problems(office.workspace)
    if git.is_repository(root):
        yield from sealed_in_git(office.workspace, staged=False)
        yield from worktree_problems(root)
        yield from _sharing_problems(office)
        if git.wants_driver(root) and not git.is_driver_ready(root):
            yield Problem(PurePath(".gitattributes"), None, Msg.NO_DRIVER(), Level.WARNING)
    for unit, kind in proposed(office.config.units):
        proposal = Msg.KIND_PROPOSED(unit=unit.name, kind=kind, word=kind.value)
        yield Problem(PurePath(office.workspace.config_file.name), None, proposal, Level.WARNING)
    if office.config.is_sealed:
        from xinfang_cli.store.seals import slips

        yield from slips(office.workspace)
        return
    if office.config.recipients:
        yield Problem(office.workspace.config_file, None, Msg.RECIPIENTS_IDLE())
    if git.remotes(office.workspace.root):
        yield Problem(office.workspace.config_file, None, Msg.REMOTE_PLAIN(), Level.WARNING)


def _sharing_problems(office: Desk) -> Iterator[Problem]:
    """Name a `sealed/` that a group may write and git was not told so, or the other way round."""
    from xinfang_cli.git import repository as git
    from xinfang_cli.store.sharing import is_sealed_open

    is_open = is_sealed_open(office.workspace)
    if is_open is not None and is_open != git.is_shared(office.workspace.root):
        said = Msg.SEALED_GROUP_UNSAID() if is_open else Msg.SEALED_GROUP_OUT()
        yield Problem(PurePath(office.workspace.sealed.name), None, said, Level.WARNING)


def _preview(office: Desk, *, as_json: bool) -> int:
    """Say which files `--fix` would mend, and what is wrong there; nothing is written."""
    from xinfang_cli.casefile.formats import lifted_text
    from xinfang_cli.git.staged import worktree_problems
    from xinfang_cli.law.checks import FIXED, examine
    from xinfang_cli.store.cases import left_behind, line_at, loose

    old = _old_config(office)
    root, count, found = office.workspace.root, old, []
    for held, _ in _mendable(office):
        count += 1
        old += lifted_text(held.text) != held.text
        findings = [each for each in examine(held.case, office.law, known_names(office)) if each.text.msg in FIXED]
        shown = held.path.relative_to(root)
        found += [Problem(shown, line_at(held.text, each.place), each.text, each.level) for each in findings]
    found += [problem for problem in worktree_problems(root) if problem.text.msg is Msg.ENTRY_REMOVED]
    for case in loose(office.workspace):
        misplaced = list(left_behind(office.workspace, case))
        count += bool(misplaced)
        found += misplaced
    found += _old_format(office, old)
    if as_json:
        office.print_json([problem.as_json(office.lang) for problem in found])
        return 0
    office.print_lines(problem.in_(office.lang) for problem in found)
    office.say(Msg.CHECK_WOULD_MEND(count=count))
    return 0


def _fix(office: Desk) -> int:
    """Mend what has one right answer, and return in how many files."""
    from xinfang_cli.casefile.formats import lifted_config
    from xinfang_cli.store.out import write_out

    file = office.workspace.config_file
    with office.locked():
        mended = _old_config(office)
        if mended:
            write_out(file, [lifted_config(file.read_text(encoding="utf-8"))])
        for held, case in _mendable(office):
            office.keep(held, case)
            mended += 1
    return mended


def _put_right(office: Desk) -> int:
    """Bring files and words where they belong that a kill, a merge or a hand left elsewhere; return of how many matters."""
    from xinfang_cli.store.cases import loose, put_right, sweep, tighten
    from xinfang_cli.store.keyring import destroy_key
    from xinfang_cli.store.turning import forgotten_keys

    with office.locked():
        sweep(office.workspace)
        tighten(office.workspace)
        forgotten = sum(destroy_key(office.workspace, case_id) for case_id in forgotten_keys(office.workspace))
        return forgotten + sum(put_right(office.workspace, case) for case in loose(office.workspace))


def _mendable(office: Desk) -> "Iterator[tuple[Held, Case]]":
    """Return the matters that are to be mended, and how.

    They are of format 1, lost entries that git has, or have derived lines or deadlines that no longer follow.
    """
    from xinfang_cli.casefile.formats import lifted_text
    from xinfang_cli.git.recovery import earlier
    from xinfang_cli.law.checks import words_in_clear
    from xinfang_cli.law.history import derived
    from xinfang_cli.store.cases import case_paths

    versions = earlier(office.workspace.root)
    for path in case_paths(office.workspace):
        try:
            held = office.hold_path(path)
        except InvalidError:
            continue
        whole = _regained(office, held, versions.get(held.case.id, []))
        case = derived(_moved(office, whole), office.law)
        if case != held.case or lifted_text(held.text) != held.text or any(words_in_clear(held.read)):
            yield held, case


def _regained(office: Desk, held: "Held", versions: "list[Case]") -> "Case":
    """Return a matter with the entries that git has of it and its file lost; their words are in `sealed/` still."""
    from xinfang_cli.git.recovery import regained
    from xinfang_cli.store.words import whole

    case = regained(held.read, versions, office.law)
    if case is held.read:
        return held.case
    return whole(office.workspace, case)


def _moved(office: Desk, case: "Case") -> "Case":
    from xinfang_cli.law.checks import moved
    from xinfang_cli.law.steps import reckon_anew

    names = [name for name, _ in moved(case, office.law)]
    if not names:
        return case
    reason = Msg.CALENDAR_IS(version=office.law.calendar.version).in_(office.lang)
    return reckon_anew(case, office.law, office.stamp(None), names, reason)
