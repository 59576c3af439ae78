"""The facts of a matter as options: a command that takes some says `@facts` with their names and gets `Facts`."""

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from xinfang_cli.commands.data import channel_of, parameter, read
from xinfang_cli.commands.options import Opt, choice, listed_words, option, spread
from xinfang_cli.desk import Desk
from xinfang_cli.errors import UsageError
from xinfang_cli.labels import Plain
from xinfang_cli.law.stepdata import FACTS, FURTHER, Key
from xinfang_cli.law.words import LEVELS, Channel, Did, Gate
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.law.records import Source


def _declared(
    received: Annotated[str | None, option(Opt.RECEIVED, "--received", metavar="DATE")] = None,
    name: Annotated[str | None, option(Opt.NAME, "--name", metavar="NAME")] = None,
    phone: Annotated[str | None, option(Opt.PHONE, "--phone", metavar="TEXT")] = None,
    address: Annotated[str | None, option(Opt.ADDRESS, "--address", metavar="TEXT")] = None,
    anonymous: Annotated[bool | None, option(Opt.ANONYMOUS, "--anonymous")] = None,
    accused: Annotated[str | None, option(Opt.ACCUSED, "--accused", metavar="UNIT")] = None,
    source_level: Annotated[str | None, option(Opt.SOURCE_LEVEL, "--source-level", metavar="LEVEL")] = None,
    source_number: Annotated[str | None, option(Opt.SOURCE_NUMBER, "--source-number", metavar="TEXT")] = None,
    source_due: Annotated[str | None, option(Opt.SOURCE_DUE, "--source-due", metavar="DATE")] = None,
    from_: Annotated[str | None, option(Opt.SENT_BY, "--from", metavar="OFFICE")] = None,
    repeat_of: Annotated[str | None, option(Opt.REPEAT_OF, "--repeat-of", metavar="CASE")] = None,
    channel: Annotated[str | None, option(Opt.CHANNEL, "--channel", metavar=listed_words(Channel))] = None,
    joint: Annotated[bool | None, option(Opt.JOINT, "--joint")] = None,
    level: Annotated[Gate | None, choice(Gate, Opt.LEVEL, "--level")] = None,
) -> None:
    """Declare the facts that no table of steps has."""


_KEYS = {key.field: key for key in FACTS if key is not Key.CHANNEL} | {"docket": Key.DOCKET, "undocket": Key.UNDOCKET}
_OPTIONS = {name: parameter(Did.SET, key) for name, key in _KEYS.items()} | dict(
    inspect.signature(_declared).parameters
)


SAID = tuple(fact.word for fact in FURTHER if fact.is_told and fact.word not in {"via", "dockets"})
"""The facts that one row declares and that have an option of their own; the others are said by `--channel`, `--docket`."""


class Facts(Plain):
    """What is said of a matter, by option name; not yet names of this office."""

    given: Mapping[str, Any]

    def but(self, **said: Any) -> "Facts":
        """Return them with others said."""
        return Facts({**self.given, **said})

    def values(self, office: Desk) -> dict[str, Any]:
        """Return the plain facts by the names that a case has for them, in the order of the options."""
        found: dict[str, Any] = {}
        for name, value in self.given.items():
            if name in _KEYS:
                found |= read(Did.SET, {_KEYS[name]: value}, office)
            elif name == "channel" and value:
                channel, via = channel_of(office, office.bare(value))
                found |= {"channel": channel} | ({"via": via} if via else {})
            elif name in _READ:
                attribute, reading = _READ[name]
                found[attribute] = reading(office, value)
        return found

    def options(self, without: Collection[str]) -> Iterator[str]:
        """Return the options that were given, without those of some facts."""
        for name, value in self.given.items():
            if value is not None and name not in without:
                yield "--" + name.rstrip("_").replace("_", "-")

    def contact(self) -> dict[str, Any]:
        """Return what is said of the petitioner."""
        said = {name: self.given.get(name) for name in ("name", "phone", "address", "anonymous")}
        return {name: value for name, value in said.items() if value}

    def source(self, office: Desk) -> "Source | None":
        """Return who handed the matter down, or None."""
        from xinfang_cli.law.records import Source

        names = ("source_level", "source_number", "source_due", "from_")
        level, number, due, router = (self.given.get(name) for name in names)
        if level and level not in LEVELS:
            raise UsageError(Msg.NOT_IN_LIST(option="--source-level", value=level, words=list(LEVELS)))
        if not (level or number or due or router):
            return None
        return Source(level=level, number=number, due=office.day(due, "--source-due"), office=router)

    def repeated(self, office: Desk) -> str | None:
        """Return the id of the matter that it repeats."""
        ref = self.given["repeat_of"]
        return office.resolve(ref)[0] if ref else None


def _received(office: Desk, text: str | None) -> Any:
    return office.past_day(text, "--received") if text else None


def _accused(office: Desk, name: str | None) -> str | None:
    """Return the full name of a unit, or what is said of who is none of ours, be it that nobody knows."""
    if name in ("不详", "unknown"):
        from xinfang_cli.law.guards import UNKNOWN

        return UNKNOWN
    found = office.config.unit(name) if name else None
    return found.name if found else name


_READ: Mapping[str, tuple[str, Callable[[Desk, Any], Any]]] = {
    "received": ("received_on", _received),
    "accused": ("accused", _accused),
    "joint": ("joint", lambda _, joint: joint),
    "level": ("level", lambda _, gate: gate.zh if gate else None),
}


def facts(*names: str, **own: Any) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command facts as options, in this order; its parameter `given` receives them.

    `own` are options that mean something else, or take another form, in this command.
    """
    added = [_OPTIONS[name].replace(annotation=own.get(name, _OPTIONS[name].annotation)) for name in names]
    return lambda run: spread(run, "given", added, Facts)
