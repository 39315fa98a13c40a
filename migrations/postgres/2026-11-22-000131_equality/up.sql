-- What groups say about who leads them: under the digest of a random key, with the round, and with
-- nothing that leads to a bid, a group, a person or an instant. No other table leads here.
CREATE TABLE equality_answer (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    round UUID NOT NULL,
    given JSONB NOT NULL
);
CREATE INDEX equality_answer_round ON equality_answer (round, key);

-- The counts of a round, made once.
CREATE TABLE equality_release (
    round UUID NOT NULL PRIMARY KEY,
    body JSONB NOT NULL
);
