-- How many received applications of a round are in each state, and what they ask for together:
-- kept by triggers, so that a list of thousands is not counted anew for every page of it.
CREATE TABLE application_count (
    round TEXT NOT NULL,
    status TEXT NOT NULL,
    count INTEGER NOT NULL,
    requested INTEGER NOT NULL,
    CONSTRAINT application_count_pkey PRIMARY KEY (round, status)
) STRICT;
INSERT INTO application_count (round, status, count, requested)
SELECT round, status, COUNT(*), SUM(COALESCE(requested, 0))
FROM application WHERE received = 1 GROUP BY round, status;

CREATE TRIGGER application_counted_in AFTER INSERT ON application
WHEN NEW.received = 1
BEGIN
    INSERT INTO application_count (round, status, count, requested)
    VALUES (NEW.round, NEW.status, 1, COALESCE(NEW.requested, 0))
    ON CONFLICT (round, status) DO UPDATE
    SET count = count + 1, requested = requested + excluded.requested;
END;
CREATE TRIGGER application_counted_out AFTER DELETE ON application
WHEN OLD.received = 1
BEGIN
    UPDATE application_count
    SET count = count - 1, requested = requested - COALESCE(OLD.requested, 0)
    WHERE round = OLD.round AND status = OLD.status;
END;
CREATE TRIGGER application_counted_over AFTER UPDATE OF round, status, received, requested
ON application
WHEN (OLD.received = 1 OR NEW.received = 1)
    AND (OLD.round <> NEW.round OR OLD.status <> NEW.status OR OLD.received <> NEW.received
        OR OLD.requested IS NOT NEW.requested)
BEGIN
    UPDATE application_count
    SET count = count - 1, requested = requested - COALESCE(OLD.requested, 0)
    WHERE OLD.received = 1 AND round = OLD.round AND status = OLD.status;
    INSERT INTO application_count (round, status, count, requested)
    SELECT NEW.round, NEW.status, 1, COALESCE(NEW.requested, 0) WHERE NEW.received = 1
    ON CONFLICT (round, status) DO UPDATE
    SET count = count + 1, requested = requested + excluded.requested;
END;

-- The lists are read from an index alone: it holds every column that a line shows.
DROP INDEX application_received;
DROP INDEX application_status;
DROP INDEX application_lead_area;
CREATE INDEX application_received ON application (
    round, received, received_at, id, status, lead_area, name_folded, organisation,
    organisation_name, title, reference, requested, withhold, conditional);
CREATE INDEX application_status ON application (
    round, received, status, received_at, id, lead_area, name_folded, organisation,
    organisation_name, title, reference, requested, withhold, conditional);
CREATE INDEX application_lead_area ON application (
    round, received, lead_area, received_at, id, status, name_folded, organisation,
    organisation_name, title, reference, requested, withhold, conditional);

-- A group's bids in one round.
CREATE INDEX application_bids ON application (organisation, round, place, id);
-- Where one person stands towards the applications of one page.
CREATE INDEX declaration_standing ON declaration (person, application, status);
