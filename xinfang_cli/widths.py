"""How wide a text is on a terminal."""

import unicodedata


def width(text: str) -> int:
    """Return the columns that a text takes: wide characters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
