-- Who confirms a bid as its second person. The version counts in its column, not in the body. Days
-- are text in the form 2024-01-15, whose order is that of the calendar.
CREATE TABLE confirmation (
    application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
    round TEXT NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('named', 'asked', 'confirmed', 'declined')),
    remind_on TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX confirmation_reminder ON confirmation (remind_on, application)
    WHERE remind_on IS NOT NULL;
