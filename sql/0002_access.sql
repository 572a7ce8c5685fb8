-- Who may do what, who was let in, and who looked.
-- Citus: `agency`, `officer_act`, `service_client*`, `mandate_act` are reference tables; `session` is local to the
-- coordinator; `look` is distributed by subject_id, `refused_act` by act_id.
CREATE SCHEMA access;

-- A body that sends, holds or reads credit information. Agencies are named by their unified code.
CREATE TABLE access.agency (
  agency_code text PRIMARY KEY CHECK (agency_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  name_zh text NOT NULL,
  name_en text NOT NULL,
  kinds text[] NOT NULL CHECK (cardinality(kinds) > 0),
  division text NOT NULL CHECK (division ~ '^[0-9]{6}$'),
  superior_code text REFERENCES access.agency,
  since date NOT NULL,
  until date CHECK (until >= since)
);

-- Life of an officer as acts; the present state is their fold (src/access/officers.ts).
CREATE TABLE access.officer_act (
  officer_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  act text NOT NULL CHECK (act IN ('invite', 'accept', 'deputise', 'end-deputy', 'hand-over', 'extend', 'lapse', 'suspend', 'resume')),
  agency_code text NOT NULL REFERENCES access.agency,
  detail jsonb NOT NULL,
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (officer_id, seq)
);
CREATE INDEX officer_act_agency ON access.officer_act (agency_code);

-- The sign-in an officer or representative accepted with: found by issuer and subject at each sign-in.
CREATE TABLE access.sign_in_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  holder_kind text NOT NULL CHECK (holder_kind IN ('officer', 'representative')),
  holder_id uuid NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject, holder_kind, holder_id)
);

-- Sessions hold a hash of the cookie, never the cookie. They are working state, not acts: they may be deleted.
CREATE TABLE access.session (
  token_hash bytea PRIMARY KEY,
  principal jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  idle_until timestamptz NOT NULL
);

-- A program that acts for an agency (OAuth 2 client credentials, private_key_jwt).
CREATE TABLE access.service_client (
  client_id text PRIMARY KEY,
  agency_code text NOT NULL REFERENCES access.agency,
  name text NOT NULL,
  scopes text[] NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  until timestamptz
);
-- Its public keys. Rotation adds a key and later ends the old one; none is edited.
CREATE TABLE access.service_client_key (
  client_id text NOT NULL REFERENCES access.service_client,
  key_id text NOT NULL,
  public_jwk jsonb NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (client_id, key_id)
);
-- Assertion ids that were used: a captured assertion cannot be played twice.
CREATE TABLE access.used_assertion (
  client_id text NOT NULL,
  jti text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (client_id, jti)
);

-- Mandates of a subject's representatives, as acts.
CREATE TABLE access.mandate_act (
  mandate_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  act text NOT NULL CHECK (act IN ('grant', 'limit', 'revoke')),
  subject_id uuid NOT NULL,
  representative_id uuid NOT NULL,
  detail jsonb NOT NULL,
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (mandate_id, seq)
);
CREATE INDEX mandate_act_representative ON access.mandate_act (representative_id);

-- C15: every look by a body, refused and failed ones too. The application can add and read, never change.
CREATE TABLE access.look (
  subject_id uuid NOT NULL,
  look_id uuid NOT NULL,
  looked_at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('officer', 'client', 'representative', 'system')),
  actor_id text NOT NULL,
  agency_code text,
  on_behalf_of text,
  purpose text NOT NULL,
  basis text NOT NULL,
  shown jsonb NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('shown', 'refused', 'nothing-held', 'failed')),
  policy text,
  -- A lawful delay of disclosure to the subject needs its own basis and its own end (C15).
  withheld_until timestamptz,
  withheld_basis text,
  CHECK ((withheld_until IS NULL) = (withheld_basis IS NULL)),
  PRIMARY KEY (subject_id, look_id)
);
CREATE INDEX look_by_time ON access.look (subject_id, looked_at DESC);

-- Acts that were refused by policy: who tried what, which policy said no. No payload, nothing personal.
CREATE TABLE access.refused_act (
  act_id uuid PRIMARY KEY,
  refused_at timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  agency_code text,
  action text NOT NULL,
  resource_kind text NOT NULL,
  policy text NOT NULL
);
CREATE INDEX refused_act_by_time ON access.refused_act (refused_at DESC);

GRANT USAGE ON SCHEMA access TO cx_app;
GRANT SELECT, INSERT ON access.agency, access.officer_act, access.sign_in_identity, access.service_client,
  access.service_client_key, access.mandate_act, access.look, access.refused_act TO cx_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.session TO cx_app;
GRANT SELECT, INSERT, DELETE ON access.used_assertion TO cx_app;
GRANT UPDATE (until) ON access.agency, access.service_client, access.service_client_key TO cx_app;
