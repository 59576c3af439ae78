"""Spoilt files, in short: `tests/benchmarks/fuzz_reader.py` goes on as long as one likes."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.benchmarks.fuzz_reader import seeds, spoilt, tried

KNOWN = seeds()


@pytest.mark.parametrize("kind", KNOWN)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 2**32 - 1))
def test_whatever_stands_in_a_file_it_is_read_or_told(kind: str, number: int, tmp_path: Path) -> None:
    (tmp_path / "sealed").mkdir(exist_ok=True)
    dice = random.Random(number)
    assert tried(kind, spoilt(dice.choice(KNOWN[kind]), dice), tmp_path) in ("taken", "taken, not written", "refused")
