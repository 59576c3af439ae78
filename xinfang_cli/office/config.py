"""`config.yaml` → `Config`: what the office set, over the defaults of the Regulations that ship with the program.

The defaults are a commented `config.yaml` too (`data/config.yaml`), so each number of the law stands in one row
with the article it comes from. A section that an office leaves out, a clock it does not list, has its default.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from xinfang_cli import __version__
from xinfang_cli.casefile.content import MOST_SETTINGS, read
from xinfang_cli.errors import InvalidError, Level, Problem, RefusedError
from xinfang_cli.labels import Plain
from xinfang_cli.law.choosing import nearest, no_name, unlisted
from xinfang_cli.law.clocks import (
    ClockRule,
    LadderRung,
    Law,
)
from xinfang_cli.law.stepdata import Key
from xinfang_cli.law.words import LEVELS, Channel, OfficeKind, UnitKind
from xinfang_cli.law.workdays import national
from xinfang_cli.messages import Msg, Text
from xinfang_cli.office.basis import holidays
from xinfang_cli.office.holidays import rest_days
from xinfang_cli.office.kept import digest, keep, recalled
from xinfang_cli.office.nodes import Fault, Node
from xinfang_cli.office.papers import Papers, read_papers
from xinfang_cli.office.privacy import read_sealed
from xinfang_cli.office.reporting import Reporting, read_reporting
from xinfang_cli.office.rota import Reception, reception_of
from xinfang_cli.office.rows import (
    ChannelName,
    Docket,
    FieldDay,
    Group,
    Named,
    Office,
    Strictness,
    Suggestion,
    Unit,
    channel_name_of,
    checklists_of,
    clock_of,
    docket_of,
    fault_of_name,
    field_day_of,
    group_of,
    named_of,
    office_of,
    rung_of,
    suggestion_of,
    unit_of,
)
from xinfang_cli.plaintext import squeezed

FORMAT = 2
"""The workspace format this version writes; a later one is read, never written."""


class Config(Plain):
    """What is in force in a workspace."""

    format: int
    office: Office
    units: tuple[Unit, ...]
    places: tuple[Named, ...]
    categories: tuple[Named, ...]
    routing: tuple[Suggestion, ...]
    clocks: Mapping[str, ClockRule]
    ladder: tuple[LadderRung, ...]
    rest: tuple[dt.date, ...]
    work: tuple[dt.date, ...]
    calendar_source: str | None
    field_days: tuple[FieldDay, ...]
    groups: tuple[Group, ...]
    dockets: tuple[Docket, ...]
    channels: tuple[ChannelName, ...]
    origins: tuple[str, ...]
    checklists: Mapping[str, tuple[str, ...]]
    reception: Reception
    views: Mapping[str, Mapping[str, Any]]
    papers: Papers
    reporting: Reporting
    headers: Mapping[str, str]
    values: Mapping[str, str]
    evidence: Strictness
    pause_notice: bool
    representatives: int
    review_not_sought: str | None
    is_sealed: bool
    recipients: tuple[str, ...]
    autocommit: bool
    own: frozenset[str]  # sections and clocks that the office's file sets, as `clocks.handle`
    warnings: tuple[Problem, ...] = ()

    @cached_property
    def law(self) -> Law:
        """The rules in force, for the pure modules."""
        return Law(
            calendar=national(self.rest, self.work, self.calendar_source),
            clocks=self.clocks,
            organ=self._organ,
            ladder=self.ladder,
            under={unit.name: unit.under for unit in self.units if unit.under},
            successors={unit.name: unit.successor for unit in self.units if unit.successor},
            until={unit.name: unit.until for unit in self.units if unit.until},
            kinds={unit.name: unit.kind for unit in self.units if unit.kind},
            review_by={unit.name: unit.review_by for unit in self.units if unit.review_by},
            beyond=frozenset(
                [*filter(None, [self._organ]), *(unit.name for unit in self.units if self._is_beyond(unit))]
            ),
            review_not_sought=self.review_not_sought,
            checklists=self.checklists,
            progress_of=self.reporting.flags.progress.value,
            joint_from=self.reporting.joint_from,
            pause_notice=self.pause_notice,
            evidence_blocks=self.evidence is Strictness.BLOCK,
        )

    @property
    def _organ(self) -> str | None:
        return self.office.name if self.office.kind is OfficeKind.ORGAN else None

    def _beyond(self) -> Iterator[str]:
        """Yield whom the office neither supervises nor judges: itself where it is an organ, and who is beyond it."""
        if self._organ:
            yield self._organ
        yield from (unit.name for unit in self.units if self._is_beyond(unit))

    def _is_beyond(self, unit: Unit) -> bool:
        """Whether the office has no power over a unit, so that it neither supervises nor judges it."""
        rank = {level: at for at, level in enumerate(LEVELS)}
        is_higher = unit.level in rank and rank[unit.level] < rank.get(self.office.level, 0)
        return is_higher or unit.kind in {UnitKind.DISCIPLINE, UnitKind.JUSTICE}

    @cached_property
    def basis(self) -> str:
        """A digest of the rules that the index's lines depend on."""
        reviewed_by = [(unit.name, unit.review_by) for unit in self.units if unit.review_by]
        days = (holidays(), sorted(self.rest), sorted(self.work))
        office = (self.office.timezone, self._organ, self.reporting.joint_from)
        relied = (sorted(self.clocks.items()), reviewed_by, days, office)
        return digest(repr(relied).encode())

    def unit(self, name: str) -> Unit | None:
        """Return the unit that a name or nickname means; width, spaces and brackets do not matter."""
        return self._units.get(squeezed(name))

    def unit_named(self, name: str) -> str:
        """Return the full name of a unit.

        Raises:
            RefusedError: there is no such unit.
        """
        found = self.unit(name)
        if found is None:
            raise RefusedError(_no_unit(name, [unit.name for unit in self.units]))
        return found.name

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return {squeezed(name): unit for unit in reversed(self.units) for name in (*unit.aliases, unit.name)}

    def place(self, text: str) -> str:
        """Return the place that a name means, or the text itself."""
        return self._places.get(squeezed(text), text)

    @cached_property
    def _places(self) -> Mapping[str, str]:
        return _by_name(self.places)

    def category(self, text: str) -> str:
        """Return a category with its first level by its full name, or the text itself."""
        first, slash, rest = text.partition("/")
        return self._categories.get(squeezed(first), first) + slash + rest

    @cached_property
    def _categories(self) -> Mapping[str, str]:
        return _by_name(self.categories)

    def docket_named(self, name: str) -> str:
        """Return the name of a docket. Raises RefusedError where there is none of it."""
        return _one_of(name, [docket.name for docket in self.dockets], "dockets")

    def several(self, key: Key, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names that a matter is to have of a kind.

        Raises:
            RefusedError: a docket is none, or there are more representatives than there may be.
        """
        if key in {Key.DOCKET, _DOCKETS}:
            return tuple(map(self.docket_named, names))
        if key is _RECEPTION:
            return self.reception.received_by(names)
        if key is _REPRESENTATIVES and len(names) > (self.representatives or len(names)):
            raise RefusedError(Msg.TOO_MANY_REPRESENTATIVES(most=self.representatives, count=len(names)))
        return names

    def below_channel(self, name: str) -> tuple[Channel, str]:
        """Return the channel of a name below one, and that name. Raises RefusedError where there is none of it."""
        found = self._channels.get(squeezed(name))
        if found is None:
            raise RefusedError(no_name(name, [each.name for each in self.channels], "channels"))
        return found.under, found.name

    def origin_named(self, name: str) -> str:
        """Return who found a matter, by name. Raises RefusedError where config has none of it."""
        known = [PETITIONER, *self.origins]
        return PETITIONER if squeezed(name) == _PETITIONER_EN else _one_of(name, known, "origins")

    def channel_named(self, name: str) -> tuple[Channel, str | None]:
        """Return the channel that a name means, and the name below it where it is one.

        Raises:
            RefusedError: it is neither a channel nor a name below one.
        """
        below = self._channels.get(squeezed(name))
        if below:
            return below.under, below.name
        channel = Channel.read(name)
        if channel is None:
            raise RefusedError(unlisted("--channel", name, Channel, [each.name for each in self.channels]))
        return channel, None

    @cached_property
    def _channels(self) -> Mapping[str, ChannelName]:
        return {squeezed(name): row for row in reversed(self.channels) for name in (*row.aliases, row.name)}

    def under_place(self, name: str) -> tuple[str, ...]:
        """Return a place and all that lies under it."""
        found = [self.place(name)]
        for place in found:
            found += [child.name for child in self.places if child.under == place and child.name not in found]
        return tuple(found)

    def under_unit(self, name: str) -> tuple[str, ...]:
        """Return a unit and all that lies under it."""
        found = [name]
        for unit in found:
            found += [child.name for child in self.units if child.under == unit and child.name not in found]
        return tuple(found)

    def suggested_unit(self, category: str | None, place: str | None) -> str | None:
        """Return the unit that the first matching row of `routing` suggests."""
        for row in self.routing:
            in_category = (
                row.category is None
                or (category or "").split("/")[0] == row.category
                or (category is not None and (category == row.category or category.startswith(row.category + "/")))
            )
            in_place = row.place is None or (place is not None and place in self.under_place(row.place))
            if in_category and in_place:
                return row.unit
        return None


def _by_name(rows: tuple[Named, ...]) -> Mapping[str, str]:
    return {squeezed(name): row.name for row in reversed(rows) for name in (*row.aliases, row.name)}


def template() -> str:
    """Return the commented default configuration."""
    return _template().decode()


def _template() -> bytes:
    # `importlib.resources` would take longer to import than all of this takes.
    return Path(__file__).parents[1].joinpath("data").joinpath("config.yaml").read_bytes()


def load(path: Path, memory: Path | None = None) -> Config:
    """Read a workspace's configuration.

    `memory` is where what the texts amount to is kept, so that the next start needs no YAML.

    Raises:
        InvalidError: the file has faults; all of them are in its `problems`.
    """
    raw = read(path, MOST_SETTINGS, follows=True)
    of = digest(__version__.encode(), _template(), raw)
    known = _known(memory, of) if memory else None
    if known:
        return known
    config, merged = _parsed(path, raw)
    if memory and not config.warnings:
        keep(memory, of, [merged, sorted(config.own)])
    return config


def _known(memory: Path, of: str) -> Config | None:
    """Return the configuration that is kept, if it is one without a fault: anything may lie there."""
    faults: list[Fault] = []
    try:
        merged, own = recalled(memory, of)
        config = _made(merged, frozenset(own), faults)
    except (TypeError, ValueError, AttributeError, KeyError):
        return None
    return None if faults else config


def _parsed(path: Path, raw: bytes) -> tuple[Config, Mapping[str, Any]]:
    """Return a configuration, and the values that it was made from."""
    from xinfang_cli.casefile.yaml import YamlFault, read_bytes

    try:
        own = read_bytes(raw)
    except YamlFault as fault:
        raise InvalidError(Msg.CONFIG_INVALID(path=path.name), (Problem(path, fault.line, fault.text),)) from None
    faults: list[Fault] = []
    merged, said = _merged(own)
    config = _made(merged, said, faults)
    text = raw.decode("utf-8-sig")
    problems = tuple(_problem(path, text, fault) for fault in faults)
    hard = tuple(problem for problem in problems if problem.level is Level.FAULT)
    if hard:
        raise InvalidError(Msg.CONFIG_INVALID(path=path.name), hard)
    return config.but(warnings=problems), merged


def _problem(path: Path, text: str, fault: Fault) -> Problem:
    from xinfang_cli.casefile.yaml import line_of

    level = Level.WARNING if fault.is_warning else Level.FAULT
    return Problem(path, line_of(text, fault.place), fault.text, level)


def default() -> Config:
    """Return the defaults alone."""
    return _made(*_merged({}), [])


_MAPPINGS = ("office", "clocks", "reception", "notices", "reports", "calendar", "import", "procedure", "privacy", "git")
"""The sections of which an office may set some keys and leave the others."""


def _merged(own: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """Return the office's values over the defaults, and which sections and clocks are its own."""
    from xinfang_cli.casefile.yaml import read

    base = read(template())
    if own:
        del base["office"]["name"]  # the sample's name is nobody's
    merged = _over(base, {key: value for key, value in own.items() if value is not None})
    for key in _MAPPINGS:
        merged[key] = _over(base[key], own.get(key))
    clocks = own.get("clocks")
    if isinstance(clocks, Mapping):
        merged["clocks"] |= {name: _over(base["clocks"].get(name, {}), clock) for name, clock in clocks.items()}
        own = {**own, **{f"clocks.{name}": None for name in clocks}}
    return merged, frozenset(own)


def _made(merged: Mapping[str, Any], own: frozenset[str], faults: list[Fault]) -> Config:
    top = Node(merged, (), faults)
    config = read_sections(top, own)
    top.finish()
    return config


def _over(base: Mapping[str, Any], own: Any) -> Any:
    """Return the office's values over the defaults; what is not a mapping is left for whoever reads it."""
    if own is None:
        return base
    return {**base, **own} if isinstance(own, Mapping) else own


_DOCKETS, _REPRESENTATIVES, _RECEPTION = Key.of("dockets"), Key.of("representatives"), Key.of("reception")
PETITIONER = "信访人"
"""Who found a matter that nobody else found."""

_PETITIONER_EN = "petitioner"


def _one_of(name: str, known: list[str], section: str) -> str:
    """Return which of some names is meant. Raises RefusedError with the nearest ones where none is."""
    found = next((each for each in known if squeezed(each) == squeezed(name)), None)
    if found is None:
        raise RefusedError(no_name(name, known, section))
    return found


def _no_unit(name: str, known: list[str]) -> Text:
    near = nearest(name, known)
    return Msg.NO_UNIT_NEAR(unit=name, near=near) if near else Msg.NO_UNIT(unit=name, known=known)


def _origins(top: Node) -> tuple[str, ...]:
    origins = top.texts("origins")
    for name in origins:
        fault_of_name(top, "origins", name)
    return origins


def read_sections(top: Node, own: frozenset[str]) -> Config:
    """Return what a node answers when it is asked for everything that there is; the faults are the node's."""
    calendar, reports, imports = top.node("calendar"), top.node("reports"), top.node("import")
    papers = top.node("notices")
    procedure, privacy, git = top.node("procedure"), top.node("privacy"), top.node("git")
    views = top.node("views")
    config = Config(
        format=top.number("format", FORMAT, 1) or FORMAT,
        office=office_of(top.node("office")),
        units=top.rows("units", unit_of),
        places=top.rows("places", named_of),
        categories=top.rows("categories", named_of),
        routing=top.rows("routing", suggestion_of),
        clocks=top.table("clocks", clock_of),
        ladder=top.rows("ladder", rung_of),
        rest=rest_days(calendar),
        work=tuple(calendar.days("work")),
        calendar_source=calendar.text("source"),
        field_days=calendar.rows("days", field_day_of),
        groups=top.rows("groups", group_of),
        dockets=top.rows("dockets", docket_of),
        channels=top.rows("channels", channel_name_of),
        origins=_origins(top),
        checklists=checklists_of(top.node("checklists")),
        reception=reception_of(top.node("reception")),
        views={name: views.node(name).values for name in views.values},
        papers=read_papers(papers),
        reporting=read_reporting(reports),
        headers=imports.pairs("headers"),
        values=imports.pairs("values"),
        evidence=procedure.word("evidence", Strictness, Strictness.WARN),
        pause_notice=procedure.flag("pause_notice"),
        review_not_sought=procedure.text("review_not_sought"),
        representatives=procedure.number("representatives", None, 1) or 0,
        is_sealed=read_sealed(privacy),
        recipients=privacy.texts("recipients"),
        autocommit=git.flag("autocommit"),
        own=own,
    )
    for node in (calendar, papers, reports, imports, procedure, privacy, git):
        node.finish()
    return config
