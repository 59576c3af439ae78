"""Files spoilt at random: whatever stands in one, the reader gives a case or says what is wrong, and nothing else happens.

    python tests/benchmarks/fuzz_reader.py --seconds 300 --seed 1

Cases, configurations and texts of sealed matters are spoilt, from those of `tests/faults/` and a sound one in our own
form. Each is read by all readers there are: the quick one must say what the general one says, or nothing.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

from xinfang_cli.casefile import reader as ownform
from xinfang_cli.casefile import yaml as yamlfile
from xinfang_cli.casefile.mergetext import join
from xinfang_cli.casefile.text import checked, parse, text_of
from xinfang_cli.errors import InvalidError, Problem
from xinfang_cli.labels import Lang
from xinfang_cli.law.checks import Known, examine
from xinfang_cli.law.history import derived
from xinfang_cli.law.records import Case
from xinfang_cli.law.validation import validated
from xinfang_cli.office import config
from xinfang_cli.store.sealed import read_text
from xinfang_cli.store.workspace import Workspace

TESTS = Path(__file__).parents[1]
LAW = config.default().law
PATH = PurePath("cases/2026/11/XF-20261122-7K3MQ.yaml")
_ID = re.compile(rb"^id: [^\[\n]*$", re.MULTILINE)
TOKENS = [
    token.encode() for token in (
        "null", "~", "true", "- ", ": ", "? ", "|", "|+", "|2-", ">", "'", '"', "#", " #", "&a ", "*a", "!!str ", "!x", "<<: ", "[", "]",
        "{", "}", ",", "\t", "\r\n", "\r", "\n", "\n\n", "  ", "---\n", "...\n", "%YAML 1.1\n", "@", "`", "\0", "\x1b[31m", "\x85", "\u2028",
        "\ufeff", "\u202e", "中", "𠮷", "0", "-1", "1e9", "99999999999999999999", "2026-02-30", "9999-12-31", "0001-01-01", "10000-01-01", "24:00:00",
        "2026-11-22T09:30:00+08:00", "2026-11-22T09:30:00-23:59", "9999-12-31T23:59:59-12:00", "15d", "9999wd", "5wd>", "undo", "open", "merge",
        "history:\n", "set:\n", "starts: {}", "strikes: 3f9a02c1\n", "class: accusation\n", "../../etc/passwd", "<<<<<<< x\n", "=======\n",
    )
] + [b"\xff", b"\xc3", b"\xed\xa0\x80"]  # fmt: skip


def spoilt(raw: bytes, dice: random.Random) -> bytes:
    """Return a file with one to four things done to it."""
    data = raw
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4))):
        data = dice.choice((_bytes_spoilt, _lines_spoilt))(data, dice)
    return data


def _bytes_spoilt(data: bytes, dice: random.Random) -> bytes:
    at, to = (dice.randrange(len(data) + 1) for _ in range(2))
    new, gone = dice.choice(
        (
            (dice.choice(TOKENS), 0),
            (b"", dice.choice((1, 1, 2, 5, 40))),
            (bytes([dice.randrange(256)]), 1),
            (dice.choice(TOKENS), dice.choice((1, 3, 10))),
            (data[to : to + dice.choice((3, 20, 200))], 0),
        )
    )
    return data[:at] + new + data[at + gone :]


def _lines_spoilt(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    indented = b" " * dice.choice((0, 1, 2, 4)) + lines[at].lstrip()
    new: list[bytes] = dice.choice(([], [lines[other], lines[at]], [indented]))
    return b"\n".join([*lines[:at], *new, *lines[at + 1 :]])


def seeds() -> dict[str, list[bytes]]:
    """Return the files to spoil, by kind; sound ones stand for half of them, since of those more is taken."""
    sound = (TESTS / "example.yaml").read_bytes()
    words = f"id: {PATH.stem}\ntitle: 举报某局\nrequest: |\n  他收了礼金\nentries:\n  3f9a02c1: {{text: 密谈, set: {{place: 甲村}}}}\n"
    found = {
        "case": [*_files(""), *_files("checks")],
        "config": _files("config"),
        "sealed": _files("sealed"),
    }
    for kind, raw in (("case", sound), ("config", config.template().encode()), ("sealed", words.encode())):
        found[kind] += [raw] * len(found[kind])
    return found


def _files(folder: str) -> list[bytes]:
    files = sorted((TESTS / "faults" / folder).glob("*.yaml"))
    return [_ID.sub(b"id: " + PATH.stem.encode(), file.read_bytes(), count=1) for file in files]


def tried(kind: str, raw: bytes, folder: Path) -> str:
    """Read a file in every way there is; return whether it was taken."""
    if kind == "case":
        return _case(raw)
    if kind == "config":
        return _config(raw, folder)
    place = folder / "sealed/XF-20261122-7K3MQ.yaml"
    place.write_bytes(raw)
    words, problems = read_text(Workspace(folder), place.stem)
    _told(problems)
    assert (words is None) is bool(problems)
    return "taken" if words else "refused"


def _case(raw: bytes) -> str:
    case, problems = parse(raw, PATH)
    _told(problems)
    assert (case is None) is any(problems)
    _readers_agree(raw)
    if case is None:
        return "refused"
    for finding in examine(case, LAW, Known()):
        assert finding.text.in_(Lang.ZH)
    whole = derived(case, LAW)
    try:
        checked(text_of(whole), PATH, whole)
        joined = join("", raw.decode("utf-8-sig"), text_of(whole), PATH, LAW)
    except InvalidError as error:
        _told(error.problems)
        return "taken, not written"
    assert joined.case.history or joined.conflicts
    return "taken"


def _readers_agree(raw: bytes) -> None:
    try:
        text = yamlfile.decoded(raw)
    except yamlfile.YamlFault:
        return
    own = ownform.case_of(text)
    try:
        general = yamlfile.read(text)
    except yamlfile.YamlFault:
        assert own is None, "the reader of our form takes what the general one refuses"
        return
    if own is not None:
        assert text_of(own) == text_of(validated(Case, general))


def _config(raw: bytes, folder: Path) -> str:
    file = folder / "config.yaml"
    file.write_bytes(raw)
    try:
        found = config.load(file)
    except InvalidError as error:
        return "refused" if _told(error.problems) else "refused without a word"
    _told(found.warnings)
    return "taken"


def _told(problems: Iterable[Problem]) -> int:
    lines = [problem.in_(lang) for problem in problems for lang in Lang]
    assert all("\x1b" not in line and " — " in line for line in lines), lines
    return len(lines)


def main() -> None:
    """Spoil files until the time is over, and print how many; the file of a failure is kept and named."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    dice, counts = random.Random(given.seed), Counter[str]()
    known = seeds()
    end = time.process_time() + given.seconds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sealed").mkdir()
        while time.process_time() < end:
            kind = dice.choice(("case", "case", "case", "config", "sealed"))
            raw = spoilt(dice.choice(known[kind]), dice)
            try:
                counts[f"{kind} {tried(kind, raw, folder)}"] += 1
            except Exception:
                Path(f"fuzz-{kind}.yaml").write_bytes(raw)
                print(f"fuzz-{kind}.yaml, after {counts.total()} files", file=sys.stderr)
                raise
    print(f"{counts.total()} files: " + ", ".join(f"{key} {count}" for key, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
