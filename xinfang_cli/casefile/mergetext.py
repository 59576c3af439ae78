"""The texts of two versions of a case file flow together: what `merge` unites, written with both sides' comments.

What is to be decided stands between conflict markers, both values to be read, with a sentence that says why.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import reduce
from operator import itemgetter
from pathlib import PurePath

from xinfang_cli.casefile.formats import lifted_text
from xinfang_cli.casefile.layout import as_read
from xinfang_cli.casefile.merge import Merged, unite
from xinfang_cli.casefile.text import checked, parse, text_of
from xinfang_cli.casefile.yaml import YamlFault, comments, update
from xinfang_cli.errors import InvalidError
from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import Case, SealedText
from xinfang_cli.law.sealing import Persons, is_in_clear, is_opened_unexplained, relief_of, seal, united, with_words
from xinfang_cli.law.words import MatterClass
from xinfang_cli.messages import Msg, Sentence, Text

_MARKED = re.compile(r"^<{7} [^\n]*\n(.*?)^={7}\n(.*?)^>{7} [^\n]*(?:\n|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class SealHand:
    """What opens and closes what is under seal, which this room cannot: by itself it does neither.

    Attributes:
        opened: gives a matter with its persons in clear, or its words; None where no key is here.
        closed: gives a matter with its persons under seal, or its words; as it is where that cannot be.
    """

    opened: Callable[[Case], Case | None] = lambda _: None
    closed: Callable[[Case], Case] = lambda case: case


NO_HAND = SealHand()


@dataclass(frozen=True, slots=True)
class Joined:
    """The text of a merged file, the case in it, and what is left to decide.

    Attributes:
        text: of the file.
        case: with its words, also where the text has none of them.
        conflicts: what is between markers.
        touches_sealed: whether a side is sealed.
        apart: the words that are to lie in `sealed/`.
        aside: what the sides of a sealed matter say differently, with markers, to be kept in `sealed/`.
    """

    text: str
    case: Case
    conflicts: tuple[Text, ...] = ()
    touches_sealed: bool = False
    apart: SealedText | None = None
    aside: str | None = None


def join(
    base: str,
    ours: str,
    theirs: str,
    path: PurePath,
    law: Law,
    words: Callable[[], SealedText | None] = lambda: None,
    hand: SealHand = NO_HAND,
) -> Joined:
    """Return the text that two versions of a case file make together; an empty or broken base is none.

    Where histories crossed, the base is itself a merge, and may have conflicts: then both its sides count.

    The layout is that of the side that was edited by hand, comments of the other go to the end of the file, so that
    it comes out the same whichever side is ours. `words` is asked for what lies apart here where a side is sealed.
    Petitioners under seal are one fact: persons who are the same though their blocks differ are no conflict where the
    `hand` can open both, and whoever comes in from a side in clear is sealed.

    Raises:
        InvalidError: one of the two cannot be read.
    """
    base, ours, theirs = map(lifted_text, (base, ours, theirs))
    here, there = _case(ours, path), _case(theirs, path)
    before = [case for case in (parse(_bytes(side), path)[0] for side in sides(base)) if case]
    if here.is_sealed or there.is_sealed:
        return _joined_apart(before, here, there, law, words(), hand)
    merged = _united_in_clear(before, here, there, law, hand)
    if merged is None:
        here, there, *before = _same_people([here, there, *before], hand)
        merged = unite(tuple(before), here, there, law)
        if merged.ours is not here and any(each.petitioners_sealed for each in (here, there)):
            merged = _under_seal(merged, hand)
    if merged.ours is here:
        return Joined(_marked(ours, theirs, merged), here, merged.conflicts)  # two matters: each as it is
    edited = [text for text, case in ((ours, here), (theirs, there)) if text_of(case) != text]
    if not (edited or merged.conflicts):
        return Joined(text_of(merged.ours), merged.ours)  # in our form there are no comments but ours
    layout = max(edited, key=lambda text: (len(comments(text)), text), default=None)
    kept = _comments(base if before else "", ours, theirs)
    one, two = (_with_comments(_written(layout, case, path), kept) for case in (merged.ours, merged.theirs))
    if merged.conflicts:
        return Joined(_marked(one, two, merged), merged.ours, merged.conflicts)
    return Joined(checked(one, path, merged.ours), merged.ours)


def _same_people(cases: list[Case], hand: SealHand) -> list[Case]:
    """Return versions with the same persons in the same form, whoever sealed them: where a key can tell."""
    if not any(each.petitioners_sealed for each in cases):
        return cases
    known = [hand.opened(each) if each.petitioners_sealed else each for each in cases]
    people = [None if each is None else Persons.of(each) for each in known]
    forms = [
        (each, other.petitioners_sealed, Persons.of(other))
        for each, other in zip(people, cases, strict=True)
        if each is not None and other.petitioners_sealed
    ]
    found = []
    for case, each in zip(cases, people, strict=True):
        same = [(block, mask) for others, block, mask in forms if block and each is not None and others == each]
        block, mask = min(same, key=itemgetter(0), default=(case.petitioners_sealed, Persons.of(case)))
        found.append(mask.put_in(case).but(petitioners_sealed=block))
    return found


def _united_in_clear(before: list[Case], ours: Case, theirs: Case, law: Law, hand: SealHand) -> Merged | None:
    """Return what two versions make whose blocks tell of relief, which is of entries of both; None without keys."""
    versions = (ours, theirs, *before)
    opened = [hand.opened(each) if each.petitioners_sealed else each for each in versions]
    known = [each.but(petitioners_sealed=None) for each in opened if each is not None]
    is_of_relief = any(each.petitioners_sealed for each in versions) and any(map(relief_of, known))
    if not is_of_relief or len(known) < len(versions):
        return None
    one, two, *bases = known
    merged = unite(tuple(bases), one, two, law)
    blocks = [(Persons.of(each), case) for each, case in zip(known, versions, strict=True) if case.petitioners_sealed]
    found = _under_seal(merged, hand, blocks)
    return None if merged.ours is one or is_in_clear(found.ours) or is_in_clear(found.theirs) else found


def _under_seal(merged: Merged, hand: SealHand, sides: Sequence[tuple[Persons, Case]] = ()) -> Merged:
    """Return what was merged with persons sealed that are in clear: in the block of a side that has the same."""

    def sealed(case: Case) -> Case:
        persons = Persons.of(case)
        same = [side for held, side in sides if held == persons]
        if same:
            return persons.masked.put_in(case).but(petitioners_sealed=same[0].petitioners_sealed)
        return case if case.petitioners_sealed or not any(persons) else hand.closed(case)

    ours = sealed(merged.ours)
    return replace(merged, ours=ours, theirs=ours if merged.theirs == merged.ours else sealed(merged.theirs))


def _joined_apart(
    before: list[Case], ours: Case, theirs: Case, law: Law, words: SealedText | None, hand: SealHand
) -> Joined:
    """Return what two versions make together of which one is sealed at least: no word of it stands between markers.

    A side that lacks its words gets those that are here, or that the versions before and beside it have. What the two
    say differently the later one decides; both lie apart. Blocks that nobody can open here stay, one behind the other.
    """
    blocks = [each.petitioners_sealed for each in (ours, theirs)]
    opened = [hand.opened(each) if each.petitioners_sealed else each for each in (ours, theirs)]
    is_locked = None in opened
    if is_locked:
        ours, theirs, *before = _with_both_blocks(before, ours, theirs)
    else:
        before = [hand.opened(each) or each if each.petitioners_sealed else each for each in before]
        ours, theirs, *before = (each.but(petitioners_sealed=None) for each in (*filter(None, opened), *before))
    known = [each for each in (ours, theirs, *before) if not each.is_sealed]
    apart = reduce(united, [*(seal(each)[1] for each in known), *([words] if words else [])], SealedText(id=ours.id))
    here, there = (with_words(each, apart) if each.is_sealed else each for each in (ours, theirs))
    bases = tuple(with_words(each, apart) if each.is_sealed else each for each in before)
    merged = unite(bases, here, there, law)
    later = max((merged.ours, here), (merged.theirs, there), key=lambda pair: _latest(pair[1]))[0]
    must = ((merged.conflicts or is_locked) and not later.is_sealed) or is_opened_unexplained(
        ours if ours.is_sealed else theirs, later
    )
    case = later.but(class_=MatterClass.ACCUSATION) if must else later
    aside = _marked(text_of(merged.ours), text_of(merged.theirs), merged) if merged.conflicts else None
    shown = case if is_locked else _closed(case, zip(opened, blocks, strict=True), hand)
    is_apart = shown.is_sealed and (is_locked or shown.petitioners_sealed is None)
    bare, left = seal(shown if is_apart else case)
    return Joined(
        text_of(bare if is_apart else shown), case, touches_sealed=True, apart=left if is_apart else None, aside=aside
    )


def _closed(case: Case, sides: Iterable[tuple[Case | None, str | None]], hand: SealHand) -> Case:
    """Return a matter under seal, in the block of the side that says the same; as it is where sealing is off."""
    if case.is_sealed:
        bare, words = seal(case)
        said = as_read(plain(words))
        for side, block in sides:
            if block and side is not None and side.is_sealed and as_read(plain(seal(side)[1])) == said:
                return bare.but(petitioners_sealed=block)
    return hand.closed(case) if case.is_sealed or any(Persons.of(case)) else case


def _with_both_blocks(before: list[Case], ours: Case, theirs: Case) -> list[Case]:
    """Return versions with one block: that of the side that changed it, or those of both, the later one last."""
    old = {each.petitioners_sealed for each in before}
    blocks = [each.petitioners_sealed for each in sorted((ours, theirs), key=_latest) if each.petitioners_sealed]
    block = "".join(dict.fromkeys(each for each in blocks if each not in old)) or blocks[-1]
    return [each.but(petitioners_sealed=block) for each in (ours, theirs, *before)]


def _latest(case: Case) -> tuple[str, str]:
    entry = max(case.history, key=lambda entry: entry.at)
    return entry.at.isoformat(), entry.n


def sides(text: str) -> tuple[str, ...]:
    """Return a text, or where there are conflict markers in it the two texts that it stands for."""
    if not _MARKED.search(text):
        return (text,)
    return _MARKED.sub(r"\1", text), _MARKED.sub(r"\2", text)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _case(text: str, path: PurePath) -> Case:
    case, problems = parse(_bytes(text), path)
    if case is None:
        raise InvalidError(Msg.FILE_INVALID(path=path), problems)
    return case


def _written(layout: str | None, case: Case, path: PurePath) -> str:
    """Return the text of a case, laid out as a text is that someone edited by hand.

    Entries that come between others would push them into each other's places and comments; then the history is
    written anew.
    """
    if layout is None:
        return text_of(case)
    old, new = plain(_case(layout, path)), plain(case)
    bare = old | {"history": []}
    try:
        if as_read(new["history"])[: len(old["history"])] == as_read(old["history"]):
            return update(layout, old, new)
        return update(update(layout, old, bare), bare, new)
    except YamlFault:
        return text_of(case)


def _comments(base: str, ours: str, theirs: str) -> Counter[str]:
    """Return the comments of both sides, without those that one of them removed."""
    old, here, there = (Counter(comments(text)) for text in (base, ours, theirs))
    removed = {text for text in old if not (here[text] and there[text])}
    return Counter({text: count for text, count in (here | there).items() if text not in removed})


def _with_comments(text: str, kept: Counter[str]) -> str:
    lost = sorted((kept - Counter(comments(text))).elements())
    end = "" if not lost or text.endswith("\n") else "\n"
    return text + end + "".join(f"{line}\n" for line in lost)


def _marked(ours: str, theirs: str, merged: Merged) -> str:
    """Return two texts as one, with what differs between conflict markers, and why above the first of them."""
    why = [f"# {text.in_(lang)}\n" for text in merged.conflicts for lang in Lang]
    return "".join(_with_markers(_lines(ours), _lines(theirs), why))


_PEOPLE = re.compile(r"^petitioners:\n(?:[ -].*\n)*petitioners_sealed: \|\n(?:  .*\n)*", re.MULTILINE)
"""Masked persons with their block: whoever decides takes both or neither."""


def _lines(text: str) -> list[str]:
    people = _PEOPLE.search(text)
    if people:
        return [*text[: people.start()].splitlines(keepends=True), people[0], *_lines(text[people.end() :])]
    return [line + "\n" for line in text.removesuffix("\n").split("\n")]


def _with_markers(ours: list[str], theirs: list[str], why: Iterable[str]) -> Iterator[str]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ours[i1:i2]
            continue
        yield from why
        yield f"<<<<<<< {_both(Msg.MERGE_OURS)}\n"
        yield from ours[i1:i2]
        yield "=======\n"
        yield from theirs[j1:j2]
        yield f">>>>>>> {_both(Msg.MERGE_THEIRS)}\n"
        why = ()


def _both(msg: Sentence) -> str:
    return f"{msg.zh} / {msg.en}"
