"""The tables of the sandbox's data file. Instants are UNIX seconds, UTC."""

SCHEMA = """
CREATE TABLE app (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL, name TEXT NOT NULL,
  require_proof INTEGER NOT NULL DEFAULT 0, users INTEGER NOT NULL DEFAULT 1000
);
CREATE TABLE page (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, category TEXT NOT NULL,
  fan_count INTEGER NOT NULL, engaged_users INTEGER NOT NULL,
  posts INTEGER NOT NULL DEFAULT 0, photos INTEGER NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL);
-- expires_at: 0 = never, NULL = not told. dead: NULL = alive, 0 = dead without a subcode, else the subcode of 190.
CREATE TABLE token (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('USER', 'PAGE', 'SYSTEM_USER')),
  app_id TEXT NOT NULL REFERENCES app (id), person_id TEXT REFERENCES person (id),
  page_id TEXT REFERENCES page (id), scopes TEXT NOT NULL, tasks TEXT NOT NULL,
  issued_at INTEGER, expires_at INTEGER, data_access_expires_at INTEGER, dead INTEGER
);
CREATE TABLE role (
  user_token TEXT NOT NULL REFERENCES token (token), page_id TEXT NOT NULL REFERENCES page (id),
  page_token TEXT NOT NULL REFERENCES token (token), tasks TEXT NOT NULL,
  PRIMARY KEY (user_token, page_id)
);
CREATE TABLE post (
  id TEXT PRIMARY KEY, page_id TEXT NOT NULL REFERENCES page (id), n INTEGER NOT NULL,
  app_id TEXT NOT NULL, message TEXT NOT NULL, link TEXT, state TEXT NOT NULL
    CHECK (state IN ('draft', 'scheduled', 'published')),
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, published_at INTEGER, scheduled_at INTEGER,
  readable_at REAL NOT NULL, hidden INTEGER NOT NULL DEFAULT 0, stuck INTEGER NOT NULL DEFAULT 0,
  deleted_at REAL, comments INTEGER NOT NULL DEFAULT 0, extra TEXT NOT NULL DEFAULT '{}',
  UNIQUE (page_id, n), CHECK ((state = 'published') = (published_at IS NOT NULL)),
  CHECK (state <> 'scheduled' OR scheduled_at IS NOT NULL)
);
CREATE INDEX post_listed ON post (page_id, created_at, n);
CREATE INDEX post_due ON post (scheduled_at) WHERE state = 'scheduled' AND deleted_at IS NULL;
CREATE TABLE photo (
  id TEXT PRIMARY KEY, page_id TEXT NOT NULL REFERENCES page (id), bytes BLOB NOT NULL, mime TEXT NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, caption TEXT NOT NULL, alt_text TEXT NOT NULL,
  temporary INTEGER NOT NULL, created_at INTEGER NOT NULL, post_id TEXT REFERENCES post (id),
  position INTEGER NOT NULL DEFAULT 0, consumed INTEGER NOT NULL DEFAULT 0, deleted_at REAL
);
CREATE INDEX photo_of_post ON photo (post_id, position);
CREATE TABLE comment (
  id TEXT PRIMARY KEY, post_id TEXT NOT NULL REFERENCES post (id), n INTEGER NOT NULL,
  message TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at REAL, UNIQUE (post_id, n)
);
-- What a fan could have seen, and from when to when; only ever added to.
CREATE TABLE appearance (
  n INTEGER PRIMARY KEY, page_id TEXT NOT NULL, post_id TEXT NOT NULL, at REAL NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('visible', 'gone')), cause TEXT NOT NULL
);
CREATE INDEX appearance_page ON appearance (page_id, n);
CREATE INDEX appearance_post ON appearance (post_id);
CREATE TABLE call (
  n INTEGER PRIMARY KEY, at REAL NOT NULL, simulated INTEGER NOT NULL, page_id TEXT, method TEXT NOT NULL,
  edge TEXT NOT NULL, object_id TEXT, parameters TEXT NOT NULL, status INTEGER, code INTEGER,
  subcode INTEGER, result_id TEXT, executed INTEGER NOT NULL, fault TEXT
);
CREATE INDEX call_page ON call (page_id, n);
CREATE TABLE usage (
  owner TEXT NOT NULL, hour INTEGER NOT NULL, calls INTEGER NOT NULL, PRIMARY KEY (owner, hour)
);
CREATE TABLE rule (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE);
CREATE TABLE rule_use (
  rule_id INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE, page_id TEXT NOT NULL,
  seen INTEGER NOT NULL DEFAULT 0, fired INTEGER NOT NULL DEFAULT 0, until REAL,
  PRIMARY KEY (rule_id, page_id)
);
"""
