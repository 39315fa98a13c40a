-- The screening of one application. The version counts in its column, not in the body. Days are
-- text in the form 2024-01-15, whose order is that of the calendar.
CREATE TABLE screening (
    application UUID NOT NULL PRIMARY KEY REFERENCES application (id),
    round UUID NOT NULL,
    version BIGINT NOT NULL,
    review_until TEXT COLLATE "C",
    review_open BOOLEAN NOT NULL,
    information_until TEXT COLLATE "C",
    body JSONB NOT NULL
);
CREATE INDEX screening_round ON screening (round, review_until);
CREATE INDEX screening_information ON screening (information_until, application)
    WHERE information_until IS NOT NULL;

-- Who took a part in screening, and so may not take certain others in the same round.
CREATE TABLE screening_part (
    round UUID NOT NULL,
    person UUID NOT NULL REFERENCES person (id),
    application UUID NOT NULL REFERENCES application (id),
    CONSTRAINT screening_part_pkey PRIMARY KEY (round, person, application)
);
