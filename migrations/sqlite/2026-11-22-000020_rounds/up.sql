-- A round. Its slug is its reference in small letters; what else there is to it is the body.
CREATE TABLE round (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    slug TEXT NOT NULL CONSTRAINT round_slug_key UNIQUE,
    status TEXT NOT NULL CHECK (status IN (
        'draft', 'in_review', 'approved', 'published', 'open', 'paused', 'closed', 'screening',
        'assessing', 'moderating', 'recommended', 'decided', 'announced', 'delivering',
        'closed_out', 'cancelled')),
    opens_at TEXT NOT NULL,
    closes_at TEXT NOT NULL,
    published_at TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX round_opens ON round (opens_at, id);
