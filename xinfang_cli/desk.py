"""What a command works with: the workspace, its rules, the day, and the hand that writes."""

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from xinfang_cli.errors import InvalidError, Level, Problem, RefusedError, Text, UsageError, XinfangError
from xinfang_cli.labels import Lang, pattern
from xinfang_cli.law.dayforms import read_day
from xinfang_cli.law.ids import is_id
from xinfang_cli.messages import Msg
from xinfang_cli.office import config as configuration
from xinfang_cli.office.zones import BEIJING, zone
from xinfang_cli.plaintext import unquoted
from xinfang_cli.printing import Printer
from xinfang_cli.store.held import Held, held_at
from xinfang_cli.store.written import MOST_KEPT, WorkDone, named, recording

if TYPE_CHECKING:
    from xinfang_cli.index.ask import Index
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.records import Case
    from xinfang_cli.law.steps import Stamp, Step
    from xinfang_cli.store.memory import Memory
    from xinfang_cli.store.workspace import Workspace

NOON = dt.time(12)
POINTER = pattern(r"[@+]([0-9]{1,4})?")
"""What stands for a matter that the user touched or saw; `+` is for shells that keep `@` to themselves."""

IN_BULK = frozenset({"import", "apply", "check", "restore", "merge-driver", "demo"})
"""Commands that write many matters, of which nobody looks at one."""


class Desk(Printer):
    """One command's view of the office.

    Attributes:
        directory: where the workspace is looked for, if that was said.
        today_text: what was said to be today.
        user: who writes, if that was said.
        clock: the present moment in a time zone.
        state_folder: the user's own, where programs remember.
        lost: what became of files that were written, other than it should.
        earlier: files that the same command wrote when it ran before.
        untold: what is to be done where nobody is told what was written.
        sealed: matters that this command sealed.
    """

    def __init__(
        self,
        lang: Lang,
        *,
        directory: str | None,
        today_text: str | None,
        user: str | None,
        clock: Callable[[dt.tzinfo], dt.datetime],
        is_colored: bool = False,
        state_folder: Path | None = None,
    ) -> None:
        super().__init__(lang, is_colored=is_colored)
        self.directory = directory
        self.today_text = today_text
        self.user = user
        self.clock = clock
        self.state_folder = state_folder
        self.exit_code = 0
        self.command = ""
        self.written = WorkDone()
        self.is_writing = False
        self.lost: list[Text] = []
        self.earlier: list[Path] = []
        self.untold: Callable[[], None] | None = None
        self.sealed: list[str] = []

    @cached_property
    def start(self) -> Path:
        """The folder where a workspace is looked for, from here upwards; whichever form its path was given in."""
        start = Path(self.directory or ".").expanduser().resolve()
        if not start.is_dir():
            raise RefusedError(Msg.FOLDER_MISSING(path=start))
        return start

    @cached_property
    def workspace(self) -> "Workspace":
        """The workspace: named, or the nearest one from here upwards."""
        from xinfang_cli.store.umask import adopt
        from xinfang_cli.store.workspace import Workspace, find_root

        root = find_root(self.start)
        if root is None:
            raise RefusedError(Msg.NO_WORKSPACE())
        adopt(root)
        return Workspace(root)

    @cached_property
    def config(self) -> configuration.Config:
        """What is in force here."""
        return configuration.load(self.workspace.config_file, self.workspace.state / "config.json")

    @cached_property
    def rules(self) -> configuration.Config:
        """What is in force here; outside any workspace, what the Regulations say."""
        from xinfang_cli.store.workspace import find_root

        return configuration.default() if find_root(self.start) is None else self.config

    @property
    def law(self) -> "Law":
        """The rules in force."""
        return self.config.law

    @cached_property
    def zone(self) -> dt.tzinfo:
        """The office's time zone; China's outside a workspace."""
        try:
            return zone(self.config.office.timezone) or BEIJING
        except (RefusedError, InvalidError):
            return BEIJING

    @cached_property
    def now(self) -> dt.datetime:
        """The present moment, or noon of the day that is taken as today."""
        if self.today_text is None:
            return self.clock(self.zone).replace(microsecond=0)
        real_today = self.clock(self.zone).date()
        day = read_day(self.today_text, real_today)
        if day is None:
            raise UsageError(Msg.NO_DAY(option="--today", text=self.today_text))
        return dt.datetime.combine(day, NOON, self.zone)

    def anew(self) -> None:
        """Look at the clock again: a pile of letters takes its time."""
        self.__dict__.pop("now", None)

    @property
    def today(self) -> dt.date:
        """Today in the office's time zone."""
        return self.now.date()

    def bare(self, text: str) -> str:
        """Return an id, name or day without the quotation marks that an input method set around it; that is told."""
        found = unquoted(text)
        if found != text:
            self.warn(Msg.QUOTES_OFF(text=found))
        return found

    def day(self, text: str | None, option: str = "--on", *, ahead: bool = False) -> dt.date | None:
        """Return the day that an option names; `ahead`, the next one where it has no year.

        Raises:
            UsageError: it names none.
        """
        if text is None:
            return None
        day = read_day(self.bare(text), self.today, ahead=ahead)
        if day is None:
            raise UsageError(Msg.NO_DAY(option=option, text=text))
        return day

    def past_day(self, text: str | None, option: str = "--on") -> dt.date:
        """Return a day that is not after today; today where none is named.

        Raises:
            RefusedError: it is in the future.
        """
        day = self.day(text, option) or self.today
        if day > self.today:
            raise RefusedError(Msg.FUTURE_DAY(on=day, today=self.today))
        return day

    def stamp(self, on: str | None, n: str | None = None) -> "Stamp":
        """Return when and by whom an entry is written, under an id of its own unless one is given."""
        from xinfang_cli.law.steps import Stamp

        return Stamp(on=self.past_day(on), now=self.now, by=self.by, n=n or os.urandom(4).hex())

    @cached_property
    def by(self) -> str:
        """Who writes: named, or git's name here, or the login name."""
        if self.user:
            return self.user
        from xinfang_cli.git.repository import user_name

        return user_name(self.workspace.root)

    def unit(self, name: str) -> str:
        """Return the full name of a unit.

        Raises:
            RefusedError: config knows no such unit.
        """
        return self.config.unit_named(self.bare(name))

    @contextmanager
    def index(self) -> Iterator["Index"]:
        """Open the index, brought up to date; what had to be left out is said and makes the exit code 3."""
        from xinfang_cli.index.ask import Index

        self.workspace.must_have_cases()
        with Index.open(self.workspace, lambda: self.law, self.config.basis) as index:
            if index.note:
                self.warn(index.note)
            self.left_out(index.problems)
            if self.workspace.keys.is_dir():
                self._forget([*index.forgotten()])
            yield index

    def _forget(self, ids: list[str]) -> None:
        """Destroy what this clone has of the keys of matters that were forgotten, wherever that was."""
        if ids:
            from xinfang_cli.store.keyring import destroy_keys

            if destroyed := destroy_keys(self.workspace, ids):
                self.warn(Msg.KEYS_DESTROYED(ids=destroyed))

    def left_out(self, problems: tuple[Problem, ...]) -> None:
        """Say which files are left out, and remember it for the exit code."""
        from xinfang_cli.boundary import list_problems

        if any(problem.level is Level.FAULT for problem in problems):
            self.exit_code = InvalidError.exit_code
        list_problems(problems, self.lang)

    @contextmanager
    def locked(self, *, writes: bool = True) -> Iterator[None]:
        """Hold the workspace's lock: one writer at a time. What is written meanwhile is remembered.

        Who writes nothing waits for nobody, and needs no right to write.

        Raises:
            RefusedError: a later version keeps this workspace.
        """
        if not writes:
            yield
            return
        from xinfang_cli.store.cases import lock

        if self.config.format > configuration.FORMAT:
            raise RefusedError(Msg.FORMAT_LATER(format=self.config.format, known=configuration.FORMAT))
        if self.workspace.recipients != (self.config.recipients if self.config.is_sealed else ()):
            raise InvalidError(Msg.RECIPIENTS_UNREAD())
        self.written.keeps_all = self.config.autocommit
        with lock(self.workspace, self.command), self.writing():
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Remember what is written within; an error there leaves the rest unwritten."""
        with recording(self.written):
            self.is_writing = True
            yield
            self.is_writing = False

    def finish(self) -> None:
        """Commit what this command wrote, if the office wants that, and say what git still holds of what it sealed."""
        self._commit()
        self._remember()
        if self.sealed:
            from xinfang_cli.git.held import held_in_clear
            from xinfang_cli.index.ask import Index

            with Index.open(self.workspace, lambda: self.law, self.config.basis):
                """Brought up to date, it has the words of what was sealed no more."""
            for case_id, commits in held_in_clear(self.workspace, self.sealed):
                self.warn(Msg.SEALED_IN_GIT(id=case_id, commits=commits))
            self.sealed = []

    def _commit(self) -> None:
        """Commit what was written and nothing else that lies there, staged or not."""
        if not self.written.paths or not self.written.keeps_all:
            return
        from xinfang_cli.git.autocommit import commit_of
        from xinfang_cli.git.repository import commit_paths
        from xinfang_cli.store.cases import lock

        paths, message = commit_of(self.workspace, self.command, self.written.paths)
        self.written.keeps_all = False
        refusal: Text | str | None = None
        if paths:
            try:
                with lock(self.workspace, self.command):
                    refusal = commit_paths(self.workspace.root, paths, message, self.by)
            except XinfangError as error:
                refusal = error.text
        if refusal is not None:
            self.lost.append(Msg.NOT_COMMITTED(what=named(self.written.paths), reason=refusal))

    def end(self, code: int, error: BaseException | None, *, as_json: bool) -> int:
        """Return the exit code of a command that ended with a code or an error, once it had written something."""
        from xinfang_cli.boundary import Work, tell_end

        if self.untold is not None and error is not None and not self.is_writing:
            self.untold()
        what = named([*self.written.paths, *self.earlier])
        unsafe = [Msg.NOT_SAFE(what=named(self.written.unsafe))] if self.written.unsafe else []
        work = Work(what, not self.is_writing, (*self.lost, *unsafe))
        return tell_end(work, code, error, self.lang, as_json=as_json)

    @property
    def has_written(self) -> bool:
        """Whether anything was written that must not be called refused."""
        return bool(self.written.count or self.earlier)

    def resolve(self, ref: str) -> tuple[str, Path]:
        """Return id and file of the matter that a reference names."""
        with self.index() as index:
            return index.resolve(self.bare(self._pointed(ref, index)))

    def meant(self, refs: Iterable[str]) -> list[str]:
        """Return references with ids in place of those that point to what the user saw or touched last."""
        refs = list(refs)
        if not any(map(POINTER.fullmatch, refs)):
            return refs
        with self.index() as index:
            return [self._pointed(ref, index) for ref in refs]

    def _pointed(self, ref: str, index: "Index") -> str:
        """Return the id that `@` (touched last) or `@3` (row 3 of what was seen last) stands for, which is said.

        Raises:
            UsageError: there is no terminal, so that nobody saw anything.
            RefusedError: nothing is remembered, or that was too long ago.
        """
        if not POINTER.fullmatch(ref):
            return ref
        if not sys.stdin.isatty():
            raise UsageError(Msg.AT_NEEDS_TERMINAL(ref=ref))
        found = self.memory.meant(ref)
        self.warn(Msg.AT_IS(ref=ref, id=found, title=index.title(found) or "-"))
        return found

    @cached_property
    def memory(self) -> "Memory":
        """What this user saw and touched here."""
        from xinfang_cli.store.memory import Memory

        return Memory(self.state_folder, self.workspace.root, self.clock(dt.UTC))

    def saw(self, ids: Iterable[str]) -> None:
        """Remember which matters stand in the rows that somebody is shown on a terminal."""
        if sys.stdin.isatty() and sys.stdout.isatty():
            self.memory.see(ids)

    def _remember(self) -> None:
        """Remember the matter that was written last; of several that belong together it is the one named first."""
        ids = named(self.written.paths) if self.written.count < MOST_KEPT and sys.stdin.isatty() else ()
        found = [each for each in ids if is_id(each)]
        if found and self.command not in IN_BULK:
            self.memory.touch(found[-1])

    def hold(self, ref: str) -> Held:
        """Return a case in hand.

        Raises:
            RefusedError: there is none, or several.
            InvalidError: its file cannot be read.
        """
        _, path = self.resolve(ref)
        return self.hold_path(path)

    def hold_path(self, path: Path) -> Held:
        """Return the case of a file, with its sealed text if it has one."""
        return held_at(self.workspace, path)

    def opened(self, case: "Case") -> "Case":
        """Return a matter with its petitioners in clear.

        Raises:
            RefusedError: they are sealed, and no key here opens them.
        """
        if case.petitioners_sealed is None:
            return case
        from xinfang_cli.store.people import opened

        return opened(self.workspace, case)

    def revealed(self, case: "Case") -> "Case":
        """Return a matter for whoever may see its petitioners; masked where no key opens them, which is said once."""
        try:
            return self.opened(case)
        except RefusedError as error:
            if self.exit_code != InvalidError.exit_code:
                self.warn(error.text)
            self.exit_code = InvalidError.exit_code
            return case

    def keep(self, held: Held, case: "Case") -> None:
        """Write a changed case."""
        from xinfang_cli.store.cases import save

        save(self.workspace, held.path, held.text, case)
        if case.is_sealed and not held.read.is_sealed:
            self.sealed.append(case.id)

    def taken(self, ref: str, make: Callable[["Case"], "Step"]) -> "Step":
        """Take a step with a case: read, make, write. A refusal leaves everything as it was."""
        with self.locked():
            held = self.hold(ref)
            step = make(held.case)
            self.keep(held, step.case)
        return step

    def taken_together(self, wanted: Iterable[tuple[str, Callable[["Case"], "Step"]]]) -> list["Step"]:
        """Take steps with several cases, all of them made before one is written: a refusal leaves everything as it was.

        The last is written first: whoever is killed in between finds the first as it was, and can run the same again.
        """
        with self.locked():
            pairs = [(held := self.hold(ref), make(held.case)) for ref, make in wanted]
            for held, step in reversed(pairs):
                self.keep(held, step.case)
        return [step for _, step in pairs]

    def tell(self, steps: list["Step"], *, as_json: bool) -> None:
        """Say what steps did: an object, or an array for several."""
        from xinfang_cli.law.telling import step_object, tell_step

        if as_json:
            objects = [step_object(step, self.law) for step in steps]
            self.print_json(objects[0] if len(objects) == 1 else objects)
            return
        for step in steps:
            self.print_lines(tell_step(step, self.law, self.lang, self.today))

    def step(self, ref: str, make: Callable[["Case"], "Step"], *, as_json: bool) -> int:
        """Take a step and tell it; return the exit code."""
        self.tell([self.taken(ref, make)], as_json=as_json)
        return self.exit_code


def desk(ctx: typer.Context) -> Desk:
    """Return the desk that the front door set up for a command."""
    made: Desk = ctx.obj()
    made.command = ctx.command.name or ""
    ctx.call_on_close(made.finish)
    return made
