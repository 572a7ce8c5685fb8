-- Who may do what, who was let in, and who looked.
-- Citus: `agency*`, `officer_act`, `sign_in_identity`, `client_act`, `mandate_act` are reference tables; `session`,
-- `sign_in`, `used_assertion` are local to the coordinator; `look` is distributed by subject_id, `refused_act` by act_id.
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
-- Who registered or ended it, and why: a pack, an operator, the command line.
CREATE TABLE access.agency_act (
  agency_code text NOT NULL REFERENCES access.agency,
  seq int NOT NULL CHECK (seq > 0),
  act text NOT NULL CHECK (act IN ('register', 'change', 'end')),
  detail jsonb NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (agency_code, seq),
  CHECK ((act = 'register') = (seq = 1))
);

-- Life of an officer as acts; the present state is their fold (src/access/officers/officer.ts). `sealed` is the
-- officer's name, under a key outside this database.
CREATE TABLE access.officer_act (
  officer_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  act text NOT NULL CHECK (act IN ('invite', 'accept', 'deputise', 'end-deputy', 'hand-over', 'take-over', 'extend', 'lapse', 'suspend', 'resume')),
  agency_code text NOT NULL REFERENCES access.agency,
  detail jsonb NOT NULL,
  sealed bytea,
  reason text CHECK (reason <> ''),
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (officer_id, seq),
  CHECK ((act = 'invite') = (seq = 1)),
  CHECK ((act = 'invite') = (sealed IS NOT NULL)),
  -- Whatever touches an appointment says why; nobody touches their own.
  CHECK (act IN ('invite', 'accept') OR reason IS NOT NULL),
  CHECK (act NOT IN ('hand-over', 'take-over', 'extend', 'lapse', 'suspend', 'resume') OR acted_by <> 'officer:' || officer_id)
);
CREATE INDEX officer_act_agency ON access.officer_act (agency_code);
-- For whom an officer stands in.
CREATE INDEX officer_act_deputy ON access.officer_act ((detail ->> 'deputy')) WHERE act = 'deputise';
-- A link of invitation is looked up by its hash; the link itself is nowhere.
CREATE UNIQUE INDEX officer_act_invitation ON access.officer_act ((detail ->> 'invitationHash')) WHERE act = 'invite';

-- The sign-in an officer or representative accepted with: found by issuer and subject at each sign-in.
CREATE TABLE access.sign_in_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  holder_kind text NOT NULL CHECK (holder_kind IN ('officer', 'representative')),
  holder_id uuid NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject, holder_kind, holder_id),
  -- An appointment or a mandate is one person's.
  UNIQUE (holder_kind, holder_id)
);

-- Who signed in, as what, when; and who was turned away. The time is the machine's, not the law's.
CREATE TABLE access.sign_in (
  sign_in_id uuid PRIMARY KEY,
  issuer text NOT NULL,
  subject text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('signed-in', 'refused')),
  -- `officer:<id>`, `deputy:<id>:<id of the officer stood in for>`, `representative:<id>`; null when turned away.
  hat text,
  refusal text,
  assurance text NOT NULL CHECK (assurance IN ('basic', 'substantial')),
  at timestamptz NOT NULL,
  CHECK ((outcome = 'signed-in') = (hat IS NOT NULL)),
  CHECK ((outcome = 'refused') = (refusal IS NOT NULL))
);
CREATE INDEX sign_in_by_identity ON access.sign_in (issuer, subject, at DESC);

-- Sessions hold a hash of the cookie, never the cookie. They are working state, not acts: they may be deleted.
CREATE TABLE access.session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  issuer text NOT NULL,
  subject text NOT NULL,
  -- The issuer's name of its own session, for sign-out through the back channel.
  issuer_session text,
  -- Null until a person with several hats has chosen one.
  hat text,
  assurance text NOT NULL CHECK (assurance IN ('basic', 'substantial')),
  -- What the issuer calls the person, under a key outside this database.
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  idle_until timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at)
);
CREATE INDEX session_by_identity ON access.session (issuer, subject);
CREATE INDEX session_by_expiry ON access.session (expires_at);

-- A program that acts for an agency (OAuth 2 client credentials, private_key_jwt), as acts. Keys are added, overlap
-- and end; none is edited. State is the fold (src/access/clients/client.ts).
CREATE TABLE access.client_act (
  client_id text NOT NULL CHECK (client_id ~ '^[a-z0-9-]{8,60}$'),
  seq int NOT NULL CHECK (seq > 0),
  act text NOT NULL CHECK (act IN ('register', 'add-key', 'end-key', 'revoke')),
  agency_code text NOT NULL REFERENCES access.agency,
  detail jsonb NOT NULL,
  reason text CHECK (reason <> ''),
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (client_id, seq),
  CHECK ((act = 'register') = (seq = 1)),
  CHECK (act NOT IN ('end-key', 'revoke') OR reason IS NOT NULL),
  -- A private key has no place here: `d` is its member in a JWK.
  CHECK (NOT coalesce(detail -> 'key' ? 'd', false))
);
CREATE INDEX client_act_agency ON access.client_act (agency_code);
-- Assertion ids that were used: a captured assertion cannot be played twice.
CREATE TABLE access.used_assertion (
  client_id text NOT NULL,
  jti text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (client_id, jti)
);
CREATE INDEX used_assertion_by_expiry ON access.used_assertion (expires_at);

-- Mandates of a subject's representatives, as acts (src/access/mandates/mandate.ts).
CREATE TABLE access.mandate_act (
  mandate_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  act text NOT NULL CHECK (act IN ('grant', 'accept', 'limit', 'revoke')),
  subject_id uuid NOT NULL,
  detail jsonb NOT NULL,
  reason text CHECK (reason <> ''),
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (mandate_id, seq),
  CHECK ((act = 'grant') = (seq = 1)),
  CHECK (act = 'accept' OR reason IS NOT NULL),
  -- Acts done for a subject refer to the acceptance of the mandate they are done under, by whoever accepted it (C16).
  UNIQUE (mandate_id, seq, act, subject_id, acted_by)
);
CREATE INDEX mandate_act_subject ON access.mandate_act (subject_id);
CREATE INDEX mandate_act_representative ON access.mandate_act ((detail ->> 'representative')) WHERE act = 'accept';
CREATE UNIQUE INDEX mandate_act_invitation ON access.mandate_act ((detail ->> 'invitationHash')) WHERE act = 'grant';

-- Turning over the node's own keys: which kind, by whom, why. The keys themselves are not here.
CREATE TABLE access.key_act (
  act_id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('seal', 'token', 'signing', 'access')),
  reason text NOT NULL CHECK (reason <> ''),
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL
);

-- C15: every look by a body, refused and failed ones too. The application can add and read, never change.
CREATE TABLE access.look (
  subject_id uuid NOT NULL,
  look_id uuid NOT NULL,
  looked_at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('officer', 'client', 'representative', 'system')),
  actor_id text NOT NULL,
  agency_code text,
  -- The officer a deputy stood in for.
  deputy_of uuid,
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
  -- The key is also the order in which a subject reads: one index less on the hottest insert there is.
  PRIMARY KEY (subject_id, looked_at, look_id)
);
CREATE INDEX look_by_agency ON access.look (agency_code, looked_at, look_id);
CREATE INDEX look_by_day ON access.look (looked_at, look_id);

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
GRANT SELECT, INSERT ON access.agency, access.agency_act, access.officer_act, access.sign_in_identity, access.sign_in,
  access.client_act, access.mandate_act, access.key_act, access.look, access.refused_act TO cx_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.session TO cx_app;
GRANT SELECT, INSERT, DELETE ON access.used_assertion TO cx_app;
-- An agency's end is learnt later; the act that says so stands beside it.
GRANT UPDATE (until) ON access.agency TO cx_app;
