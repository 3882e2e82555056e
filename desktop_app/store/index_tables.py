"""The tables of the index. `facts` is narrow, so that a look at every picture is short; `images` holds the texts."""

from __future__ import annotations

TABLES = """
-- Whatever is looked for by its text alone is kept as a number of it too (`image_row.number_of`): such indexes stay small.
CREATE TABLE images (
    key INTEGER PRIMARY KEY,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    stamp TEXT NOT NULL,
    uuid TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    created_at TEXT NOT NULL,
    job_id TEXT NOT NULL,
    uuid_number INTEGER NOT NULL,
    sha_number INTEGER NOT NULL,
    prompt_number INTEGER NOT NULL,
    batch_number INTEGER NOT NULL,
    parent_number INTEGER NOT NULL,
    seed INTEGER,
    prompt TEXT NOT NULL,
    negative_prompt TEXT NOT NULL,
    model TEXT NOT NULL,
    title TEXT NOT NULL,
    tags TEXT NOT NULL,
    note TEXT NOT NULL,
    other_words TEXT NOT NULL,
    unspaced TEXT NOT NULL,
    UNIQUE (folder, name)
);
CREATE INDEX images_by_uuid ON images (uuid_number);
CREATE INDEX images_by_sha ON images (sha_number) WHERE sha_number <> 0;
CREATE INDEX images_by_batch ON images (batch_number) WHERE batch_number <> 0;
CREATE INDEX images_by_parent ON images (parent_number) WHERE parent_number <> 0;

-- Every index ends with the key: pictures of one value stand in order of time.
CREATE TABLE facts (
    key INTEGER PRIMARY KEY,
    rating INTEGER NOT NULL,
    pick INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    demo INTEGER NOT NULL,
    model INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    pixels INTEGER NOT NULL,
    has INTEGER NOT NULL,
    cost REAL,
    facet INTEGER NOT NULL,
    stack INTEGER NOT NULL
);
CREATE INDEX facts_by_stack ON facts (stack);

CREATE TABLE model_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL);
CREATE TABLE tag_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL);
CREATE TABLE collection_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL);
CREATE INDEX model_names_by_folded ON model_names (folded);
CREATE INDEX tag_names_by_folded ON tag_names (folded);
CREATE INDEX collection_names_by_folded ON collection_names (folded);
-- A nested tag stands here with every tag that it lies in.
CREATE TABLE tags (
    name_id INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (name_id, key)
) WITHOUT ROWID;
CREATE INDEX tags_by_key ON tags (key);
CREATE TABLE collections (
    name_id INTEGER NOT NULL, key INTEGER NOT NULL, place REAL, PRIMARY KEY (name_id, key)
) WITHOUT ROWID;
CREATE INDEX collections_by_key ON collections (key);

-- How pictures look, by the bytes of their files: average colour as 0xRRGGBB, and 64 bits that are alike where pictures are.
CREATE TABLE looks (sha256 BLOB PRIMARY KEY, color INTEGER NOT NULL, phash INTEGER) WITHOUT ROWID;

-- Sidecars whose picture is gone: it may turn up elsewhere.
CREATE TABLE lone_sidecars (
    folder TEXT NOT NULL, name TEXT NOT NULL, uuid_number INTEGER NOT NULL, sha_number INTEGER NOT NULL,
    PRIMARY KEY (folder, name)
) WITHOUT ROWID;

CREATE TABLE folders (folder TEXT PRIMARY KEY, parent TEXT NOT NULL, modified_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX folders_by_parent ON folders (parent);

-- `other_words` are those of the name that are not in the prompt, and a mark for the model (`index_values`).
CREATE VIRTUAL TABLE words USING fts5 (
    prompt, negative_prompt, title, tags, note, other_words, unspaced,
    content='images', content_rowid='key', columnsize=0, tokenize='unicode61 remove_diacritics 2', prefix='1 2'
);
INSERT INTO words (words, rank) VALUES ('pgsz', 8000);
-- The words of a new row are put in by `word_index`.
CREATE TRIGGER words_removed AFTER DELETE ON images BEGIN
    INSERT INTO words (words, rowid, prompt, negative_prompt, title, tags, note, other_words, unspaced)
    VALUES (
        'delete', old.key, old.prompt, old.negative_prompt, old.title, old.tags, old.note, old.other_words, old.unspaced
    );
    DELETE FROM facts WHERE key = old.key;
    DELETE FROM tags WHERE key = old.key;
    DELETE FROM collections WHERE key = old.key;
END;
CREATE TRIGGER words_changed AFTER UPDATE OF prompt, negative_prompt, title, tags, note, other_words, unspaced ON images
WHEN (old.prompt, old.negative_prompt, old.title, old.tags, old.note, old.other_words, old.unspaced)
    <> (new.prompt, new.negative_prompt, new.title, new.tags, new.note, new.other_words, new.unspaced)
BEGIN
    INSERT INTO words (words, rowid, prompt, negative_prompt, title, tags, note, other_words, unspaced)
    VALUES (
        'delete', old.key, old.prompt, old.negative_prompt, old.title, old.tags, old.note, old.other_words, old.unspaced
    );
    INSERT INTO words (rowid, prompt, negative_prompt, title, tags, note, other_words, unspaced)
    VALUES (new.key, new.prompt, new.negative_prompt, new.title, new.tags, new.note, new.other_words, new.unspaced);
END;
"""

LATE_INDEXES = {
    name: f"CREATE INDEX IF NOT EXISTS {name} ON {what}"
    for name, what in (
        ("images_by_prompt", "images (prompt_number) WHERE prompt_number <> 0"),
        ("images_by_seed", "images (seed) WHERE seed IS NOT NULL"),
        ("facts_by_rating", "facts (rating)"),
        ("facts_by_pick", "facts (pick) WHERE pick <> 0"),
        ("facts_by_model", "facts (model)"),
        ("facts_by_pixels", "facts (pixels)"),
        ("facts_by_cost", "facts (cost)"),
        ("facts_by_facet", "facts (facet)"),
    )
}
"""What makes each index that nothing but a search or an order asks for. A cold build leaves them for its end."""
