-- The screening of one application. The version counts in its column, not in the body. Days are
-- text in the form 2024-01-15, whose order is that of the calendar.
CREATE TABLE screening (
    application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
    round TEXT NOT NULL,
    version INTEGER NOT NULL,
    review_until TEXT,
    review_open INTEGER NOT NULL CHECK (review_open IN (0, 1)),
    information_until TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX screening_round ON screening (round, review_until);
CREATE INDEX screening_information ON screening (information_until, application)
    WHERE information_until IS NOT NULL;

-- Who took a part in screening, and so may not take certain others in the same round.
CREATE TABLE screening_part (
    round TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    application TEXT NOT NULL REFERENCES application (id),
    CONSTRAINT screening_part_pkey PRIMARY KEY (round, person, application)
) STRICT;
