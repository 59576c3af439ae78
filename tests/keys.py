"""Keys for tests: an office's and its safe's, and a workspace whose config says that petitioners are sealed to both."""

from pathlib import Path
from typing import NamedTuple

import pytest

from xinfang_cli.store import agefile


class Keys(NamedTuple):
    """The office's secret key, the safe's, and where the office's lies."""

    office: str
    safe: str
    path: Path

    @property
    def recipients(self) -> tuple[str, str]:
        """Their public keys."""
        return agefile.recipient_of(self.office), agefile.recipient_of(self.safe)


def make_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Make both keys; this user has the office's."""
    keys = Keys(agefile.new_identity(), agefile.new_identity(), folder / "key.txt")
    keys.path.write_text(f"# made for a test\n{keys.office}\n", "utf-8")
    monkeypatch.setenv("XINFANG_KEY", str(keys.path))
    return keys


def turn_on(config: Path, recipients: tuple[str, ...]) -> None:
    """Say in a config that petitioners are sealed."""
    text = config.read_text("utf-8") if config.exists() else ""
    lines = [line for line in text.splitlines() if not line.startswith("privacy:")]
    lines.append(f"privacy: {{sealed: true, recipients: [{', '.join(recipients)}]}}")
    config.write_text("\n".join(lines) + "\n", "utf-8")
