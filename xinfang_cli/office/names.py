"""Names that config has, of each kind that filters take: which there are, and what a text means."""

from collections.abc import Callable, Iterable, Mapping

from xinfang_cli.errors import RefusedError
from xinfang_cli.law.words import Channel
from xinfang_cli.measures.filters import KnownIn
from xinfang_cli.office.config import PETITIONER, Config


def names(config: Config, known: KnownIn) -> tuple[str, ...]:
    """Return the names that config has of a kind."""
    return tuple(dict.fromkeys(_NAMES[known](config)))


def meant(config: Config, known: KnownIn, text: str) -> str:
    """Return the full name that a text means, or the text itself."""
    return _MEANT[known](config, text) if known in _MEANT else text


_NAMES: Mapping[KnownIn, Callable[[Config], Iterable[str]]] = {
    KnownIn.NOWHERE: lambda _: (),
    KnownIn.UNITS: lambda config: (unit.name for unit in config.units),
    KnownIn.PLACES: lambda config: (place.name for place in config.places),
    KnownIn.CATEGORIES: lambda config: (name for each in config.categories for name in _with_those_above(each.name)),
    KnownIn.GROUPS: lambda config: (group.name for group in config.groups),
    KnownIn.LEADERS: lambda config: (group.leader for group in config.groups if group.leader),
    KnownIn.CHANNELS: lambda config: (*Channel, *(row.name for row in config.channels)),
    KnownIn.DOCKETS: lambda config: (docket.name for docket in config.dockets),
    KnownIn.ORIGINS: lambda config: (PETITIONER, *config.origins),
    KnownIn.RECEPTION: lambda config: config.reception.leaders,
}


def _with_those_above(category: str) -> Iterable[str]:
    levels = category.split("/")
    return ("/".join(levels[:count]) for count in range(1, len(levels) + 1))


def _unit(config: Config, text: str) -> str:
    found = config.unit(text)
    return found.name if found else text


def _channel(config: Config, text: str) -> str:
    """Return the name below a channel, or the word of a channel."""
    try:
        channel, via = config.channel_named(text)
    except RefusedError:
        return text
    return via or channel.value


def _origin(config: Config, text: str) -> str:
    try:
        return config.origin_named(text)
    except RefusedError:
        return text


_MEANT: Mapping[KnownIn, Callable[[Config, str], str]] = {
    KnownIn.UNITS: _unit,
    KnownIn.PLACES: Config.place,
    KnownIn.CATEGORIES: Config.category,
    KnownIn.CHANNELS: _channel,
    KnownIn.ORIGINS: _origin,
    KnownIn.RECEPTION: lambda config, text: config.reception.called(text),
}
