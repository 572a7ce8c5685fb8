-- Subjects, their identifiers and names.
-- Citus: `subject`, `identifier`, `name`, `trade_name`, `person_secret` distributed by subject_id; `identifier_owner` by value;
-- `person_token` by token; `alias_act` is a reference table.
CREATE SCHEMA registry;

CREATE TABLE registry.subject (
  subject_id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('organisation', 'individual-business', 'person')),
  -- Department and category of GB 32100 ('91', 'N2' ...), null where it was founded without a unified code.
  form text CHECK (form ~ '^[0-9A-Y]{2}$'),
  division text CHECK (division ~ '^[0-9]{6}$'),
  founded_by text NOT NULL,
  founded_at timestamptz NOT NULL,
  UNIQUE (subject_id, kind),
  -- C1, C12: a code of an individual business (92) never founds an organisation, nor any other code such a business.
  CONSTRAINT c12_kind_is_the_codes CHECK (form IS NULL OR (form = '92') = (kind = 'individual-business')),
  CONSTRAINT c13_person_without_code CHECK (kind <> 'person' OR (form IS NULL AND division IS NULL))
);

-- What a subject is or was numbered. Never a person's number: those are in person_secret and person_token (C13).
-- The kind stands here too, held by the foreign key, so that no row about a person can exist.
CREATE TABLE registry.identifier (
  subject_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('organisation', 'individual-business')),
  scheme text NOT NULL CHECK (scheme IN ('unified-code', 'organisation-code', 'registration-number', 'legacy-registration-number', 'tax-number', 'institution-certificate', 'social-organisation-certificate', 'lei')),
  value text NOT NULL CHECK (value <> ''),
  verdict text NOT NULL CHECK (verdict IN ('valid', 'checksum-exception', 'unchecked')),
  valid_from date,
  valid_until date,
  source text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, scheme, value),
  FOREIGN KEY (subject_id, kind) REFERENCES registry.subject (subject_id, kind),
  CONSTRAINT c12_kind_is_the_codes CHECK (scheme <> 'unified-code' OR (value LIKE '92%') = (kind = 'individual-business')),
  -- A placeholder names nobody (DOMAIN.md 2).
  CONSTRAINT no_placeholder CHECK (value !~ '^0{8,}')
);
-- The same, by value: which subject (or, in dirty data, which subjects) a number leads to. Beside the numbers that were
-- sent stands the organisation code inside each unified code: official lists often give that alone (DOMAIN.md 11.8).
CREATE TABLE registry.identifier_owner (
  value text NOT NULL,
  scheme text NOT NULL,
  subject_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('organisation', 'individual-business')),
  PRIMARY KEY (value, scheme, subject_id),
  CONSTRAINT no_placeholder CHECK (value !~ '^0{8,}')
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

-- Names of organisations, with their dates; former names stay findable. A later name closes the dates of the one before
-- it by standing after it (src/core/subject/names.ts): nothing is edited. Part-name search reads this table alone.
CREATE TABLE registry.name (
  subject_id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'organisation' CHECK (kind = 'organisation'),
  name text NOT NULL CHECK (name <> '' AND char_length(name) <= 200),
  role text NOT NULL CHECK (role IN ('legal', 'short')),
  -- '-infinity': since a day nobody told us.
  valid_from date NOT NULL,
  valid_until date CHECK (valid_until >= valid_from),
  -- Sent as a name it once had, whatever its dates.
  former boolean NOT NULL,
  source text NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- What the name is found by (src/core/name/tokens.ts). Derived: `registry reindex` writes it anew when the rules change.
  tokens int[] NOT NULL,
  PRIMARY KEY (subject_id, name, valid_from),
  FOREIGN KEY (subject_id, kind) REFERENCES registry.subject (subject_id, kind)
);
-- New entries go into the index's pending list, which is visible on commit and written cheaply; but every search reads
-- it from end to end, so whoever adds names settles it at once. In bulk that costs a third of entry by entry.
CREATE INDEX name_tokens ON registry.name USING gin (tokens) WITH (fastupdate = on);
-- Only an index's owner may settle it; this is all the application may do as the owner. Citus: leave it to autovacuum.
CREATE FUNCTION registry.settle_names() RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
  AS $$ SELECT gin_clean_pending_list('registry.name_tokens') $$;
REVOKE ALL ON FUNCTION registry.settle_names() FROM PUBLIC;
-- The commonest tokens and how common they are: the look-up begins with the rarest of a query.
ALTER TABLE registry.name ALTER COLUMN tokens SET STATISTICS 300;

-- Trade names of individual businesses stand apart, without tokens: no search by part can reach them (C12).
CREATE TABLE registry.trade_name (
  subject_id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'individual-business' CHECK (kind = 'individual-business'),
  name text NOT NULL CHECK (name <> '' AND char_length(name) <= 200),
  -- The whole name as it is compared (src/core/name/normalise.ts): found by exactly this, or not at all.
  matched_by text NOT NULL,
  valid_from date NOT NULL,
  valid_until date CHECK (valid_until >= valid_from),
  former boolean NOT NULL,
  -- C12: public only where it is known not to contain the operator's name.
  public boolean NOT NULL,
  source text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, name, valid_from),
  FOREIGN KEY (subject_id, kind) REFERENCES registry.subject (subject_id, kind)
);
CREATE INDEX trade_name_matched_by ON registry.trade_name (matched_by);

-- Aliases (merge) and splits: dated, reasoned, reversible acts of a person; never by name alone, never by a machine.
-- merge: other_subject_id is known to be subject_id, whose file then holds the records of both.
-- split: what `detail` names of subject_id (records, numbers, names) is really other_subject_id's.
CREATE TABLE registry.alias_act (
  act_id uuid PRIMARY KEY,
  act text NOT NULL CHECK (act IN ('merge', 'split', 'reverse')),
  subject_id uuid NOT NULL,
  other_subject_id uuid NOT NULL,
  reverses uuid REFERENCES registry.alias_act UNIQUE,
  reason text NOT NULL CHECK (reason ~ '\S'),
  detail jsonb NOT NULL,
  effective_at date NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  CHECK (subject_id <> other_subject_id),
  CHECK ((act = 'reverse') = (reverses IS NOT NULL)),
  -- A person decides; a job's or a program's signature is none (C5).
  CONSTRAINT c5_a_person_decides CHECK (decided_by LIKE 'officer:%')
);
CREATE INDEX alias_act_subject ON registry.alias_act (subject_id);
CREATE INDEX alias_act_other ON registry.alias_act (other_subject_id);

GRANT USAGE ON SCHEMA registry TO cx_app, cx_retention;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA registry TO cx_app;
GRANT EXECUTE ON FUNCTION registry.settle_names() TO cx_app;
-- Forgetting a person cuts the link: token and secret go, the bare subject id stays (C17).
GRANT SELECT, DELETE ON registry.person_token, registry.person_secret TO cx_retention;
