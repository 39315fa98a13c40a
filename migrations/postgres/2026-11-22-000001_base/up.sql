-- One row: what this database is. Written once, when the database is made.
CREATE TABLE office_mark (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    office TEXT NOT NULL,
    demonstration BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    public_version BIGINT NOT NULL
);

CREATE FUNCTION refuse_mark_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'office_mark is fixed';
END
$$;
CREATE TRIGGER office_mark_is_fixed BEFORE UPDATE OF one, office, demonstration, created_at
ON office_mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_mark_change();
CREATE TRIGGER office_mark_is_kept BEFORE DELETE OR TRUNCATE
ON office_mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_mark_change();

CREATE TABLE person (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL CONSTRAINT person_email_key UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    phone TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);

-- A role of the office over a period. At most one row of a person and role is open.
CREATE TABLE role_held (
    person UUID NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN (
        'grants_officer', 'grants_lead', 'assessor', 'community_assessor', 'chair',
        'safeguarding_lead', 'director', 'chief_finance_officer', 'chief_executive',
        'commissioner', 'finance', 'communications', 'auditor', 'administrator')),
    from_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ,
    CONSTRAINT role_held_pkey PRIMARY KEY (person, role, from_at),
    CONSTRAINT role_held_period CHECK (until_at IS NULL OR until_at >= from_at)
);
CREATE UNIQUE INDEX role_held_open ON role_held (person, role) WHERE until_at IS NULL;

CREATE TABLE organisation (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL
);
CREATE INDEX organisation_name ON organisation (name, id);

CREATE TABLE membership (
    person UUID NOT NULL REFERENCES person (id),
    organisation UUID NOT NULL REFERENCES organisation (id),
    role TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ,
    CONSTRAINT membership_pkey PRIMARY KEY (person, organisation, since),
    CONSTRAINT membership_period CHECK (until_at IS NULL OR until_at >= since)
);
CREATE UNIQUE INDEX membership_open ON membership (person, organisation) WHERE until_at IS NULL;
CREATE INDEX membership_organisation ON membership (organisation);

CREATE TABLE second_factor (
    person UUID NOT NULL PRIMARY KEY REFERENCES person (id),
    sealed BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    set_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    token_digest BYTEA NOT NULL CONSTRAINT session_token_digest_key UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    second_factor_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ
);
CREATE INDEX session_open ON session (person) WHERE ended_at IS NULL;

CREATE TABLE sign_in (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL,
    token_digest BYTEA NOT NULL CONSTRAINT sign_in_token_digest_key UNIQUE,
    code_digest BYTEA NOT NULL,
    next TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    wrong_codes INTEGER NOT NULL CHECK (wrong_codes >= 0)
);
CREATE INDEX sign_in_email ON sign_in (email, created_at);

CREATE TABLE token (
    id UUID NOT NULL PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    name TEXT COLLATE "C" NOT NULL,
    token_digest BYTEA NOT NULL CONSTRAINT token_token_digest_key UNIQUE,
    second_factor BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX token_person ON token (person, created_at);

-- Letters that wait for the mail server. A letter is leased by moving next_at to the end of the
-- lease, so that one index serves the question "what is due".
CREATE TABLE outbox (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    to_person UUID,
    to_name TEXT NOT NULL,
    to_email TEXT NOT NULL,
    round UUID,
    application UUID,
    body JSONB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'failed')),
    queued_at TIMESTAMPTZ NOT NULL,
    next_at TIMESTAMPTZ NOT NULL,
    lease_until TIMESTAMPTZ,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    sent_at TIMESTAMPTZ,
    last_error TEXT
);
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_application ON outbox (application) WHERE application IS NOT NULL;

-- The audit trail: a chain for each stream. The facts are kept as the very text that was hashed.
CREATE TABLE audit_entry (
    id UUID NOT NULL PRIMARY KEY,
    stream TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    round UUID,
    event TEXT NOT NULL,
    facts TEXT NOT NULL,
    person UUID,
    roles TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    request UUID NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT audit_entry_place UNIQUE (stream, seq)
);
CREATE INDEX audit_entry_round ON audit_entry (round, at, id) WHERE round IS NOT NULL;

CREATE TABLE audit_anchor (
    seq BIGINT NOT NULL PRIMARY KEY CHECK (seq >= 1),
    at TIMESTAMPTZ NOT NULL,
    heads BIGINT NOT NULL CHECK (heads >= 1),
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL
);

-- The heads that an anchor seals.
CREATE TABLE audit_head (
    anchor BIGINT NOT NULL,
    stream TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT audit_head_pkey PRIMARY KEY (anchor, stream)
);
CREATE INDEX audit_head_stream ON audit_head (stream, seq);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_anchor_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
ON audit_anchor FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The key under which digests about a person are made. A row without a key: it was destroyed.
CREATE TABLE digest_key (
    person UUID NOT NULL PRIMARY KEY,
    secret BYTEA
);
