"""The one set of filters: a command that takes it says `@filters` and gets a `Filters`."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from xinfang_cli.commands.options import Opt, choice, option, spread
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.bounds import MOST_SHOWN
from xinfang_cli.law.words import Channel, MatterClass, Status
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.desk import Desk
    from xinfang_cli.measures.selection import Selection


def _declared(
    unit: Annotated[list[str] | None, option(Opt.UNIT, "--unit", metavar="UNIT")] = None,
    status: Annotated[list[Status] | None, choice(Status, Opt.STATUS, "--status")] = None,
    place: Annotated[list[str] | None, option(Opt.PLACE, "--place", metavar="TEXT")] = None,
    category: Annotated[list[str] | None, option(Opt.CATEGORY, "--category", metavar="TEXT")] = None,
    class_: Annotated[list[MatterClass] | None, choice(MatterClass, Opt.CLASS, "--class")] = None,
    channel: Annotated[list[Channel] | None, choice(Channel, Opt.CHANNEL, "--channel")] = None,
    group: Annotated[list[str] | None, option(Opt.GROUP, "--group", metavar="NAME")] = None,
    lead: Annotated[list[str] | None, option(Opt.LEAD, "--lead", metavar="NAME")] = None,
    owner: Annotated[list[str] | None, option(Opt.OWNER, "--owner", metavar="NAME")] = None,
    overdue: Annotated[bool, option(Opt.OVERDUE, "--overdue")] = False,
    due_within: Annotated[
        int | None, option(Opt.DUE_WITHIN, "--due-within", metavar="N", min=0, max=MOST_SHOWN)
    ] = None,
    unrouted: Annotated[bool, option(Opt.UNROUTED, "--unrouted")] = False,
    closed: Annotated[bool, option(Opt.CLOSED, "--closed")] = False,
    open_: Annotated[bool, option(Opt.OPEN, "--open")] = False,
    resolved: Annotated[bool, option(Opt.IS_RESOLVED, "--resolved")] = False,
    since: Annotated[str | None, option(Opt.SINCE, "--since", metavar="DATE")] = None,
    until: Annotated[str | None, option(Opt.UNTIL, "--until", metavar="DATE")] = None,
    text: Annotated[list[str] | None, option(Opt.CONTAINS, "--text", metavar="TEXT")] = None,
    view: Annotated[str | None, option(Opt.VIEW, "--view", metavar="NAME")] = None,
) -> None:
    """Declare the filters; typer reads them from here."""


_OPTIONS = inspect.signature(_declared).parameters


@dataclass(frozen=True)
class Filters:
    """What the user asked for, by option name; not yet names of this office."""

    given: Mapping[str, Any] = field(default_factory=dict)

    def within(self, defaults: Mapping[str, Any]) -> "Filters":
        """Return the filters over those that a report of the office's own sets; keys are the options' names."""
        read = {_KEYS.get(key, key): value for key, value in defaults.items()}
        return Filters({**read, **{key: value for key, value in self.given.items() if value or key not in read}})

    def selection(self, office: "Desk") -> "Selection":
        """Return the filters in this office's names.

        Raises:
            RefusedError: a unit, view or its key is not known.
        """
        from xinfang_cli.measures.selection import Selection

        asked = {**self._viewed(office), **{key: value for key, value in self.given.items() if value}}
        asked.pop("view", None)
        if asked.get("due_within") is None and self.given.get("due_within") is not None:
            asked["due_within"] = self.given["due_within"]
        read: dict[str, Any] = {
            key: tuple(_listed(asked[key]))
            for key in ("status", "class_", "channel", "group", "lead", "owner", "text")
            if key in asked
        }
        flags: dict[str, Any] = {
            key: bool(asked[key]) for key in ("overdue", "unrouted", "closed", "open", "resolved") if key in asked
        }
        return Selection(
            today=office.today,
            unit=tuple(office.unit(name) for name in _listed(asked.get("unit"))),
            place=tuple(place for name in _listed(asked.get("place")) for place in office.config.under_place(name)),
            category=tuple(office.config.category(name) for name in _listed(asked.get("category"))),
            due_within=int(asked["due_within"]) if "due_within" in asked else None,
            since=office.day(asked.get("since"), "--since"),
            until=office.day(asked.get("until"), "--until"),
            **read,
            **flags,
        )

    def _viewed(self, office: "Desk") -> dict[str, Any]:
        """Return the filters of the view that is named; its keys are the options' names."""
        name = self.given.get("view")
        if not name:
            return {}
        view = office.config.views.get(name)
        if view is None:
            raise RefusedError(Msg.NO_VIEW(view=name, known=list(office.config.views)))
        read = {_KEYS.get(key, key.replace("-", "_")): value for key, value in view.items()}
        known = {_plain(key) for key in _OPTIONS} | {"class_"}
        unknown = [key for key in read if key not in known]
        if unknown:
            raise RefusedError(Msg.VIEW_KEY(view=name, keys=unknown))
        return read


_KEYS = {"class": "class_"}


def _listed(value: Any) -> list[str]:
    """Return the values of an option that may repeat; one option may also hold several with commas."""
    parts = value if isinstance(value, list) else [value] if value else []
    return [part.strip() for text in parts for part in str(text).replace("，", ",").split(",") if part.strip()]


def _plain(name: str) -> str:
    return "open" if name == "open_" else name


def filters(run: Callable[..., int]) -> Callable[..., int]:
    """Give a command the filters as options; its parameter `chosen` receives them.

    A command's own option of the same name (`escalate --overdue`) goes before the filter.
    """
    own = inspect.signature(run).parameters
    added = [param for name, param in _OPTIONS.items() if name not in own]
    return spread(run, "chosen", added, lambda given: Filters({_plain(key): given[key] for key in given}), behind=True)
