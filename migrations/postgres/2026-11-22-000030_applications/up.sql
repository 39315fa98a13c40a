-- A group's bid. The status and the version count in their columns, not in the body.
CREATE TABLE application (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    round UUID NOT NULL,
    organisation UUID NOT NULL REFERENCES organisation (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    status TEXT NOT NULL CHECK (status IN (
        'draft', 'submitted', 'abandoned', 'withdrawn', 'late', 'screening', 'info_requested',
        'ineligible_proposed', 'ineligible', 'eligible', 'in_assessment', 'assessed',
        'moderated', 'recommended', 'reserve', 'not_recommended', 'dd_clear', 'dd_failed',
        'approved', 'declined', 'converted')),
    reference TEXT CONSTRAINT application_reference_key UNIQUE,
    organisation_name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    requested BIGINT,
    lead_area TEXT,
    received BOOLEAN NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    sent INTEGER NOT NULL CHECK (sent >= 0),
    withhold TEXT NOT NULL CHECK (withhold IN ('nothing', 'name', 'place', 'both')),
    conditional BOOLEAN NOT NULL,
    body JSONB NOT NULL
);
-- A group has no more bids in a round than the places that the round gives it.
CREATE UNIQUE INDEX application_place ON application (round, organisation, place)
    WHERE status NOT IN ('withdrawn', 'abandoned');
CREATE INDEX application_organisation ON application (organisation, started_at, id);
CREATE INDEX application_received ON application (round, received, received_at, id);
CREATE INDEX application_name ON application (round, received, name_folded, id);
CREATE INDEX application_status ON application (round, received, status, received_at, id);
CREATE INDEX application_in_state ON application (status, round, id);
CREATE INDEX application_lead_area ON application (round, received, lead_area, received_at, id);

-- The answers to one section, as typed.
CREATE TABLE application_section (
    application UUID NOT NULL REFERENCES application (id),
    section TEXT NOT NULL,
    version BIGINT NOT NULL,
    saved_by UUID NOT NULL REFERENCES person (id),
    saved_at TIMESTAMPTZ NOT NULL,
    fields JSONB NOT NULL,
    CONSTRAINT application_section_pkey PRIMARY KEY (application, section)
);

-- A sent version: whole, and never changed.
CREATE TABLE submission (
    id UUID NOT NULL PRIMARY KEY,
    application UUID NOT NULL REFERENCES application (id),
    round UUID NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    sent_at TIMESTAMPTZ NOT NULL,
    body JSONB NOT NULL,
    CONSTRAINT submission_number UNIQUE (application, number)
);

-- The last number of a reference that was given out in a round.
CREATE TABLE reference_sequence (
    round UUID NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL CHECK (last >= 1)
);
