"""The words by which an office is found, in both scripts; kept by the write path, as those of leads are."""

from __future__ import annotations

from onboarding.db.connection import Connection
from onboarding.db.driver import sqlite3
from onboarding.domain.search import index_words

SEARCHED = ("name", "name_hi")
"""Columns of an office that its words come from."""
FOUND_AT_MOST = 2000


def refresh(connection: Connection, office_id: int) -> None:
    """Write an office's words anew; one that is gone leaves none."""
    connection.execute("DELETE FROM office_words WHERE rowid = ?", (office_id,))
    index_range(connection, office_id, office_id)


def index_range(connection: Connection, first: int, last: int) -> None:
    """Index offices that have no words yet."""
    rows = connection.execute(
        "SELECT id, name, name_hi FROM office WHERE id BETWEEN ? AND ? ORDER BY id", (first, last)
    )
    words = ((row[0], *index_words(*row[1:])) for row in rows.fetchall())
    connection.executemany("INSERT INTO office_words (rowid, words, keys) VALUES (?, ?, ?)", words)


def drop_of(connection: Connection, table_of_ids: str) -> None:
    """Remove the words of the offices whose ids stand in a temporary table."""
    connection.execute(f"DELETE FROM office_words WHERE rowid IN (SELECT id FROM {table_of_ids})")


def found(connection: Connection, text: str) -> list[int]:
    """Ids of the offices that a typed name fits, in either script, at most ``FOUND_AT_MOST``."""
    asked = index_words(text)
    if not asked.words:
        return []
    query = _all("words", asked.words)
    if asked.keys:
        query = f"({query}) OR ({_all('keys', asked.keys)})"
    try:
        rows = connection.execute(
            "SELECT rowid FROM office_words WHERE office_words MATCH ? LIMIT ?", (query, FOUND_AT_MOST)
        )
        return [row[0] for row in rows]
    except sqlite3.OperationalError:  # a word of signs only is no query
        return []


def _all(column: str, words: str) -> str:
    """Every word, each of which may be half typed. The words hold letters and digits only."""
    return " AND ".join(f'{column} : "{word}"*' for word in words.split())


def wrong(connection: Connection) -> list[int]:
    """Offices that the search would miss or find by what they no longer are."""
    stored = {row[0]: (row[1], row[2]) for row in connection.execute("SELECT rowid, words, keys FROM office_words")}
    rows = connection.execute("SELECT id, name, name_hi FROM office").fetchall()
    expected = {row[0]: tuple(index_words(*row[1:])) for row in rows}
    return sorted(one for one in stored.keys() | expected.keys() if stored.get(one) != expected.get(one))
