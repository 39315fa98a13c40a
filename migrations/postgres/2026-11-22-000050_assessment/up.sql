-- Training and zones of an assessor.
CREATE TABLE assessor_profile (
    person UUID NOT NULL PRIMARY KEY REFERENCES person (id),
    version BIGINT NOT NULL,
    body JSONB NOT NULL
);

-- One assessor's assessment of one bid. State and locking count in their columns.
CREATE TABLE assessment (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    round UUID NOT NULL REFERENCES round (id),
    application UUID NOT NULL REFERENCES application (id),
    assessor UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('staff', 'community')),
    status TEXT NOT NULL CHECK (status IN (
        'assigned', 'in_progress', 'submitted', 'locked', 'moderated', 'recused', 'handed_back',
        'waived', 'expired')),
    due TEXT COLLATE "C" NOT NULL,
    locked_at TIMESTAMPTZ,
    body JSONB NOT NULL
);
-- Nobody marks a bid twice.
CREATE UNIQUE INDEX assessment_live ON assessment (application, assessor)
WHERE status NOT IN ('handed_back', 'expired');
CREATE INDEX assessment_application ON assessment (application, id);
CREATE INDEX assessment_assessor ON assessment (assessor, due, id);
CREATE INDEX assessment_round ON assessment (round, application, kind, status);

-- Agreed marks and recommendation of a bid.
CREATE TABLE moderation (
    application UUID NOT NULL PRIMARY KEY REFERENCES application (id),
    round UUID NOT NULL REFERENCES round (id),
    version BIGINT NOT NULL,
    body JSONB NOT NULL
);
CREATE INDEX moderation_round ON moderation (round, application);

-- The meeting of a round's panel.
CREATE TABLE meeting (
    round UUID NOT NULL PRIMARY KEY REFERENCES round (id),
    version BIGINT NOT NULL,
    body JSONB NOT NULL
);
