-- Training and zones of an assessor.
CREATE TABLE assessor_profile (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- One assessor's assessment of one bid. State and locking count in their columns.
CREATE TABLE assessment (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    round TEXT NOT NULL REFERENCES round (id),
    application TEXT NOT NULL REFERENCES application (id),
    assessor TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('staff', 'community')),
    status TEXT NOT NULL CHECK (status IN (
        'assigned', 'in_progress', 'submitted', 'locked', 'moderated', 'recused', 'handed_back',
        'waived', 'expired')),
    due TEXT NOT NULL,
    locked_at TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
-- Nobody marks a bid twice.
CREATE UNIQUE INDEX assessment_live ON assessment (application, assessor)
WHERE status NOT IN ('handed_back', 'expired');
CREATE INDEX assessment_application ON assessment (application, id);
CREATE INDEX assessment_assessor ON assessment (assessor, due, id);
CREATE INDEX assessment_round ON assessment (round, application, kind, status);

-- Agreed marks and recommendation of a bid.
CREATE TABLE moderation (
    application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
    round TEXT NOT NULL REFERENCES round (id),
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX moderation_round ON moderation (round, application);

-- The meeting of a round's panel.
CREATE TABLE meeting (
    round TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
