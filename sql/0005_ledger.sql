-- The record. Two tables, both append-only: what was recorded, and what was later corrected, withdrawn or annotated.
-- Citus: `record`, `change` distributed by subject_id (with registry.subject); `document_line` by document_key;
-- `erasure` by subject_id; `tally` local to the coordinator.
CREATE SCHEMA ledger;

CREATE TABLE ledger.record (
  subject_id uuid NOT NULL,
  record_id uuid NOT NULL,
  subject_kind text NOT NULL,
  item_id text NOT NULL,
  item_version int NOT NULL,
  adverse boolean NOT NULL,
  evaluative boolean NOT NULL,
  listing boolean NOT NULL,
  retention_years_max smallint NOT NULL,
  disclosure text NOT NULL CHECK (disclosure IN ('public', 'shared', 'subject')),
  adult_at_conduct text NOT NULL CHECK (adult_at_conduct IN ('yes', 'not-asked', 'not-a-person')),
  authority text NOT NULL,
  decided_on date NOT NULL,
  conduct_ended_on date,
  served_on date,
  answer_due_on date,
  confirmed_by text,
  entered_by text NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  published_until date,
  retained_until date,
  -- The payload stands apart by disclosure, so that a grant on columns is a wall: `open` may be published, `shared` is
  -- for bodies with a purpose and for the subject, `sealed` is encrypted under a key outside this database.
  open jsonb,
  shared jsonb,
  sealed bytea,
  salt bytea,
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  recorded_at timestamptz NOT NULL,
  batch_id uuid NOT NULL,
  row_no int NOT NULL CHECK (row_no > 0),
  PRIMARY KEY (subject_id, record_id),
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  -- C2: bound to the catalogue, and truthful about what the catalogue says of it.
  FOREIGN KEY (item_id, item_version, subject_kind, adverse, evaluative, listing, retention_years_max)
    REFERENCES catalogue.item_subject (item_id, item_version, subject_kind, adverse, evaluative, listing, retention_years_max),
  -- C1
  CONSTRAINT c1_no_evaluation_of_persons CHECK (NOT evaluative OR subject_kind = 'organisation'),
  -- C4: unknown age cannot be stored; it is held in intake.
  CONSTRAINT c4_no_adverse_record_of_minors CHECK (NOT adverse OR subject_kind <> 'person' OR adult_at_conduct = 'yes'),
  -- C5: a listing carries its decision, service and answer dates; a person's a second, different officer.
  CONSTRAINT c5_listing_has_its_procedure CHECK (NOT listing OR (served_on IS NOT NULL AND answer_due_on IS NOT NULL AND served_on >= decided_on)),
  CONSTRAINT c5_second_officer_for_persons CHECK (NOT (listing AND subject_kind = 'person') OR (confirmed_by IS NOT NULL AND confirmed_by <> entered_by)),
  -- C8
  CONSTRAINT c8_adverse_ends CHECK (NOT adverse OR (published_until IS NOT NULL AND retained_until IS NOT NULL AND published_until <= retained_until)),
  CONSTRAINT c8_five_years CHECK (NOT adverse OR retained_until <= coalesce(conduct_ended_on, decided_on) + make_interval(years => retention_years_max)),
  -- C12
  CONSTRAINT c12_persons_never_public CHECK (disclosure <> 'public' OR subject_kind <> 'person'),
  -- C17: erased means payload, salt and seal together.
  CONSTRAINT c17_erased_whole CHECK ((open IS NULL) = (salt IS NULL) AND (salt IS NOT NULL OR (shared IS NULL AND sealed IS NULL))),
  CHECK (effective_to >= effective_from),
  -- A decision of the future is no decision. The day is that of the receipt, in Asia/Shanghai.
  CONSTRAINT no_future_decision CHECK (decided_on <= ((recorded_at AT TIME ZONE 'UTC') + interval '8 hours')::date)
);
-- Double publicity: the latest of an item.
CREATE INDEX record_by_item ON ledger.record (item_id, decided_on DESC, record_id);
CREATE INDEX record_by_batch ON ledger.record (batch_id, row_no);
-- What was recorded since a moment. Rows lie in the order of their receipt, so a few bytes a stretch of pages are enough.
CREATE INDEX record_by_receipt ON ledger.record USING brin (recorded_at) WITH (pages_per_range = 32, autosummarize = on);
-- What is still to be forgotten.
CREATE INDEX record_retention ON ledger.record (retained_until) WHERE retained_until IS NOT NULL AND salt IS NOT NULL;

-- What happened to a record afterwards. `correct` carries the whole new content; `withdraw` a reason; `annotate` a mark
-- (release of masked text, an objection, a suspension).
CREATE TABLE ledger.change (
  subject_id uuid NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL CHECK (version > 1),
  act text NOT NULL CHECK (act IN ('correct', 'withdraw', 'annotate')),
  item_version int,
  disclosure text CHECK (disclosure IN ('public', 'shared', 'subject')),
  decided_on date,
  conduct_ended_on date,
  served_on date,
  answer_due_on date,
  effective_from date,
  effective_to date,
  published_until date,
  retained_until date,
  reason text NOT NULL CHECK (reason <> ''),
  mark text,
  open jsonb,
  shared jsonb,
  sealed bytea,
  salt bytea,
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  entered_by text NOT NULL,
  confirmed_by text,
  recorded_at timestamptz NOT NULL,
  batch_id uuid NOT NULL,
  row_no int NOT NULL CHECK (row_no > 0),
  PRIMARY KEY (subject_id, record_id, version),
  FOREIGN KEY (subject_id, record_id) REFERENCES ledger.record,
  CHECK (act <> 'correct' OR (item_version IS NOT NULL AND disclosure IS NOT NULL AND decided_on IS NOT NULL AND effective_from IS NOT NULL)),
  CHECK ((act = 'annotate') = (mark IS NOT NULL)),
  CHECK (effective_to >= effective_from)
);
CREATE INDEX change_by_batch ON ledger.change (batch_id, row_no);
CREATE INDEX change_by_receipt ON ledger.change (recorded_at);
CREATE INDEX change_retention ON ledger.change (retained_until) WHERE retained_until IS NOT NULL AND salt IS NOT NULL;

-- C8, C12: a correction never lengthens, never makes a person public, never leaves the item's catalogue. C3: a release
-- speaks of free text and of nothing else, and of nobody who is a person. C17: what carries content carries a salt, and
-- what was withdrawn does not come back by a change.
-- Row-level checks, because triggers do not travel to a distributed database and this table is small.
ALTER TABLE ledger.change ENABLE ROW LEVEL SECURITY;
CREATE POLICY change_read ON ledger.change FOR SELECT USING (true);
CREATE POLICY change_append ON ledger.change FOR INSERT WITH CHECK (
  (act = 'withdraw' OR octet_length(salt) = 16)
  AND (act = 'withdraw' OR (act = 'annotate' AND mark <> 'release') OR NOT EXISTS (
    SELECT FROM ledger.change w
    WHERE w.subject_id = change.subject_id AND w.record_id = change.record_id AND w.act = 'withdraw'))
  AND (act <> 'annotate' OR mark <> 'release' OR (open IS NOT NULL AND shared IS NULL AND sealed IS NULL AND EXISTS (
    SELECT FROM ledger.record r
    JOIN catalogue.item_version i ON i.item_id = r.item_id AND i.version = change.item_version
    WHERE r.subject_id = change.subject_id AND r.record_id = change.record_id AND r.subject_kind <> 'person'
      AND NOT EXISTS (
        SELECT FROM jsonb_object_keys(change.open) field
        WHERE i.body #>> ARRAY['schema', 'properties', field, 'x-disclosure'] IS DISTINCT FROM 'after-release'))))
  AND (act <> 'correct' OR EXISTS (
    SELECT FROM ledger.record r
    WHERE r.subject_id = change.subject_id AND r.record_id = change.record_id
      AND (NOT r.adverse OR (change.published_until <= r.published_until AND change.retained_until <= r.retained_until))
      AND (change.disclosure <> 'public' OR r.subject_kind <> 'person')
      AND (NOT r.listing OR (change.served_on >= change.decided_on AND change.answer_due_on IS NOT NULL))
      AND EXISTS (
        SELECT FROM catalogue.item_subject i
        WHERE i.item_id = r.item_id AND i.item_version = change.item_version AND i.subject_kind = r.subject_kind)))
);

-- Whether a record is repaired: its last mark says so (NDRC Order 36). Publication, sharing and use have stopped; asked
-- where SQL decides by itself who is read, as core/repair/mark.ts is where records are folded.
CREATE FUNCTION ledger.is_repaired(subject uuid, record uuid) RETURNS boolean
  LANGUAGE sql STABLE
RETURN coalesce((
  SELECT c.open ->> 'state' = 'granted' FROM ledger.change c
  WHERE c.subject_id = subject AND c.record_id = record AND c.mark = 'repair' AND c.open ->> 'state' IN ('granted', 'reversed')
  ORDER BY c.version DESC LIMIT 1), false);

-- Identity of a record: (authority, item, document) as a keyed hash, and the line (party) within the document.
-- Versions are only added; two that race for the same version collide on the key, so never two live ones.
CREATE TABLE ledger.document_line (
  document_key bytea NOT NULL CHECK (octet_length(document_key) = 32),
  line int NOT NULL CHECK (line > 0),
  version int NOT NULL CHECK (version > 0),
  act text NOT NULL CHECK (act IN ('record', 'correct', 'withdraw', 'move')),
  subject_id uuid NOT NULL,
  record_id uuid NOT NULL,
  -- Keyed hash of the content as sent: tells "the same again" from "changed".
  content bytea NOT NULL,
  batch_id uuid NOT NULL,
  PRIMARY KEY (document_key, line, version)
);
-- A batch that is taken back finds the lines it wrote.
CREATE INDEX document_line_by_batch ON ledger.document_line (batch_id);

-- C17: what the law orders forgotten. The order stays, the payload goes; after a restore the orders are run again.
CREATE TABLE ledger.erasure (
  subject_id uuid NOT NULL,
  record_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  basis text NOT NULL CHECK (basis <> ''),
  ordered_by text NOT NULL,
  ordered_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, record_id, erasure_id)
);

-- How many public decisions of an item were recorded, by sector and month: counts only, added chunk by chunk, summed on reading.
CREATE TABLE ledger.tally (
  item_id text NOT NULL,
  sector smallint NOT NULL,
  month date NOT NULL,
  authority text NOT NULL,
  batch_id uuid NOT NULL,
  part int NOT NULL,
  recorded int NOT NULL,
  PRIMARY KEY (item_id, sector, month, authority, batch_id, part)
);

GRANT USAGE ON SCHEMA ledger TO cx_app, cx_retention;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA ledger TO cx_app;

-- Forgetting. The retention role has no UPDATE anywhere: it may call this function, which nulls payload, seal and salt of
-- what is due and of nothing else, and cuts the link to persons of whom nothing is kept any more (C8, C17). Commitments stay.
-- A row is due when the retention end of its latest standing content has passed, or when its erasure was ordered.
CREATE FUNCTION ledger.forget_due(at_most int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  due record;
  forgotten int := 0;
BEGIN
  FOR due IN
    SELECT r.subject_id, r.record_id, r.subject_kind
    FROM ledger.record r
    LEFT JOIN LATERAL (
      SELECT c.retained_until FROM ledger.change c
      WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act = 'correct'
      ORDER BY c.version DESC LIMIT 1
    ) corrected ON true
    WHERE r.salt IS NOT NULL
      AND (r.subject_id, r.record_id) IN (
        SELECT subject_id, record_id FROM ledger.record WHERE retained_until < platform.today() AND salt IS NOT NULL
        UNION SELECT subject_id, record_id FROM ledger.change WHERE retained_until < platform.today() AND salt IS NOT NULL
        UNION SELECT subject_id, record_id FROM ledger.erasure)
      AND (coalesce(corrected.retained_until, r.retained_until) < platform.today()
        OR EXISTS (SELECT FROM ledger.erasure e WHERE e.subject_id = r.subject_id AND e.record_id = r.record_id))
    LIMIT at_most
  LOOP
    UPDATE ledger.record SET open = NULL, shared = NULL, sealed = NULL, salt = NULL
      WHERE subject_id = due.subject_id AND record_id = due.record_id;
    UPDATE ledger.change SET open = NULL, shared = NULL, sealed = NULL, salt = NULL
      WHERE subject_id = due.subject_id AND record_id = due.record_id;
    IF due.subject_kind = 'person' AND NOT EXISTS (
      SELECT FROM ledger.record k WHERE k.subject_id = due.subject_id AND k.salt IS NOT NULL) THEN
      DELETE FROM registry.person_token WHERE subject_id = due.subject_id;
      DELETE FROM registry.person_secret WHERE subject_id = due.subject_id;
    END IF;
    forgotten := forgotten + 1;
  END LOOP;
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION ledger.forget_due(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.forget_due(int) TO cx_retention;
