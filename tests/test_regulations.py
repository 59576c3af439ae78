"""The page on the Regulations names tests that exist: who renames one is told where it is relied on."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "regulations.md").read_text("utf-8")
_TEST = re.compile(r"`(?P<file>tests/[\w/]+\.py)::(?P<name>test_\w+)`")
_ARTICLE = re.compile(r"^## 第(\d+)条", re.MULTILINE)


def _names(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_tests_that_the_page_names_exist() -> None:
    named = {(found["file"], found["name"]) for found in _TEST.finditer(PAGE)}
    assert named
    assert {(file, name) for file, name in named if name not in _names(file)} == set()


def test_the_articles_stand_in_order_and_each_names_a_test() -> None:
    numbers = [int(number) for number in _ARTICLE.findall(PAGE)]
    assert numbers == list(range(17, 43))  # article 42 begins the responsibilities, up to 47
    for section in PAGE.split("\n## ")[1:]:
        assert _TEST.search(section), section.splitlines()[0]
