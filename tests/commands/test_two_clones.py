"""Two clones and random commands, in short; `tests/benchmarks/two_clones.py` plays the long version."""

from pathlib import Path

from tests.benchmarks.two_clones import founded


def test_two_clones_merge_both_ways_and_lose_nothing(tmp_path: Path) -> None:
    offices = founded(tmp_path, seed=3)
    for _ in range(2):
        offices.play(12)
    assert offices.counts["merges"] == 6
    assert offices.counts["exit 0"] > 15
