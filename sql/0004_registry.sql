-- Subjects, their identifiers and names.
-- Citus: `subject`, `identifier`, `name`, `person_secret` distributed by subject_id; `identifier_owner` by value;
-- `person_token` by token; `alias_act` is a reference table.
CREATE SCHEMA registry;

CREATE TABLE registry.subject (
  subject_id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('organisation', 'individual-business', 'person')),
  -- Department and category of GB 32100 ('91', 'N2' ...), null where no unified code is known.
  form text,
  division text,
  founded_by text NOT NULL,
  founded_at timestamptz NOT NULL,
  UNIQUE (subject_id, kind)
);

-- What a subject is or was numbered. Never a person's number: those are in person_secret and person_token (C13).
CREATE TABLE registry.identifier (
  subject_id uuid NOT NULL REFERENCES registry.subject,
  scheme text NOT NULL CHECK (scheme IN ('unified-code', 'organisation-code', 'registration-number', 'legacy-registration-number', 'tax-number', 'institution-certificate', 'social-organisation-certificate', 'lei')),
  value text NOT NULL CHECK (value <> ''),
  verdict text NOT NULL CHECK (verdict IN ('valid', 'checksum-exception', 'unchecked')),
  valid_from date,
  valid_until date,
  source text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, scheme, value)
);
-- The same, by value: which subject (or, in dirty data, which subjects) a number leads to.
CREATE TABLE registry.identifier_owner (
  value text NOT NULL,
  scheme text NOT NULL,
  subject_id uuid NOT NULL,
  PRIMARY KEY (value, scheme, subject_id)
);

-- A person's number leads to the person only through a keyed token, which can be rotated and deleted (C13, C17).
CREATE TABLE registry.person_token (
  token bytea PRIMARY KEY CHECK (octet_length(token) = 33),
  subject_id uuid NOT NULL
);
CREATE INDEX person_token_subject ON registry.person_token (subject_id);
-- Name and numbers of a person, encrypted under a key that is not in this database.
CREATE TABLE registry.person_secret (
  subject_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  sealed bytea NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, seq)
);

-- Names of organisations and trade names of individual businesses, with their dates; former names stay findable.
CREATE TABLE registry.name (
  subject_id uuid NOT NULL REFERENCES registry.subject,
  name text NOT NULL CHECK (name <> ''),
  role text NOT NULL CHECK (role IN ('legal', 'trade', 'short')),
  valid_from date,
  valid_until date,
  source text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, name)
);

-- Aliases (merge) and splits: dated, reasoned, reversible acts of a person; never by name alone, never by a machine.
CREATE TABLE registry.alias_act (
  act_id uuid PRIMARY KEY,
  act text NOT NULL CHECK (act IN ('merge', 'split', 'reverse')),
  subject_id uuid NOT NULL,
  other_subject_id uuid NOT NULL,
  reverses uuid REFERENCES registry.alias_act UNIQUE,
  reason text NOT NULL CHECK (reason <> ''),
  detail jsonb NOT NULL,
  effective_at date NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  CHECK (subject_id <> other_subject_id),
  CHECK ((act = 'reverse') = (reverses IS NOT NULL))
);
CREATE INDEX alias_act_subject ON registry.alias_act (subject_id);
CREATE INDEX alias_act_other ON registry.alias_act (other_subject_id);

GRANT USAGE ON SCHEMA registry TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA registry TO cx_app;
