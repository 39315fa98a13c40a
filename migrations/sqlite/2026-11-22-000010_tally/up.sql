-- Tries that are counted: wrong codes, letters to one address. The key is a digest; it names nobody.
CREATE TABLE tally (
    key BLOB NOT NULL PRIMARY KEY,
    times TEXT NOT NULL CHECK (json_valid(times)),
    used_at TEXT NOT NULL
) STRICT;
CREATE INDEX tally_used ON tally (used_at);
