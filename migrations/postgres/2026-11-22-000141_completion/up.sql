-- How often each step towards a bid was taken on a day, by class of device: nothing about a person.
CREATE TABLE footfall (
    round UUID NOT NULL REFERENCES round (id),
    day TEXT COLLATE "C" NOT NULL,
    step TEXT COLLATE "C" NOT NULL CHECK (step IN ('looked', 'checked', 'started', 'saved', 'sent')),
    device TEXT COLLATE "C" NOT NULL CHECK (device IN ('phone', 'other')),
    count BIGINT NOT NULL,
    PRIMARY KEY (round, day, step, device)
);
-- When a bid was saved first, and the seconds between its saves of one sitting, added up.
CREATE TABLE application_effort (
    application UUID NOT NULL PRIMARY KEY REFERENCES application (id),
    round UUID NOT NULL REFERENCES round (id),
    first_saved_at TIMESTAMPTZ NOT NULL,
    worked_seconds BIGINT NOT NULL
);
CREATE INDEX application_effort_by_round ON application_effort (round, application);
