-- The one result of due diligence for a bid.
CREATE TABLE due_diligence (
    application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
    round TEXT NOT NULL REFERENCES round (id),
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX due_diligence_round ON due_diligence (round, application);

-- The decision on a round. One of a round stands; the others are superseded.
CREATE TABLE decision (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    round TEXT NOT NULL REFERENCES round (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'finance_commented', 'signed', 'superseded')),
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE UNIQUE INDEX decision_standing ON decision (round) WHERE status <> 'superseded';

-- An award: one for a bid.
CREATE TABLE award (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    round TEXT NOT NULL REFERENCES round (id),
    decision TEXT NOT NULL REFERENCES decision (id),
    application TEXT NOT NULL REFERENCES application (id),
    status TEXT NOT NULL CHECK (status IN (
        'drafted', 'offered', 'accepted', 'declined_by_org', 'lapsed', 'executed', 'active',
        'suspended', 'variation_pending', 'final_report_due', 'completed', 'closed', 'terminated',
        'clawback')),
    body TEXT NOT NULL CHECK (json_valid(body)),
    CONSTRAINT award_application_key UNIQUE (application)
) STRICT;
CREATE INDEX award_round ON award (round, id);
