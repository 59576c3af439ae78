"""What tests of sealed files share."""

from pathlib import Path

import pytest

from tests.keys import Keys, make_keys, turn_on
from xinfang_cli.store.workspace import Workspace


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """The keys of an office and of the safe; this user has the office's."""
    return make_keys(tmp_path, monkeypatch)


@pytest.fixture
def ws(tmp_path: Path, keys: Keys) -> Workspace:
    """A workspace that seals to them."""
    root = tmp_path / "office"
    root.mkdir()
    turn_on(root / "config.yaml", keys.recipients)
    return Workspace(root)
