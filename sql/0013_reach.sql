-- Checks beyond one at a time: files of codes.
-- Citus: `check_batch`, `check_batch_act`, `check_batch_part`, `check_batch_told`, `check_batch_fetch` are distributed by
-- batch_id.

-- A file of codes that a body checks in one matter for one purpose. The file lies encrypted in the vault until it was
-- answered. The ids and salts of its answers are drawn from `secret`, which is sealed.
CREATE TABLE measures.check_batch (
  batch_id uuid PRIMARY KEY,
  agency_code text NOT NULL REFERENCES access.agency,
  -- Who asked, as the door knows them; no name. The looks of the batch are theirs, though a job carries it out.
  actor jsonb NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('officer', 'client')),
  matter_id text NOT NULL,
  purpose text NOT NULL CHECK (purpose ~ '\S'),
  basis text NOT NULL CHECK (basis ~ '\S'),
  -- What the lines have in common, as it is signed.
  head text NOT NULL,
  secret bytea NOT NULL,
  file_digest bytea NOT NULL CHECK (octet_length(file_digest) = 32),
  file_bytes int NOT NULL CHECK (file_bytes > 0),
  encoding text NOT NULL CHECK (encoding IN ('utf-8', 'utf-16le', 'gb18030')),
  lines int NOT NULL CHECK (lines BETWEEN 1 AND 1000000),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  kept_until date NOT NULL
);
CREATE INDEX check_batch_by_agency ON measures.check_batch (agency_code, entered_at DESC, batch_id);

-- What became of it: asked to stop, signed, ended. Each happens once.
CREATE TABLE measures.check_batch_act (
  batch_id uuid NOT NULL REFERENCES measures.check_batch,
  act text NOT NULL CHECK (act IN ('cancel', 'sign', 'end')),
  detail jsonb NOT NULL,
  -- The root that all its answers share.
  root_id uuid REFERENCES measures.root,
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  PRIMARY KEY (batch_id, act),
  CHECK ((act = 'sign') = (root_id IS NOT NULL))
);

-- A part: 4,096 lines answered together, in one transaction with their looks. It is the commit point of a batch.
CREATE TABLE measures.check_batch_part (
  batch_id uuid NOT NULL REFERENCES measures.check_batch,
  part int NOT NULL CHECK (part >= 0),
  -- The day and the edition of the rules, as they stand in the file.
  frame text NOT NULL,
  lines int NOT NULL CHECK (lines BETWEEN 1 AND 4096),
  told int NOT NULL CHECK (told BETWEEN 0 AND lines),
  unknown int NOT NULL CHECK (unknown BETWEEN 0 AND lines - told),
  refused int NOT NULL CHECK (refused BETWEEN 0 AND lines - told - unknown),
  -- The leaves, 32 bytes each, and the root of the tree over them.
  leaves bytea NOT NULL CHECK (octet_length(leaves) = 32 * lines),
  node bytea NOT NULL CHECK (octet_length(node) = 32),
  -- Code and outcome of each line, compressed; null once forgotten. Codes of organisations and individual businesses only:
  -- of a line that was no such code, nothing is kept but why (C13).
  outcomes bytea,
  PRIMARY KEY (batch_id, part)
);

-- Answers that told of measures, until they are filed under the signed root in `measures.answer`; sealed.
CREATE TABLE measures.check_batch_told (
  batch_id uuid NOT NULL,
  part int NOT NULL,
  answers bytea NOT NULL,
  PRIMARY KEY (batch_id, part),
  FOREIGN KEY (batch_id, part) REFERENCES measures.check_batch_part
);

-- Who had the result handed over, and when (C15).
CREATE TABLE measures.check_batch_fetch (
  batch_id uuid NOT NULL REFERENCES measures.check_batch,
  fetch_id uuid NOT NULL,
  fetched_by text NOT NULL,
  form text NOT NULL CHECK (form IN ('ndjson', 'csv', 'receipts')),
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (batch_id, fetch_id)
);

GRANT SELECT, INSERT ON measures.check_batch, measures.check_batch_act, measures.check_batch_part, measures.check_batch_told,
  measures.check_batch_fetch TO cx_app;
-- Filed answers are somewhere else: work that is done, not a record that is changed.
GRANT DELETE ON measures.check_batch_told TO cx_app;

-- Forgetting what was asked, when its keeping has ended; the leaves stay. The retention role may call this and no more.
CREATE FUNCTION measures.forget_batches_due(at_most int) RETURNS int
  LANGUAGE sql SECURITY DEFINER SET search_path = ''
AS $$
  WITH due AS (
    SELECT p.batch_id, p.part FROM measures.check_batch_part p JOIN measures.check_batch b USING (batch_id)
    WHERE p.outcomes IS NOT NULL AND b.kept_until < platform.today() LIMIT at_most),
  forgotten AS (
    UPDATE measures.check_batch_part p SET outcomes = NULL FROM due
    WHERE p.batch_id = due.batch_id AND p.part = due.part RETURNING 1)
  SELECT count(*)::int FROM forgotten
$$;
REVOKE EXECUTE ON FUNCTION measures.forget_batches_due(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION measures.forget_batches_due(int) TO cx_retention;
