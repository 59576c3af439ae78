from pathlib import PurePath

import pytest

from xinfang_cli.errors import InvalidError, Level, Problem, RefusedError, UsageError, XinfangError
from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg

FILE = PurePath("cases/2026/11/XF-20261122-7K3MQ.yaml")


def test_a_problem_says_where_what_and_what_to_do() -> None:
    problem = Problem(FILE, 12, Msg.NODE_NEEDED(key="received_on"))
    assert problem.in_(Lang.ZH) == f"{FILE}:12: 缺少 received_on — 补上"
    assert problem.in_(Lang.EN) == f"{FILE}:12: received_on is missing — add it"


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    assert Problem(FILE, None, Msg.YAML_NOT_UTF8()).in_(Lang.EN) == f"{FILE}: not UTF-8 — save the file as UTF-8"


def test_a_problem_as_json() -> None:
    problem = Problem(FILE, 3, Msg.NODE_UNKNOWN(key="tittle"), Level.WARNING)
    assert problem.as_json(Lang.EN) == {
        "level": "warning",
        "path": str(FILE),
        "line": 3,
        "code": "node_unknown",
        "message": "unknown key tittle, kept and without effect",
        "remedy": "check its spelling",
    }


@pytest.mark.parametrize(("error", "code"), [(XinfangError, 1), (RefusedError, 1), (UsageError, 2), (InvalidError, 3)])
def test_an_error_carries_its_exit_code_and_reads_as_its_sentence(error: type[XinfangError], code: int) -> None:
    raised = error(Msg.LIST_EMPTY())
    assert raised.exit_code == code
    assert raised.problems == ()
    assert str(raised) == Msg.LIST_EMPTY().in_(Lang.EN)
