"""Files spoilt at random: whatever stands in one, the reader gives a case or says what is wrong, and nothing else happens.

    python tests/benchmarks/fuzz_reader.py --seconds 300 --seed 1

Cases, configurations and texts of sealed matters are spoilt, from those of `tests/faults/` and a sound one in our own
form. Each is read by all readers there are: the quick ones must say what the general one says, or nothing.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

from xinfang_cli import canonical, config, ownform, yamlio
from xinfang_cli.casefile import checked, parse, text_of
from xinfang_cli.checks import Known, examine
from xinfang_cli.confluence import join
from xinfang_cli.errors import InvalidError, Problem
from xinfang_cli.history import derived
from xinfang_cli.labels import Lang
from xinfang_cli.model import Case
from xinfang_cli.sealed import read_text
from xinfang_cli.workspace import Workspace

TESTS = Path(__file__).parents[1]
LAW = config.default().law
PATH = PurePath("cases/2026/11/XF-20261122-7K3MQ.yaml")
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
    data = bytearray(raw)
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4))):
        lines = bytes(data).split(b"\n")
        at, to = (dice.randrange(len(data) + 1) for _ in range(2))
        match dice.randrange(8):
            case 0:
                data[at:at] = dice.choice(TOKENS)
            case 1:
                del data[at : at + dice.choice((1, 1, 2, 5, 40))]
            case 2:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 3:
                data[at : at + dice.choice((1, 3, 10))] = dice.choice(TOKENS)
            case 4:
                data[at:at] = data[to : to + dice.choice((3, 20, 200))]
            case 5:
                line = dice.randrange(len(lines))
                data = bytearray(b"\n".join([*lines[:line], *lines[line + 1 :]]))
            case 6:
                line, other = dice.randrange(len(lines)), dice.randrange(len(lines))
                data = bytearray(b"\n".join([*lines[:line], lines[other], *lines[line:]]))
            case _:
                line = dice.randrange(len(lines))
                lines[line] = b" " * dice.choice((0, 1, 2, 4)) + lines[line].lstrip()
                data = bytearray(b"\n".join(lines))
    return bytes(data)


def seeds() -> dict[str, list[bytes]]:
    """Return the files to spoil, by kind."""
    example = (TESTS / "example.yaml").read_bytes()
    return {
        "case": [
            example,
            *[path.read_bytes() for path in sorted((TESTS / "faults").glob("*.yaml"))],
            *[path.read_bytes() for path in sorted((TESTS / "faults/checks").glob("*.yaml"))],
        ],
        "config": [
            config.template().encode(),
            *[path.read_bytes() for path in sorted((TESTS / "faults/config").glob("*.yaml"))],
        ],
        "sealed": [path.read_bytes() for path in sorted((TESTS / "faults/sealed").glob("*.yaml"))],
    }


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
        text = yamlio.decoded(raw)
    except yamlio.YamlFault:
        return
    quick, own = canonical.read(text), ownform.case_of(text)
    try:
        general = yamlio._read(text)  # noqa: SLF001  # the general reader, without the quick one before it
    except yamlio.YamlFault:
        assert quick is None, "the quick reader takes what the general one refuses"
        assert own is None, "the reader of our form takes what the general one refuses"
        return
    assert quick in (None, general)
    if own is not None:
        assert text_of(own) == text_of(Case.model_validate(general))


def _config(raw: bytes, folder: Path) -> str:
    file = folder / "config.yaml"
    file.write_bytes(raw)
    try:
        found = config.load(file)
    except InvalidError as error:
        assert error.problems
        _told(error.problems)
        return "refused"
    _told(found.warnings)
    return "taken"


def _told(problems: Iterable[Problem]) -> None:
    for problem in problems:
        for lang in Lang:
            line = problem.in_(lang)
            assert "\x1b" not in line
            assert " — " in line


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
