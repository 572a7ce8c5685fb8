-- Whom the criteria of lists find. A candidate decides nothing and is seen by the keepers of its list alone (C5): no listing,
-- notice or measure refers to these tables. Rows are only added: what a search found, and what a later one no longer did.
-- Citus: `search` local to the coordinator, `candidate` distributed by subject_id (with registry.subject).

-- One search for one criterion: of which day it asked, and what was known. The next goes on from there.
CREATE TABLE lists.search (
  search_id uuid PRIMARY KEY,
  list_id text NOT NULL,
  list_version int NOT NULL,
  criterion text NOT NULL CHECK (criterion ~ '\S'),
  -- SHA-256 of the rule's text.
  rule_digest bytea NOT NULL CHECK (octet_length(rule_digest) = 32),
  as_of date NOT NULL,
  known_at timestamptz NOT NULL,
  -- Null: the whole register was asked. Else only subjects of whom something was recorded after this.
  since timestamptz CHECK (since <= known_at),
  met int NOT NULL CHECK (met >= 0),
  -- Of whom it could not be said, for want of a field: not met.
  unsaid int NOT NULL CHECK (unsaid >= 0),
  ended_at timestamptz NOT NULL,
  FOREIGN KEY (list_id, list_version) REFERENCES catalogue.list_version (list_id, version)
);
CREATE INDEX search_by_criterion ON lists.search (list_id, criterion, known_at DESC);

CREATE TABLE lists.candidate (
  list_id text NOT NULL,
  criterion text NOT NULL,
  subject_id uuid NOT NULL,
  -- The latest row of a subject says what holds; two searches that race collide on the key.
  seq int NOT NULL CHECK (seq > 0),
  search_id uuid NOT NULL,
  -- PIPL 24: no machine looks for persons.
  subject_kind text NOT NULL,
  met boolean NOT NULL,
  -- The records it rests on and in which version: `[{"subjectId", "recordId", "version"}]`.
  rests_on jsonb NOT NULL CHECK (jsonb_typeof(rests_on) = 'array'),
  found_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, list_id, criterion, seq),
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  CONSTRAINT c1_no_search_for_persons CHECK (subject_kind IN ('organisation', 'individual-business')),
  -- Nobody is a candidate by the absence of records.
  CONSTRAINT met_by_records CHECK (met = (jsonb_array_length(rests_on) > 0))
);
CREATE INDEX candidate_by_list ON lists.candidate (list_id, subject_id, criterion, seq DESC);

-- A rule that is tried on the register before it takes force: what was asked, by whom, and what came of it.
CREATE TABLE lists.simulation (
  simulation_id uuid PRIMARY KEY,
  list_id text NOT NULL,
  rule text NOT NULL CHECK (rule ~ '\S'),
  as_of date NOT NULL,
  agency text NOT NULL,
  asked_by text NOT NULL CHECK (asked_by LIKE 'officer:%'),
  asked_at timestamptz NOT NULL,
  idempotency_key text NOT NULL,
  UNIQUE (asked_by, idempotency_key)
);
CREATE TABLE lists.simulation_result (
  simulation_id uuid PRIMARY KEY REFERENCES lists.simulation,
  body jsonb NOT NULL,
  ended_at timestamptz NOT NULL
);

-- As every row of the schema: added, never changed.
GRANT SELECT, INSERT ON lists.search, lists.candidate, lists.simulation, lists.simulation_result TO cx_app;
