"""Two matters that name each other as related; nothing is linked by itself, and no count per person is kept."""

from typing import TYPE_CHECKING, Any

from xinfang_cli.desk import Desk
from xinfang_cli.errors import RefusedError
from xinfang_cli.law.steps import is_linked, take
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xinfang_cli.law.records import Case
    from xinfang_cli.law.steps import Step


def link_both(office: Desk, one: str, two: str, on: str | None) -> "list[Step]":
    """Write one `link` entry in each of the two.

    Raises:
        RefusedError: they are one, or are linked already.
    """
    if one == two:
        raise RefusedError(Msg.INTO_ITSELF(id=one))
    return office.taken_together(_steps(office, one, two, on))


def _steps(office: Desk, one: str, two: str, on: str | None) -> "Iterator[tuple[str, Callable[[Case], Step]]]":
    """Let each name the other; where a killed command left one of the entries, the other is what is lacking."""
    pairs = ((one, two), (two, one))
    lacking = [(here, there) for here, there in pairs if not is_linked(office.hold(here).case, there)]
    if not lacking:
        raise RefusedError(Msg.NOTHING_CHANGES(id=one))
    for here, there in lacking:
        yield here, _naming(office, there, on)


def _naming(office: Desk, there: str, on: str | None) -> "Callable[[Case], Step]":
    data: dict[str, Any] = {"case": there}
    return lambda held: take(held, office.law, Did.LINK, office.stamp(on), **data)
