-- A document that a group sent with its bid. Its bytes are elsewhere, under `key`. The status and
-- the version count in their columns, not in the body. It has a place while it answers a question,
-- so that two that arrive at once are counted one after the other.
CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    application TEXT NOT NULL REFERENCES application (id),
    place INTEGER CHECK (place >= 1),
    status TEXT NOT NULL CHECK (status IN (
        'pending', 'clean', 'unscanned', 'infected', 'erased')),
    key TEXT NOT NULL CONSTRAINT document_key_key UNIQUE,
    received_at TEXT NOT NULL,
    scan_at TEXT,
    body TEXT NOT NULL CHECK (json_valid(body)),
    CONSTRAINT document_place UNIQUE (application, place)
) STRICT;
CREATE INDEX document_application ON document (application, received_at, id);
CREATE INDEX document_scan ON document (scan_at, id) WHERE scan_at IS NOT NULL;
CREATE INDEX document_status ON document (status, application, id);
