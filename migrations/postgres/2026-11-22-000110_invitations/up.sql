-- Invitations to join a group. The version counts in its column, not in the body.
CREATE TABLE invitation (
    id UUID NOT NULL PRIMARY KEY,
    organisation UUID NOT NULL REFERENCES organisation (id),
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'withdrawn')),
    expires_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL
);
CREATE INDEX invitation_open ON invitation (organisation, expires_at) WHERE status = 'open';
