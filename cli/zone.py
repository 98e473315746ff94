"""Which time zone this machine is set to, by its name in the IANA database."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

UNSURE: Final = "UTC"

_AS_GOOD_AS_UNSURE: Final = ("Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Universal", "Etc/Universal", "Etc/Zulu")

_WINDOWS: Final = {
    "Eastern Standard Time": "America/New_York",
    "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver",
    "US Mountain Standard Time": "America/Phoenix",
    "Pacific Standard Time": "America/Los_Angeles",
    "Alaskan Standard Time": "America/Anchorage",
    "Hawaiian Standard Time": "Pacific/Honolulu",
    "GMT Standard Time": "Europe/London",
    "W. Europe Standard Time": "Europe/Berlin",
}
"""Names that Windows uses (Unicode CLDR, windowsZones); others are asked for in office.yaml."""


def zone_name() -> str:
    """Give the zone of this machine, or UTC where it cannot be told."""
    told = os.environ.get("TZ", "").removeprefix(":")
    linked = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    windows = _WINDOWS.get(time.tzname[0], "")
    found = next((name for name in (told, linked, windows) if _is_zone(name)), UNSURE)
    return UNSURE if found in _AS_GOOD_AS_UNSURE else found


def _is_zone(name: str) -> bool:
    try:
        return bool(name) and name not in ("localtime", "Factory") and bool(ZoneInfo(name).key)
    except (ValueError, OSError, LookupError):
        return False
