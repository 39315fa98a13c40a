-- How many received applications of a round are in each state, and what they ask for together:
-- kept by triggers, so that a list of thousands is not counted anew for every page of it.
CREATE TABLE application_count (
    round UUID NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    count BIGINT NOT NULL,
    requested BIGINT NOT NULL,
    CONSTRAINT application_count_pkey PRIMARY KEY (round, status)
);
-- No application may change between the first count and the triggers that go on with it.
LOCK TABLE application IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO application_count (round, status, count, requested)
SELECT round, status, COUNT(*), CAST(SUM(COALESCE(requested, 0)) AS BIGINT)
FROM application WHERE received GROUP BY round, status;

-- Once for a statement, however many rows it changes. The counts are locked in one order, so that
-- two transactions do not wait for each other.
CREATE FUNCTION count_applications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO application_count AS known (round, status, count, requested)
        SELECT round, status, COUNT(*), CAST(SUM(COALESCE(requested, 0)) AS BIGINT)
        FROM added WHERE received
        GROUP BY round, status ORDER BY round, status
        ON CONFLICT (round, status) DO UPDATE
        SET count = known.count + excluded.count,
            requested = known.requested + excluded.requested;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO application_count AS known (round, status, count, requested)
        SELECT round, status, -COUNT(*), -CAST(SUM(COALESCE(requested, 0)) AS BIGINT)
        FROM removed WHERE received
        GROUP BY round, status ORDER BY round, status
        ON CONFLICT (round, status) DO UPDATE
        SET count = known.count + excluded.count,
            requested = known.requested + excluded.requested;
    ELSE
        INSERT INTO application_count AS known (round, status, count, requested)
        SELECT round, status, SUM(one), CAST(SUM(asked) AS BIGINT)
        FROM (
            SELECT round, status, 1 AS one, COALESCE(requested, 0) AS asked
            FROM added WHERE received
            UNION ALL
            SELECT round, status, -1, -COALESCE(requested, 0) FROM removed WHERE received
        ) AS moved
        GROUP BY round, status
        HAVING SUM(one) <> 0 OR SUM(asked) <> 0
        ORDER BY round, status
        ON CONFLICT (round, status) DO UPDATE
        SET count = known.count + excluded.count,
            requested = known.requested + excluded.requested;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER application_counted_in AFTER INSERT ON application
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION count_applications();
CREATE TRIGGER application_counted_out AFTER DELETE ON application
REFERENCING OLD TABLE AS removed
FOR EACH STATEMENT EXECUTE FUNCTION count_applications();
CREATE TRIGGER application_counted_over AFTER UPDATE ON application
REFERENCING OLD TABLE AS removed NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION count_applications();

-- The indexes of the lists stay as they are: a row of an index has a largest size here, and a
-- title has none.

-- A group's bids in one round.
CREATE INDEX application_bids ON application (organisation, round, place, id);
-- Where one person stands towards the applications of one page.
CREATE INDEX declaration_standing ON declaration (person, application, status);
