-- One row: what this database is. Written once, when the database is made.
CREATE TABLE office_mark (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    office TEXT NOT NULL,
    demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1)),
    created_at TEXT NOT NULL,
    public_version INTEGER NOT NULL
) STRICT;

CREATE TRIGGER office_mark_is_fixed BEFORE UPDATE OF one, office, demonstration, created_at
ON office_mark BEGIN SELECT RAISE(ABORT, 'office_mark is fixed'); END;
CREATE TRIGGER office_mark_is_kept BEFORE DELETE
ON office_mark BEGIN SELECT RAISE(ABORT, 'office_mark is fixed'); END;

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL CONSTRAINT person_email_key UNIQUE,
    name TEXT NOT NULL,
    phone TEXT,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

-- A role of the office over a period. At most one row of a person and role is open.
CREATE TABLE role_held (
    person TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN (
        'grants_officer', 'grants_lead', 'assessor', 'community_assessor', 'chair',
        'safeguarding_lead', 'director', 'chief_finance_officer', 'chief_executive',
        'commissioner', 'finance', 'communications', 'auditor', 'administrator')),
    from_at TEXT NOT NULL,
    until_at TEXT,
    CONSTRAINT role_held_pkey PRIMARY KEY (person, role, from_at),
    CONSTRAINT role_held_period CHECK (until_at IS NULL OR until_at >= from_at)
) STRICT;
CREATE UNIQUE INDEX role_held_open ON role_held (person, role) WHERE until_at IS NULL;

CREATE TABLE organisation (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX organisation_name ON organisation (name, id);

CREATE TABLE membership (
    person TEXT NOT NULL REFERENCES person (id),
    organisation TEXT NOT NULL REFERENCES organisation (id),
    role TEXT NOT NULL,
    since TEXT NOT NULL,
    until_at TEXT,
    CONSTRAINT membership_pkey PRIMARY KEY (person, organisation, since),
    CONSTRAINT membership_period CHECK (until_at IS NULL OR until_at >= since)
) STRICT;
CREATE UNIQUE INDEX membership_open ON membership (person, organisation) WHERE until_at IS NULL;
CREATE INDEX membership_organisation ON membership (organisation);

CREATE TABLE second_factor (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    sealed BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    set_at TEXT NOT NULL
) STRICT;

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    token_digest BLOB NOT NULL CONSTRAINT session_token_digest_key UNIQUE,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    second_factor_at TEXT,
    ended_at TEXT
) STRICT;
CREATE INDEX session_open ON session (person) WHERE ended_at IS NULL;

CREATE TABLE sign_in (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    token_digest BLOB NOT NULL CONSTRAINT sign_in_token_digest_key UNIQUE,
    code_digest BLOB NOT NULL,
    next TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    wrong_codes INTEGER NOT NULL CHECK (wrong_codes >= 0)
) STRICT;
CREATE INDEX sign_in_email ON sign_in (email, created_at);

CREATE TABLE token (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    token_digest BLOB NOT NULL CONSTRAINT token_token_digest_key UNIQUE,
    second_factor INTEGER NOT NULL CHECK (second_factor IN (0, 1)),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    revoked_at TEXT
) STRICT;
CREATE INDEX token_person ON token (person, created_at);

-- Letters that wait for the mail server. A letter is leased by moving next_at to the end of the
-- lease, so that one index serves the question "what is due".
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    to_person TEXT,
    to_name TEXT NOT NULL,
    to_email TEXT NOT NULL,
    round TEXT,
    application TEXT,
    body TEXT NOT NULL CHECK (json_valid(body)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'failed')),
    queued_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    lease_until TEXT,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    sent_at TEXT,
    last_error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_application ON outbox (application) WHERE application IS NOT NULL;

-- The audit trail: a chain for each stream. The facts are kept as the very text that was hashed.
CREATE TABLE audit_entry (
    id TEXT NOT NULL PRIMARY KEY,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    round TEXT,
    event TEXT NOT NULL,
    facts TEXT NOT NULL,
    person TEXT,
    roles TEXT NOT NULL,
    at TEXT NOT NULL,
    request TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT audit_entry_place UNIQUE (stream, seq)
) STRICT;
CREATE INDEX audit_entry_round ON audit_entry (round, at, id) WHERE round IS NOT NULL;

CREATE TABLE audit_anchor (
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 1),
    at TEXT NOT NULL,
    heads INTEGER NOT NULL CHECK (heads >= 1),
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

-- The heads that an anchor seals.
CREATE TABLE audit_head (
    anchor INTEGER NOT NULL,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT audit_head_pkey PRIMARY KEY (anchor, stream)
) STRICT;
CREATE INDEX audit_head_stream ON audit_head (stream, seq);

CREATE TRIGGER audit_entry_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append only'); END;
CREATE TRIGGER audit_entry_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append only'); END;
CREATE TRIGGER audit_anchor_update BEFORE UPDATE ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'audit_anchor is append only'); END;
CREATE TRIGGER audit_anchor_delete BEFORE DELETE ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'audit_anchor is append only'); END;
CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit_head is append only'); END;
CREATE TRIGGER audit_head_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit_head is append only'); END;

-- The key under which digests about a person are made. A row without a key: it was destroyed.
CREATE TABLE digest_key (
    person TEXT NOT NULL PRIMARY KEY,
    secret BLOB
) STRICT;
