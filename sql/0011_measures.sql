-- Checks: what a body asked, what it was told and under which signed root, and what it reports to have done.
-- Citus: `root` and `terms` are reference tables; `answer`, `answered`, `outcome` are distributed by check_id.
CREATE SCHEMA measures;

-- Roots that answers share: one signature for all that were answered together. Nothing of anybody is in it.
CREATE TABLE measures.root (
  root_id uuid PRIMARY KEY,
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  size int NOT NULL CHECK (size > 0),
  issuer text NOT NULL,
  signed_at timestamptz NOT NULL,
  key_id text NOT NULL REFERENCES platform.signing_key,
  signature text NOT NULL CHECK (signature ~ '^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]{86}$')
);

-- Words that many answers share, by the hash they stand by in them: of measures, lists, bodies, never of a subject.
CREATE TABLE measures.terms (
  digest bytea PRIMARY KEY CHECK (digest = sha256(convert_to(canonical, 'UTF8'))),
  canonical text NOT NULL
);

-- Answers. `check_id` is the id of the look as well: who wore the hat stands in `access.look`, and a subject finds its
-- checks by the looks at it. The answer is kept as it was signed, sealed where it is about a person (C13); it is
-- forgotten after `kept_until`, the leaf under the root stays.
CREATE TABLE measures.answer (
  check_id uuid PRIMARY KEY,
  -- Null where nobody is known by the number: then nothing of the number is kept outside the answer.
  subject_id uuid,
  subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'individual-business', 'person')),
  agency_code text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('officer', 'client')),
  matter_id text NOT NULL,
  purpose text NOT NULL CHECK (purpose ~ '\S'),
  asked_at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('measures', 'nothing-recorded', 'unknown-subject')),
  -- How many measures and incentives the body was told; the rows of `answered`.
  told smallint NOT NULL CHECK (told >= 0),
  -- Written in one statement with its root (src/measures/store.ts); a key asked row by row would cost what a row does.
  root_id uuid NOT NULL,
  leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
  leaf_index int NOT NULL CHECK (leaf_index >= 0),
  -- The audit path, nearest sibling first, 32 bytes each.
  path bytea NOT NULL CHECK (octet_length(path) % 32 = 0),
  answer text,
  sealed bytea,
  kept_until date NOT NULL,
  CHECK ((outcome = 'measures') = (told > 0)),
  CHECK ((outcome = 'unknown-subject') = (subject_id IS NULL)),
  -- C13: what is said of a person lies sealed; one of the two, or neither once forgotten.
  CONSTRAINT c13_answers_about_persons_are_sealed CHECK (answer IS NULL OR subject_kind <> 'person'),
  CHECK (answer IS NULL OR sealed IS NULL)
);
-- The checks a body was told measures in: its feedback is looked for by these.
CREATE INDEX answer_told ON measures.answer (agency_code, asked_at DESC, check_id) WHERE told > 0;
-- Days of keeping follow the days of asking, so that a summary of the blocks is enough.
CREATE INDEX answer_due ON measures.answer USING brin (kept_until);

-- Each measure a body was told of. C7, held here too: it is the catalogue's, for this kind of subject, in this matter,
-- following from this list; what it may be for a person the catalogue's own row holds.
CREATE TABLE measures.answered (
  check_id uuid NOT NULL,
  measure_id text NOT NULL,
  version int NOT NULL,
  sort text NOT NULL,
  effect text NOT NULL,
  force text NOT NULL CHECK (force IN ('must', 'may')),
  subject_kind text NOT NULL,
  matter_id text NOT NULL,
  -- Which of the lists the measure follows from, in the order of the pack.
  place smallint NOT NULL,
  -- The listing, one of the subject's own (C16).
  record_id uuid NOT NULL,
  until date,
  PRIMARY KEY (check_id, measure_id, version, effect),
  FOREIGN KEY (check_id) REFERENCES measures.answer,
  CONSTRAINT c7_listed_for_subject_and_matter FOREIGN KEY (measure_id, version, subject_kind, place, matter_id, sort, effect)
    REFERENCES catalogue.measure_link (measure_id, version, subject_kind, place, matter_id, sort, effect),
  CONSTRAINT c8_constraints_end CHECK (sort <> 'constraint' OR until IS NOT NULL)
);

-- What the body reports to have done. An act that no measure it was told of covers is `beyond`, and supervision sees it.
CREATE TABLE measures.outcome (
  check_id uuid NOT NULL REFERENCES measures.answer,
  outcome_id uuid NOT NULL,
  did text NOT NULL CHECK (did IN ('applied', 'not-applied', 'nothing')),
  measure_id text,
  version int,
  -- The catalogue's effects and no other.
  effect text CHECK (effect IN ('refuse', 'restrict', 'disqualify', 'more-inspection', 'no-award', 'no-funds', 'no-easing',
    'note', 'priority', 'simplified-procedure', 'green-channel', 'fewer-inspections')),
  beyond boolean NOT NULL,
  reason text CHECK (reason ~ '\S'),
  agency_code text NOT NULL,
  reported_by text NOT NULL,
  reported_at timestamptz NOT NULL,
  idempotency_key text NOT NULL,
  PRIMARY KEY (check_id, outcome_id),
  UNIQUE (check_id, idempotency_key),
  -- C7: what was done under a measure is what the answer said of it.
  CONSTRAINT c7_within_the_answer FOREIGN KEY (check_id, measure_id, version, effect)
    REFERENCES measures.answered (check_id, measure_id, version, effect),
  CHECK ((measure_id IS NULL) = (version IS NULL)),
  CHECK (measure_id IS NULL OR effect IS NOT NULL),
  CHECK ((did = 'nothing') = (effect IS NULL)),
  CHECK (did <> 'not-applied' OR (measure_id IS NOT NULL AND reason IS NOT NULL)),
  CONSTRAINT c7_beyond_is_flagged CHECK (beyond = (effect IS NOT NULL AND measure_id IS NULL)),
  CHECK (NOT beyond OR reason IS NOT NULL)
);
CREATE INDEX outcome_beyond ON measures.outcome (agency_code, reported_at DESC, outcome_id) WHERE beyond;

GRANT USAGE ON SCHEMA measures TO cx_app, cx_retention;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA measures TO cx_app;

CREATE INDEX answered_record ON measures.answered (record_id);

-- Forgetting answers whose keeping has ended, and those that told of a record which was ordered forgotten (C17): the
-- retention role may call this and change nothing else.
CREATE FUNCTION measures.forget_due(at_most int) RETURNS int
  LANGUAGE sql SECURITY DEFINER SET search_path = ''
AS $$
  WITH due AS (
    SELECT check_id FROM measures.answer
    WHERE (answer IS NOT NULL OR sealed IS NOT NULL) AND (
      kept_until < platform.today()
      OR check_id IN (SELECT d.check_id FROM ledger.erasure e JOIN measures.answered d USING (record_id)))
    LIMIT at_most),
  forgotten AS (
    UPDATE measures.answer a SET answer = NULL, sealed = NULL FROM due WHERE a.check_id = due.check_id RETURNING 1)
  SELECT count(*)::int FROM forgotten
$$;
REVOKE EXECUTE ON FUNCTION measures.forget_due(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION measures.forget_due(int) TO cx_retention;
