"""Each `faults/NAME.yaml` is told exactly as `faults/NAME.txt` has it, in Chinese and then in English."""

from pathlib import Path, PurePath

import pytest

from xinfang_cli.casefile import parse
from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg
from xinfang_cli.yamlio import MAX_BYTES

FAULTS = sorted((Path(__file__).parent / "faults").glob("*.yaml"))
ELSEWHERE = {
    Msg.YAML_TOO_LARGE,  # below: such a file is too large for a repository
    Msg.YAML_HALF_CHARACTER,  # said when writing
    Msg.YAML_NOT_EDITED,  # said when writing
    Msg.FIELD_WRONG,  # for faults that no field of ours has
}


@pytest.mark.parametrize("file", FAULTS, ids=lambda file: file.stem)
def test_a_fault_is_told_with_its_line_and_what_to_do(file: Path) -> None:
    case, problems = parse(file.read_bytes(), PurePath(file.name))
    assert case is None
    told = "".join(f"{problem.in_(lang)}\n" for lang in Lang for problem in problems)
    assert told == file.with_suffix(".txt").read_text("utf-8")
    for line in told.splitlines():
        assert line.count(" — ") == 1


def test_every_message_about_a_file_has_its_sample() -> None:
    said = {problem.text.msg for file in FAULTS for problem in parse(file.read_bytes(), PurePath(file.name))[1]}
    about_files = {msg for msg in Msg if msg.name.startswith(("YAML_", "FIELD_"))}
    assert about_files - said == ELSEWHERE


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    _, (problem,) = parse(b"id: x\ntitle: " + b"x" * MAX_BYTES, PurePath("x.yaml"))
    assert problem.in_(Lang.ZH) == "x.yaml: 文件有 4194317 字节,超过 4194304 字节的上限 — 把长文字改存为附件"
    assert problem.in_(Lang.EN) == (
        "x.yaml: the file has 4194317 bytes, more than the 4194304 allowed — move long text into an attachment"
    )
