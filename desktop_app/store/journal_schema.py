"""The journal's tables, and how an older journal becomes a new one."""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        dismissed INTEGER NOT NULL DEFAULT 0,
        batch_id TEXT NOT NULL,
        request TEXT NOT NULL,
        demo INTEGER NOT NULL,
        state TEXT NOT NULL,
        created_at REAL NOT NULL,
        sent_at REAL NOT NULL,
        answered_at REAL NOT NULL,
        ended_at REAL NOT NULL,
        estimate_usd REAL,
        billed TEXT NOT NULL,
        failure TEXT,
        has_spool INTEGER NOT NULL,
        image_uuids TEXT NOT NULL
    );
    CREATE INDEX jobs_by_state ON jobs (state, dismissed);
    CREATE INDEX jobs_by_time ON jobs (created_at);
    """,
    """
    ALTER TABLE jobs ADD COLUMN position REAL NOT NULL DEFAULT 0;
    ALTER TABLE jobs ADD COLUMN is_held INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE jobs ADD COLUMN label TEXT NOT NULL DEFAULT '';
    ALTER TABLE jobs ADD COLUMN price_date TEXT NOT NULL DEFAULT '';
    ALTER TABLE jobs ADD COLUMN is_lowest_price INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE jobs ADD COLUMN sent_body TEXT;
    ALTER TABLE jobs ADD COLUMN left_to_server TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE jobs ADD COLUMN earlier_usd REAL NOT NULL DEFAULT 0;
    UPDATE jobs SET position = ordered.place
        FROM (SELECT id, row_number() OVER (ORDER BY created_at, rowid) AS place FROM jobs) AS ordered
        WHERE ordered.id = jobs.id;
    CREATE INDEX jobs_by_position ON jobs (position);
    CREATE INDEX jobs_by_money ON jobs (max(created_at, sent_at)) WHERE NOT demo AND (billed <> 'no' OR earlier_usd > 0);
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)
    """,
    """
    ALTER TABLE jobs ADD COLUMN earlier_at REAL NOT NULL DEFAULT 0;
    DROP INDEX jobs_by_money;
    CREATE INDEX jobs_by_money ON jobs (max(created_at, sent_at)) WHERE NOT demo AND billed <> 'no';
    CREATE INDEX jobs_by_earlier ON jobs (iif(earlier_at > 0, earlier_at, max(created_at, sent_at)))
        WHERE earlier_usd > 0
    """,
)
"""One step per version of the schema; what stands here is never changed, only added to."""
