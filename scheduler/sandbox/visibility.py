"""When a fan sees a post: publication, due schedules, disappearance. Every change leaves a record."""

from __future__ import annotations

import sqlite3

from scheduler.sandbox.database import Database


def publish(database: Database, post: sqlite3.Row, at: float, cause: str) -> None:
    """Make a post visible. Its time becomes the instant of publication, as a fan sees it."""
    database.run(
        "UPDATE post SET state = 'published', published_at = ?, created_at = ?, updated_at = ? WHERE id = ?",
        *(int(at), int(at), int(at), post["id"]),
    )
    record(database, post["page_id"], post["id"], at, "visible", cause)


def record(database: Database, page_id: str, post_id: str, at: float, event: str, cause: str) -> None:
    """Note that a post became visible or went away."""
    database.run(
        "INSERT INTO appearance (page_id, post_id, at, event, cause) VALUES (?, ?, ?, ?, ?)",
        *(page_id, post_id, at, event, cause),
    )


def publish_due(database: Database, at: float, page_id: str | None) -> None:
    """Publish the scheduled posts whose time has come, except those that a fault holds back.

    A call settles its own Page alone, so that clients on clocks of their own do not disturb each other;
    None settles every Page.
    """
    due = database.all(
        "SELECT * FROM post WHERE state = 'scheduled' AND deleted_at IS NULL AND stuck = 0 "
        "AND scheduled_at <= ? AND (? IS NULL OR page_id = ?) ORDER BY scheduled_at, page_id, n",
        *(at, page_id, page_id),
    )
    for post in due:
        publish(database, post, post["scheduled_at"], "schedule")
