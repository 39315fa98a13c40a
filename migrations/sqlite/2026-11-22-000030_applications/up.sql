-- A group's bid. The status and the version count in their columns, not in the body.
CREATE TABLE application (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    round TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisation (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    status TEXT NOT NULL CHECK (status IN (
        'draft', 'submitted', 'abandoned', 'withdrawn', 'late', 'screening', 'info_requested',
        'ineligible_proposed', 'ineligible', 'eligible', 'in_assessment', 'assessed',
        'moderated', 'recommended', 'reserve', 'not_recommended', 'dd_clear', 'dd_failed',
        'approved', 'declined', 'converted')),
    reference TEXT CONSTRAINT application_reference_key UNIQUE,
    organisation_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    title TEXT NOT NULL,
    requested INTEGER,
    lead_area TEXT,
    received INTEGER NOT NULL CHECK (received IN (0, 1)),
    received_at TEXT NOT NULL,
    started_at TEXT NOT NULL,
    sent INTEGER NOT NULL CHECK (sent >= 0),
    withhold TEXT NOT NULL CHECK (withhold IN ('nothing', 'name', 'place', 'both')),
    conditional INTEGER NOT NULL CHECK (conditional IN (0, 1)),
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
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
    application TEXT NOT NULL REFERENCES application (id),
    section TEXT NOT NULL,
    version INTEGER NOT NULL,
    saved_by TEXT NOT NULL REFERENCES person (id),
    saved_at TEXT NOT NULL,
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    CONSTRAINT application_section_pkey PRIMARY KEY (application, section)
) STRICT;

-- A sent version: whole, and never changed.
CREATE TABLE submission (
    id TEXT NOT NULL PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application (id),
    round TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    sent_at TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    CONSTRAINT submission_number UNIQUE (application, number)
) STRICT;

-- The last number of a reference that was given out in a round.
CREATE TABLE reference_sequence (
    round TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last >= 1)
) STRICT;
