-- Invitations to join a group. The version counts in its column, not in the body.
CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation (id),
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'withdrawn')),
    expires_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX invitation_open ON invitation (organisation, expires_at) WHERE status = 'open';
