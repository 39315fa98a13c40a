-- What groups say about who leads them: under the digest of a random key, with the round, and with
-- nothing that leads to a bid, a group, a person or an instant. No other table leads here.
-- A row has no number of its own, so that the order of the rows says nothing either.
CREATE TABLE equality_answer (
    key TEXT NOT NULL PRIMARY KEY,
    round TEXT NOT NULL,
    given TEXT NOT NULL CHECK (json_valid(given))
) STRICT, WITHOUT ROWID;
CREATE INDEX equality_answer_round ON equality_answer (round, key);

-- The counts of a round, made once.
CREATE TABLE equality_release (
    round TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
