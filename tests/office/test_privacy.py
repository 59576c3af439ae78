"""Whether petitioners are sealed, and to whom: as config reads it, and as the store reads it by its letters."""

from pathlib import Path

import pytest

from xinfang_cli.errors import InvalidError
from xinfang_cli.messages import Msg
from xinfang_cli.office import config
from xinfang_cli.store.workspace import Workspace

OFFICE = "age1qlhhtnnh4ce75zt5uvurpt74qcud25kd9uxs0k6hcewz2mvlnpdqxht83u"
SAFE = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"
HEAD = "office: {name: 某县信访局}\n"


@pytest.mark.parametrize(
    ("section", "recipients"),
    [
        ("", ()),
        ("privacy: {recipients: []}\n", ()),
        ("privacy:\n", ()),
        (f"privacy: {{recipients: [{OFFICE}, {SAFE}]}}\n", ()),
        (f"privacy: {{sealed: false, recipients: [{OFFICE}, {SAFE}]}}\n", ()),
        (f"privacy: {{sealed: true, recipients: [{OFFICE}, {SAFE}]}}\n", (OFFICE, SAFE)),
        (f"'privacy': {{\"sealed\": true, recipients: ['{OFFICE}', \"{SAFE}\"]}}\n", (OFFICE, SAFE)),
        (f"privacy:\n  # 两把\n  sealed: true\n\n  recipients:\n  - {OFFICE}  # 单位\n  - {SAFE}\n", (OFFICE, SAFE)),
        (
            f"privacy:\n  recipients: [{OFFICE},\n    {SAFE}]\n  sealed: true\ngit: {{autocommit: false}}\n",
            (OFFICE, SAFE),
        ),
        (f"privacy:\n  sealed: false # sealed: true\n  recipients: [{OFFICE}, {SAFE}]\n", ()),
        (f"# privacy: {{sealed: true, recipients: [{OFFICE}, {SAFE}]}}\nprivacy: {{recipients: []}}\n", ()),
        (f"git: {{autocommit: false}}\nprivacy: {{sealed: true, recipients: [{SAFE}, {OFFICE}]}}", (SAFE, OFFICE)),
    ],
)
def test_both_ways_of_reading_agree(tmp_path: Path, section: str, recipients: tuple[str, ...]) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(HEAD + section, "utf-8")
    read = config.load(file)
    assert (read.recipients if read.is_sealed else ()) == recipients
    assert Workspace(tmp_path).recipients == recipients


def test_a_change_of_config_is_seen_at_once_and_no_config_seals_nothing(tmp_path: Path) -> None:
    ws, file = Workspace(tmp_path), tmp_path / "config.yaml"
    assert ws.recipients == ()
    file.write_text(f"{HEAD}privacy: {{sealed: true, recipients: [{OFFICE}, {SAFE}]}}\n", "utf-8")
    assert ws.recipients == (OFFICE, SAFE)
    file.write_text(f"{HEAD}privacy: {{sealed: false, recipients: [{OFFICE}, {SAFE}]}}\n", "utf-8")
    assert ws.recipients == ()


def test_one_key_is_too_few_also_where_it_stands_twice(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f"{HEAD}privacy: {{sealed: true, recipients: [{OFFICE}, {OFFICE}]}}\n", "utf-8")
    with pytest.raises(InvalidError) as caught:
        config.load(file)
    assert [each.text for each in caught.value.problems] == [Msg.RECIPIENTS_FEW(count=1, least=2)]
