-- Batches, what was found in them, what waits for a person.
-- Citus: distributed by batch_id; `mapping` and `nil_return` are reference tables.
CREATE SCHEMA intake;

-- How an agency's columns become an item's fields. Kept once; a new edition is a new version.
CREATE TABLE intake.mapping (
  agency_code text NOT NULL,
  mapping_id text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  item_id text NOT NULL,
  body jsonb NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (agency_code, mapping_id, version)
);

-- Files sent over the network: the bytes lie encrypted under <home>/uploads, named by this id, and are deleted when
-- their batch has taken them in, else after a day. What stays is that there was such a file.
CREATE TABLE intake.upload (
  upload_id uuid PRIMARY KEY,
  agency_code text NOT NULL,
  file_name text,
  file_digest bytea NOT NULL CHECK (octet_length(file_digest) = 32),
  file_bytes bigint NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL
);

-- The id of a batch is drawn from who sends and the idempotency key of the sending: sent twice, it is one batch.
CREATE TABLE intake.batch (
  batch_id uuid PRIMARY KEY,
  agency_code text NOT NULL,
  item_id text NOT NULL,
  item_version int NOT NULL,
  source text NOT NULL CHECK (source IN ('file', 'entry', 'undo', 'held', 'correction', 'withdrawal', 'release')),
  channel text NOT NULL CHECK (channel IN ('page', 'api', 'command-line')),
  -- Judged and told, nothing of it recorded.
  dry_run boolean NOT NULL,
  upload_id uuid REFERENCES intake.upload,
  mapping_id text,
  mapping_version int,
  mapping_body jsonb,
  file_name text,
  file_digest bytea,
  file_bytes bigint,
  undoes uuid REFERENCES intake.batch,
  reason text,
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  idempotency_key text NOT NULL,
  CHECK ((source = 'undo') = (undoes IS NOT NULL)),
  CHECK (source NOT IN ('undo', 'correction', 'withdrawal', 'release') OR reason <> '')
);
CREATE INDEX batch_by_agency ON intake.batch (agency_code, entered_at DESC, batch_id);
CREATE INDEX batch_by_time ON intake.batch (entered_at DESC, batch_id DESC);
CREATE INDEX batch_by_file ON intake.batch (file_digest) WHERE file_digest IS NOT NULL;
-- A batch is undone once.
CREATE UNIQUE INDEX batch_undone_once ON intake.batch (undoes) WHERE undoes IS NOT NULL;

-- Progress and ends of a batch, as acts: `open` says what the file is, `cancel` is a wish that the next part obeys. A `part` row is written in the transaction that stores its records: it is the
-- commit point, and after a crash work goes on after the last part (the ordinary path, ARCHITECTURE rule 10).
CREATE TABLE intake.batch_act (
  batch_id uuid NOT NULL REFERENCES intake.batch,
  seq int NOT NULL CHECK (seq > 0),
  act text NOT NULL CHECK (act IN ('open', 'part', 'cancel', 'finish', 'fail')),
  last_row int NOT NULL,
  accepted int NOT NULL DEFAULT 0,
  corrected int NOT NULL DEFAULT 0,
  unchanged int NOT NULL DEFAULT 0,
  held int NOT NULL DEFAULT 0,
  refused int NOT NULL DEFAULT 0,
  findings int NOT NULL DEFAULT 0,
  detail jsonb NOT NULL,
  acted_by text NOT NULL,
  acted_at timestamptz NOT NULL,
  PRIMARY KEY (batch_id, seq)
);
-- Whether this node's clock has fallen behind what was recorded already.
CREATE INDEX batch_act_by_time ON intake.batch_act (acted_at);

-- Findings never carry an identifier of a person in clear: `value` is masked before it is written (C13).
CREATE TABLE intake.finding (
  batch_id uuid NOT NULL REFERENCES intake.batch,
  row_no int NOT NULL,
  ordinal smallint NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('note', 'hold', 'refuse')),
  column_name text,
  field text,
  code text NOT NULL,
  value text,
  params jsonb NOT NULL,
  PRIMARY KEY (batch_id, row_no, ordinal)
);

-- A row that a person must decide. The row itself is sealed: it may hold anything. It waits until a day (C8): then it is
-- returned to its sender, and what it held is forgotten, as it is once the row was decided or its batch taken back.
CREATE TABLE intake.held_row (
  batch_id uuid NOT NULL REFERENCES intake.batch,
  row_no int NOT NULL,
  agency_code text NOT NULL,
  item_id text NOT NULL,
  sealed bytea,
  candidates jsonb,
  -- Keyed hash of what the row says: sent again, it waits once. It outlasts a decision, else the row sent before would wait
  -- again, and is forgotten on the last day of waiting.
  said bytea,
  held_at timestamptz NOT NULL,
  -- The last day on which it may be decided; the term is policies/terms.json's, and no longer than this whatever that says.
  waits_until date NOT NULL CHECK (waits_until <= (held_at AT TIME ZONE 'UTC')::date + 92),
  PRIMARY KEY (batch_id, row_no),
  CHECK ((sealed IS NULL) = (candidates IS NULL))
);
CREATE INDEX held_row_by_agency ON intake.held_row (agency_code, held_at);
CREATE INDEX held_row_said ON intake.held_row (agency_code, said) WHERE said IS NOT NULL;
CREATE INDEX held_row_kept ON intake.held_row (waits_until) WHERE sealed IS NOT NULL OR said IS NOT NULL;
CREATE TABLE intake.held_decision (
  batch_id uuid NOT NULL,
  row_no int NOT NULL,
  decision text NOT NULL CHECK (decision IN ('accept', 'refuse')),
  subject_id uuid,
  reason text NOT NULL CHECK (reason <> ''),
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  result_batch uuid,
  PRIMARY KEY (batch_id, row_no),
  FOREIGN KEY (batch_id, row_no) REFERENCES intake.held_row
);

-- What a held row said is forgotten when it waits no longer. The retention role has no UPDATE: it may call this.
CREATE FUNCTION intake.forget_held(at_most int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  forgotten int;
BEGIN
  UPDATE intake.held_row h SET sealed = NULL, candidates = NULL,
    said = CASE WHEN h.waits_until >= platform.today() THEN h.said END
  FROM (
    SELECT w.batch_id, w.row_no FROM intake.held_row w
    WHERE (w.sealed IS NOT NULL OR w.said IS NOT NULL) AND w.waits_until < platform.today()
      OR w.sealed IS NOT NULL
        AND (EXISTS (SELECT FROM intake.held_decision d WHERE d.batch_id = w.batch_id AND d.row_no = w.row_no)
          OR EXISTS (SELECT FROM intake.batch u WHERE u.undoes = w.batch_id))
    LIMIT at_most
  ) due
  WHERE h.batch_id = due.batch_id AND h.row_no = due.row_no;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION intake.forget_held(int) FROM PUBLIC;

-- "We decided nothing in this period": the other half of timeliness.
CREATE TABLE intake.nil_return (
  agency_code text NOT NULL,
  item_id text NOT NULL,
  period_from date NOT NULL,
  period_to date NOT NULL CHECK (period_to >= period_from),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (agency_code, item_id, period_from, period_to)
);

-- Decision documents: encrypted files under <home>/documents, named by `file_id`. They are payload: when every record they
-- were sent with is forgotten the file goes too; what stays is that there was such a document.
CREATE TABLE intake.document (
  document_id uuid PRIMARY KEY,
  file_id uuid NOT NULL UNIQUE,
  agency_code text NOT NULL,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  media_type text NOT NULL CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'text/plain')),
  bytes bigint NOT NULL CHECK (bytes > 0),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL
);
CREATE INDEX document_by_time ON intake.document (entered_at);

-- An act on one record: what it was about, beside its batch. `content` is a keyed hash of what was asked, so that the same
-- key with another content is told from the same act sent again.
CREATE TABLE intake.entry (
  batch_id uuid PRIMARY KEY REFERENCES intake.batch,
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  -- The record it changes, or was found to say again; a new record is found by its batch.
  subject_id uuid,
  record_id uuid,
  document_id uuid REFERENCES intake.document,
  CHECK ((subject_id IS NULL) = (record_id IS NULL))
);
CREATE INDEX entry_by_record ON intake.entry (subject_id, record_id) WHERE record_id IS NOT NULL;
CREATE INDEX entry_by_document ON intake.entry (document_id) WHERE document_id IS NOT NULL;

CREATE TABLE intake.receipt (
  batch_id uuid PRIMARY KEY REFERENCES intake.batch,
  body jsonb NOT NULL,
  issued_at timestamptz NOT NULL
);

GRANT USAGE ON SCHEMA intake TO cx_app, cx_retention;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA intake TO cx_app;
GRANT EXECUTE ON FUNCTION intake.forget_held(int) TO cx_retention;
