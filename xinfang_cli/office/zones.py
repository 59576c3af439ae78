"""The office's time zone. China keeps one time and needs no zone data; other zones come from where Python finds them.

Windows, slim containers and fresh images have no zone data, and an office there must not wait for any.
"""

import datetime as dt

CHINA = "Asia/Shanghai"
BEIJING = dt.timezone(dt.timedelta(hours=8))


def zone(name: str) -> dt.tzinfo | None:
    """Return the zone of a name, or None."""
    if name == CHINA:
        return BEIJING
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
