-- How often each step towards a bid was taken on a day, by class of device: nothing about a person.
CREATE TABLE footfall (
    round TEXT NOT NULL REFERENCES round (id),
    day TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('looked', 'checked', 'started', 'saved', 'sent')),
    device TEXT NOT NULL CHECK (device IN ('phone', 'other')),
    count INTEGER NOT NULL,
    PRIMARY KEY (round, day, step, device)
) STRICT;
-- When a bid was saved first, and the seconds between its saves of one sitting, added up.
CREATE TABLE application_effort (
    application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
    round TEXT NOT NULL REFERENCES round (id),
    first_saved_at TEXT NOT NULL,
    worked_seconds INTEGER NOT NULL
) STRICT;
CREATE INDEX application_effort_by_round ON application_effort (round, application);
