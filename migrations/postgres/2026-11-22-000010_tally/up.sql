-- Tries that are counted: wrong codes, letters to one address. The key is a digest; it names nobody.
CREATE TABLE tally (
    key BYTEA NOT NULL PRIMARY KEY,
    times JSONB NOT NULL,
    used_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX tally_used ON tally (used_at);
