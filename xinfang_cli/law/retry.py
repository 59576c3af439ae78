"""Registered again or for the first time? What a matter was registered with, whatever was corrected since; pure."""

from collections.abc import Iterable

from xinfang_cli.law.history import standing
from xinfang_cli.law.records import SEALED_KEYS, Case
from xinfang_cli.law.steps import given_back
from xinfang_cli.law.words import Did


def other_facts(case: Case, again: Case, names: Iterable[str]) -> tuple[str, ...]:
    """Return which facts of a registration are other than those that a matter was registered with.

    What cannot be known any more is taken to be the same: a personal value that was replaced was not kept, and of a
    sealed matter another clone has no words.
    """
    lost = set(SEALED_KEYS) if case.is_sealed and case.request is None else set()
    for entry in reversed(standing(case.history)):
        if entry.did is Did.SET and entry.was:
            case = given_back(case, entry)
        elif entry.did is Did.SET:
            lost |= {name for name in names if not entry.set or name.rstrip("_") in entry.set}
    return tuple(name for name in names if name not in lost and getattr(case, name) != getattr(again, name))
