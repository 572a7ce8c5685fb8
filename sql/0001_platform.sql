-- The platform's own room: the legal clock, key ids, and what every other room relies on.
-- Citus: `clock` and `signing_key` are reference tables.
CREATE SCHEMA platform;

-- The legal clock. One row. In earnest the offset is zero; the demo province lives at its own visible date.
-- Only the owner may move it, so no reader can travel to a day on which an ended record was still public (C8).
CREATE TABLE platform.clock (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  offset_seconds bigint NOT NULL DEFAULT 0
);
INSERT INTO platform.clock DEFAULT VALUES;

-- Which days of the invented province have been taken in, on the demo. The owner's: nobody else reads or writes it.
CREATE TABLE platform.demo_day (
  received_on date PRIMARY KEY,
  filled_at timestamptz NOT NULL DEFAULT now()
);

-- Law runs on Asia/Shanghai dates (DOMAIN.md 10). China has kept UTC+8 without summer time since 1991.
CREATE FUNCTION platform.today() RETURNS date
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN ((now() AT TIME ZONE 'UTC') + interval '8 hours'
          + (SELECT make_interval(secs => offset_seconds) FROM platform.clock))::date;

-- Public halves of signing keys, for ever: a report signed years ago must stay verifiable after the key rotated.
CREATE TABLE platform.signing_key (
  key_id text PRIMARY KEY,
  algorithm text NOT NULL CHECK (algorithm IN ('Ed25519')),
  public_jwk jsonb NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz
);

-- Roles are made by the migration command before this file runs: cx_app (the application), cx_public (reads for
-- anonymous visitors, dedicated views only), cx_retention (forgets what must be forgotten). None owns anything.
GRANT USAGE ON SCHEMA platform TO cx_app, cx_public, cx_retention;
GRANT SELECT ON platform.clock TO cx_app, cx_public, cx_retention;
GRANT SELECT, INSERT ON platform.signing_key TO cx_app;
GRANT SELECT ON platform.signing_key TO cx_public;
-- A key's end is the one thing about it that is learnt later.
GRANT UPDATE (until) ON platform.signing_key TO cx_app;
