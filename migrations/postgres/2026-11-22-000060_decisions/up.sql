-- The one result of due diligence for a bid.
CREATE TABLE due_diligence (
    application UUID NOT NULL PRIMARY KEY REFERENCES application (id),
    round UUID NOT NULL REFERENCES round (id),
    body JSONB NOT NULL
);
CREATE INDEX due_diligence_round ON due_diligence (round, application);

-- The decision on a round. One of a round stands; the others are superseded.
CREATE TABLE decision (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    round UUID NOT NULL REFERENCES round (id),
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('draft', 'finance_commented', 'signed', 'superseded')),
    body JSONB NOT NULL
);
CREATE UNIQUE INDEX decision_standing ON decision (round) WHERE status <> 'superseded';

-- An award: one for a bid.
CREATE TABLE award (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    round UUID NOT NULL REFERENCES round (id),
    decision UUID NOT NULL REFERENCES decision (id),
    application UUID NOT NULL REFERENCES application (id),
    status TEXT COLLATE "C" NOT NULL CHECK (status IN (
        'drafted', 'offered', 'accepted', 'declined_by_org', 'lapsed', 'executed', 'active',
        'suspended', 'variation_pending', 'final_report_due', 'completed', 'closed', 'terminated',
        'clawback')),
    body JSONB NOT NULL,
    CONSTRAINT award_application_key UNIQUE (application)
);
CREATE INDEX award_round ON award (round, id);
