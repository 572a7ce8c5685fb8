-- Offline bundles: what was given to a desk that may lose its line, and the journal it hands in afterwards.
-- Citus: `bundle`, `bundle_measure`, `bundle_act`, `bundle_fetch`, `bundle_entry` are distributed by bundle_id.

-- A bundle that was made. Its text lies encrypted in the vault until its journal is in. Making it is an act, logged here.
CREATE TABLE measures.bundle (
  bundle_id uuid PRIMARY KEY,
  agency_code text NOT NULL REFERENCES access.agency,
  made_by text NOT NULL,
  matters text[] NOT NULL CHECK (cardinality(matters) BETWEEN 1 AND 20),
  purpose text NOT NULL CHECK (purpose ~ '\S'),
  -- What it says of itself, as it is signed.
  head text NOT NULL,
  known_at timestamptz NOT NULL,
  answers_until timestamptz NOT NULL,
  hand_in_by date NOT NULL,
  -- Public half of the desk's key; the other half never leaves the desk.
  desk_key text NOT NULL CHECK (desk_key ~ '^[A-Za-z0-9_-]{43}$'),
  entries int NOT NULL CHECK (entries >= 0),
  known int NOT NULL CHECK (known >= entries),
  file_bytes int NOT NULL CHECK (file_bytes > 0),
  file_digest bytea NOT NULL CHECK (octet_length(file_digest) = 32),
  -- The file lies in the vault under this id: of two who make one bundle at once each writes a file of its own.
  root_id uuid NOT NULL UNIQUE REFERENCES measures.root,
  kept_until date NOT NULL,
  UNIQUE (bundle_id, known_at, answers_until),
  -- C8: a bundle ends, whatever the program says; `policies/terms.json` may make it shorter.
  CONSTRAINT c8_bundles_end CHECK (answers_until > known_at AND answers_until <= known_at + interval '7 days'),
  CONSTRAINT c15_journals_are_due CHECK (hand_in_by <= ((answers_until AT TIME ZONE 'UTC') + interval '8 hours')::date + 14)
);
CREATE INDEX bundle_by_agency ON measures.bundle (agency_code, known_at DESC, bundle_id);
-- Which journals are overdue.
CREATE INDEX bundle_by_term ON measures.bundle (hand_in_by);

-- The measures a bundle tells of. C7, C12: each is the catalogue's, for organisations, in a matter of the bundle.
CREATE TABLE measures.bundle_measure (
  bundle_id uuid NOT NULL REFERENCES measures.bundle,
  measure_id text NOT NULL,
  version int NOT NULL,
  subject_kind text NOT NULL CONSTRAINT c12_organisations_only CHECK (subject_kind = 'organisation'),
  place smallint NOT NULL,
  matter_id text NOT NULL,
  sort text NOT NULL,
  effect text NOT NULL,
  -- How many organisations it tells of it, and the last day on which it does.
  organisations int NOT NULL CHECK (organisations > 0),
  until date,
  PRIMARY KEY (bundle_id, measure_id, version, place, matter_id),
  CONSTRAINT c7_listed_for_subject_and_matter FOREIGN KEY (measure_id, version, subject_kind, place, matter_id, sort, effect)
    REFERENCES catalogue.measure_link (measure_id, version, subject_kind, place, matter_id, sort, effect),
  CONSTRAINT c8_constraints_end CHECK (sort <> 'constraint' OR until IS NOT NULL)
);

-- What became of it: its journal was closed, or a supervisor accounted for one that will not come. Either, once.
CREATE TABLE measures.bundle_act (
  bundle_id uuid PRIMARY KEY REFERENCES measures.bundle,
  act text NOT NULL CHECK (act IN ('close', 'write-off')),
  reason text CHECK (reason ~ '\S'),
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  CONSTRAINT c5_a_person_gives_the_reason CHECK (act <> 'write-off' OR (reason IS NOT NULL AND acted_by LIKE 'officer:%'))
);

-- Who had the file handed over, and when.
CREATE TABLE measures.bundle_fetch (
  bundle_id uuid NOT NULL REFERENCES measures.bundle,
  fetch_id uuid NOT NULL,
  fetched_by text NOT NULL,
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (bundle_id, fetch_id)
);

-- The journal, entry by entry, as the desk signed it: no gap, no second of the same number, none outside the bundle's days.
-- The code stands in the log of looks by its subject; here only what it was told and what the register says of that day.
CREATE TABLE measures.bundle_entry (
  bundle_id uuid NOT NULL,
  n int NOT NULL CHECK (n > 0),
  known_at timestamptz NOT NULL,
  answers_until timestamptz NOT NULL,
  looked_at timestamptz NOT NULL,
  -- SHA-256 of the line, and of the one before it.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  prev bytea NOT NULL CHECK (octet_length(prev) = 32),
  prev_n int GENERATED ALWAYS AS (nullif(n - 1, 0)) STORED,
  matter_id text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('measures', 'nothing-recorded', 'unknown-subject', 'refused')),
  -- The look it became; null where nobody is known by the number, or it was refused. With it the subject and its code.
  look_id uuid,
  subject_id uuid,
  code text CHECK (code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  -- Measures it was told that had ended by then, and measures that had begun and that it was not told.
  ended text[] NOT NULL,
  begun text[] NOT NULL,
  handed_in_by text NOT NULL,
  handed_in_at timestamptz NOT NULL,
  PRIMARY KEY (bundle_id, n),
  UNIQUE (bundle_id, n, digest),
  FOREIGN KEY (bundle_id, known_at, answers_until) REFERENCES measures.bundle (bundle_id, known_at, answers_until),
  CONSTRAINT c17_no_gap FOREIGN KEY (bundle_id, prev_n, prev) REFERENCES measures.bundle_entry (bundle_id, n, digest),
  CONSTRAINT c8_within_the_bundles_days CHECK (looked_at >= known_at - interval '1 hour' AND looked_at <= answers_until),
  CONSTRAINT c15_a_look_has_its_subject CHECK ((look_id IS NULL) = (subject_id IS NULL)),
  -- C13: of what was no organisation's code nothing is kept.
  CONSTRAINT c13_codes_of_organisations CHECK (code IS NULL OR (subject_id IS NOT NULL AND code NOT LIKE '92%')),
  CHECK (outcome <> 'refused' OR subject_id IS NULL),
  CHECK (subject_id IS NOT NULL OR (ended = '{}' AND begun = '{}'))
);

GRANT SELECT, INSERT ON measures.bundle, measures.bundle_measure, measures.bundle_act, measures.bundle_fetch,
  measures.bundle_entry TO cx_app;

-- C15: whoever owes a journal is given no other bundle.
ALTER TABLE measures.bundle ENABLE ROW LEVEL SECURITY;
CREATE POLICY bundle_read ON measures.bundle FOR SELECT USING (true);
CREATE POLICY bundle_make ON measures.bundle FOR INSERT WITH CHECK (
  NOT EXISTS (
    SELECT FROM measures.bundle owed
    WHERE owed.agency_code = bundle.agency_code AND owed.hand_in_by < platform.today()
      AND NOT EXISTS (SELECT FROM measures.bundle_act a WHERE a.bundle_id = owed.bundle_id)));

-- Forgetting whom a desk looked at, when the log of looks has forgotten it: digest and day stay. The retention role may
-- call this and no more.
CREATE FUNCTION measures.forget_bundles_due(at_most int) RETURNS int
  LANGUAGE sql SECURITY DEFINER SET search_path = ''
AS $$
  WITH due AS (
    SELECT e.bundle_id, e.n FROM measures.bundle_entry e JOIN measures.bundle b USING (bundle_id)
    WHERE e.code IS NOT NULL AND b.kept_until < platform.today() LIMIT at_most),
  forgotten AS (
    UPDATE measures.bundle_entry e SET code = NULL FROM due
    WHERE e.bundle_id = due.bundle_id AND e.n = due.n RETURNING 1)
  SELECT count(*)::int FROM forgotten
$$;
REVOKE EXECUTE ON FUNCTION measures.forget_bundles_due(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION measures.forget_bundles_due(int) TO cx_retention;
