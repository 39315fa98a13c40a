-- Who of a group opened which section of a bid to edit it, told to the others of the group. Rows
-- older than a day are removed.
CREATE TABLE section_presence (
    application UUID NOT NULL REFERENCES application (id),
    section TEXT COLLATE "C" NOT NULL,
    person UUID NOT NULL REFERENCES person (id),
    opened_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (application, section, person)
);
CREATE INDEX section_presence_by_time ON section_presence (opened_at);
