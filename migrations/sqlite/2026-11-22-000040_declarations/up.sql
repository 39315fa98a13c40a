-- What one person declared about one application of a round. The status and the version count in
-- their columns, not in the body.
CREATE TABLE declaration (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    round TEXT NOT NULL,
    application TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    status TEXT NOT NULL CHECK (status IN (
        'pending', 'none', 'declared', 'cleared_with_note', 'recused')),
    interest INTEGER NOT NULL CHECK (interest IN (0, 1)),
    body TEXT NOT NULL CHECK (json_valid(body)),
    CONSTRAINT declaration_person_key UNIQUE (person, application)
) STRICT;
CREATE INDEX declaration_round ON declaration (round, person, status, application);
CREATE INDEX declaration_interest ON declaration (round, id) WHERE interest = 1;
