-- A round. Its slug is its reference in small letters; what else there is to it is the body.
CREATE TABLE round (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    slug TEXT COLLATE "C" NOT NULL CONSTRAINT round_slug_key UNIQUE,
    status TEXT COLLATE "C" NOT NULL CHECK (status IN (
        'draft', 'in_review', 'approved', 'published', 'open', 'paused', 'closed', 'screening',
        'assessing', 'moderating', 'recommended', 'decided', 'announced', 'delivering',
        'closed_out', 'cancelled')),
    opens_at TIMESTAMPTZ NOT NULL,
    closes_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    body JSONB NOT NULL
);
CREATE INDEX round_opens ON round (opens_at, id);
