-- What one person declared about one application of a round. The status and the version count in
-- their columns, not in the body.
CREATE TABLE declaration (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    round UUID NOT NULL,
    application UUID NOT NULL,
    person UUID NOT NULL REFERENCES person (id),
    status TEXT NOT NULL CHECK (status IN (
        'pending', 'none', 'declared', 'cleared_with_note', 'recused')),
    interest BOOLEAN NOT NULL,
    body JSONB NOT NULL,
    CONSTRAINT declaration_person_key UNIQUE (person, application)
);
CREATE INDEX declaration_round ON declaration (round, person, status, application);
CREATE INDEX declaration_interest ON declaration (round, id) WHERE interest;
