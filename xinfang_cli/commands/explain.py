"""`explain`: why a matter's dates are what they are, readable on both sides of the counter."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer

from xinfang_cli.commands.options import CaseRef, Json
from xinfang_cli.desk import Desk, desk
from xinfang_cli.law.telling import awaited, clock_title, due_words, rule_words
from xinfang_cli.law.words import Fate
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xinfang_cli.law.pauses import Pause
    from xinfang_cli.law.records import Case, Entry
    from xinfang_cli.law.runs import ClockRun
    from xinfang_cli.messages import Text


def run(ctx: typer.Context, case: CaseRef, json: Json = False) -> int:
    """Print each clock of a matter with its days."""
    from xinfang_cli.law.history import fold

    office = desk(ctx)
    held = office.hold(case)
    state = fold(held.case, office.law)
    if json:
        office.print_json([Explained(office, held.case, clock).as_json() for clock in state.clocks])
        return office.exit_code
    office.say(Msg.EXPLAIN_HEAD(id=held.case.id, status=state.status, received=held.case.received_on))
    if not state.clocks:
        office.say(Msg.EXPLAIN_NONE())
    for clock in state.clocks:
        office.print_lines(Explained(office, held.case, clock).lines())
    office.print_lines(text.in_(office.lang) for text in awaited(state))
    return office.exit_code


@dataclass(frozen=True)
class Explained:
    """A run of a clock with all that says how its last day came about."""

    office: Desk
    case: "Case"
    run: "ClockRun"

    @cached_property
    def settings(self) -> "list[Entry]":
        """The entries that set its last day, the one that started it first."""
        from xinfang_cli.law.pauses import settings

        return settings(self.case, self.run)

    @cached_property
    def pauses(self) -> "list[Pause]":
        """The days that it did not count."""
        from xinfang_cli.law.pauses import pauses

        return list(pauses(self.case, self.run, self.office.law.calendar))

    def changes(self) -> "Iterator[dict[str, Any]]":
        """Return how the last day came about: what first set it, and each extension, hearing or pause since."""
        ended = {pause.n: pause for pause in self.pauses}
        for entry in self.turns if len(self.turns) > 1 else ():
            start = entry.starts.get(self.run.name, self.run)
            pause = ended.get(entry.n)
            paused = {"not_counted": len(pause.days), "why": pause.why.in_(self.office.lang)} if pause else {}
            yield {"date": entry.on, "did": entry.did.value, "rule": start.rule, "due": start.due, **paused}

    @cached_property
    def turns(self) -> "list[Entry]":
        """The entries by which its last day came about: those that set it, and those with which a pause ended."""
        known = {entry.n for entry in self.settings}
        later = (self.case.entry(pause.n) for pause in self.pauses if pause.n not in known)
        return [*self.settings, *filter(None, later)]

    def days(self) -> list[dict[str, Any]]:
        """Return its days, counted or not."""
        from xinfang_cli.law.clocks import Rule, explain
        from xinfang_cli.law.pauses import skipped

        rule = Rule.read(self.run.rule)
        if rule is None or self.run.due is None:
            return []
        found = explain(self.run.from_, rule, self.office.law.calendar, skipped(self.pauses))
        return [{"date": day.date, "counted": day.counted, "why": day.why.in_(self.office.lang)} for day in found]

    def as_json(self) -> dict[str, Any]:
        """Return the object of `explain --json`."""
        run, law = self.run, self.office.law
        row = law.clocks.get(run.name)
        return {
            "clock": run.name,
            "kind": run.kind.value,
            "owner": run.owner.value,
            "owing": run.owing,
            "cites": row.cites if row else None,
            "from": run.from_,
            "rule": run.rule,
            "due": run.due,
            "act_by": law.calendar.on_or_before(run.due) if run.due else None,
            "provisional": run.provisional(law),
            "started_by": self.settings[0].did.value if self.settings else None,
            "changes": list(self.changes()),
            "stopped_on": run.stopped_on,
            "fate": run.fate and run.fate.value,
            "late_days": run.late_days(self.office.today),
            "days": self.days(),
        }

    def lines(self) -> "Iterator[str]":
        """Return what people read."""
        yield ""
        yield from (text.in_(self.office.lang) for text in self._head())
        yield from ("  " + text.in_(self.office.lang) for text in self._set())
        yield from _counted(self.days(), self.office)
        yield from ("  " + text.in_(self.office.lang) for text in _what_became(self.run, self.office))

    def _head(self) -> "Iterator[Text]":
        run, row = self.run, self.office.law.clocks.get(self.run.name)
        title = Msg.EXPLAIN_DUTY if run.is_duty else Msg.EXPLAIN_WINDOW
        yield title(
            clock=clock_title(run.name, self.office.law),
            owner=run.owing or run.owner,
            cites=row.cites if row else "-",
            rule=self._counted_rule(run.rule, self.pauses),
        )

    def _set(self) -> "Iterator[Text]":
        did = self.settings[0].did if self.settings else "-"
        yield Msg.EXPLAIN_SPAN(from_=self.run.from_, did=did, due=due_words(self.run, self.office.law))
        before: list[Pause] = []
        ended = {pause.n: pause for pause in self.pauses}
        for change, entry in zip(self.changes(), self.turns, strict=False):
            if pause := ended.get(entry.n):
                before.append(pause)
                said = Msg.EXPLAIN_PAUSE if entry in self.settings else Msg.EXPLAIN_WAITED
                yield said(on=entry.on, why=pause.why, days=len(pause.days), due=change["due"])
            else:
                rule = self._counted_rule(change["rule"], before)
                yield Msg.EXPLAIN_CHANGE(on=entry.on, did=entry.did, rule=rule, due=change["due"])

    def _counted_rule(self, text: str, found: "Iterable[Pause]") -> Any:
        """Return how long a rule is without the days of pauses, in words."""
        from xinfang_cli.law.clocks import Rule

        rule = Rule.read(text)
        longer = sum(len(pause.days) for pause in found)
        return rule_words(str(rule.longer(-longer)) if rule and rule.days > longer else text)


def _what_became(run: "ClockRun", office: Desk) -> "Iterator[Text]":
    if run.held:
        yield Msg.EXPLAIN_HELD(days=run.held)
    if run.is_duty and run.fate in {Fate.ENDED, Fate.DISPUTED}:
        yield Msg.EXPLAIN_ENDED(on=run.stopped_on, fate=run.fate)
    elif run.fate is Fate.PAUSED:
        yield Msg.EXPLAIN_PAUSED(on=run.paused_on)
    elif run.fate is Fate.PENDING:
        yield Msg.EXPLAIN_PENDING(fate=run.fate)
    elif run.stopped_on:
        late = run.late_days(run.stopped_on)
        done = Msg.EXPLAIN_LATE if late else Msg.EXPLAIN_DONE
        yield done(on=run.stopped_on, days=late)
    elif run.late_days(office.today):
        yield Msg.EXPLAIN_OVERDUE(days=run.late_days(office.today))


def _counted(days: list[dict[str, Any]], office: Desk) -> "Iterator[str]":
    """A run of days that count alike is one line: sixty lines of `calendar day` explain nothing."""
    start = 0
    for here, day in enumerate(days):
        following = days[here + 1] if here + 1 < len(days) else None
        if following and (following["counted"], following["why"]) == (day["counted"], day["why"]):
            continue
        first = days[start]["date"]
        span = f"{first}" if start == here else f"{first} … {day['date']}"
        text = (Msg.EXPLAIN_COUNTED if day["counted"] else Msg.EXPLAIN_SKIPPED)(
            span=span, days=here - start + 1, why=day["why"]
        )
        yield "    " + text.in_(office.lang)
        start = here + 1
