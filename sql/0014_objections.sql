-- Objections: who said that a record is wrong, until when its source has to answer, what it answered (征信业管理条例 25; C10).
-- The record itself is marked by `ledger.change` in the same transaction; reads look there and nowhere else.
-- Citus: local to the coordinator, as notices and lists are.
CREATE SCHEMA objections;

-- An objection as it came in. Nothing here is ever changed.
CREATE TABLE objections.objection (
  objection_id uuid PRIMARY KEY,
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  record_id uuid NOT NULL,
  -- The how-many-eth against this record: of two that race one wins, and one runs at a time.
  round int NOT NULL CHECK (round > 0),
  before int GENERATED ALWAYS AS (nullif(round - 1, 0)) STORED,
  -- Who has to answer: who decided the record.
  authority text NOT NULL REFERENCES access.agency,
  ground text NOT NULL CHECK (ground IN ('not-me', 'wrong-fact', 'should-not-be-held', 'ended', 'other')),
  wanted text NOT NULL CHECK (wanted IN ('correct', 'withdraw')),
  -- The rule that says how long it has, as it stood on the day.
  term_id text NOT NULL,
  term_version int NOT NULL,
  answer_days int NOT NULL CHECK (answer_days > 0),
  answer_unit text NOT NULL CHECK (answer_unit IN ('working', 'calendar')),
  extended_days int CHECK (extended_days > answer_days),
  extended_unit text CHECK (extended_unit IN ('working', 'calendar')),
  filed_by text NOT NULL,
  filed_on date NOT NULL,
  filed_at timestamptz NOT NULL,
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  FOREIGN KEY (subject_id, record_id) REFERENCES ledger.record,
  UNIQUE (subject_id, record_id, round),
  FOREIGN KEY (subject_id, record_id, before) REFERENCES objections.objection (subject_id, record_id, round),
  UNIQUE (objection_id, subject_id, subject_kind, record_id, authority, filed_by, filed_on),
  CHECK ((extended_days IS NULL) = (extended_unit IS NULL)),
  CONSTRAINT filed_on_its_day CHECK (filed_on = ((filed_at AT TIME ZONE 'UTC') + interval '8 hours')::date)
);
CREATE INDEX objection_by_subject ON objections.objection (subject_id, filed_at DESC);
CREATE INDEX objection_by_authority ON objections.objection (authority, filed_at DESC, objection_id);

-- Evidence: encrypted files under <home>/evidence, named by `file_id`. For a subject, brought by whoever may act for it.
CREATE TABLE objections.document (
  document_id uuid PRIMARY KEY,
  file_id uuid NOT NULL UNIQUE,
  subject_id uuid NOT NULL REFERENCES registry.subject,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  media_type text NOT NULL CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'text/plain')),
  bytes bigint NOT NULL CHECK (bytes > 0),
  -- Null: no scanner was configured when it came in.
  scanned_by text CHECK (scanned_by ~ '\S'),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  UNIQUE (document_id, subject_id, entered_by)
);
CREATE INDEX document_by_time ON objections.document (entered_at);

-- What happened to an objection. A row refers to the row before it by the state it left; the key lets one of two that race win.
CREATE TABLE objections.act (
  objection_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  before int GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  act text NOT NULL,
  -- Repeated from the objection, and held to it.
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  record_id uuid NOT NULL,
  authority text NOT NULL,
  filed_by text NOT NULL,
  filed_on date NOT NULL,
  state_before text,
  state text NOT NULL CHECK (state IN ('open', 'to-confirm', 'upheld', 'rejected', 'withdrawn')),
  -- The last day to answer while it waits; null once it is over. Reads see it in the mark.
  due_before date,
  due_on date,
  -- The version of `ledger.change` that marks the record with what this act comes to.
  mark_version int,
  -- Of `uphold`: the version that corrects or withdraws the record.
  change_version int,
  -- Of `escalate`: 1 the supervisor of the authority, 2 of the platform.
  level smallint CHECK (level IN (1, 2)),
  -- Of `confirm`, `return`: who proposed to reject.
  proposed_seq int,
  proposed_by text,
  proposed_act text GENERATED ALWAYS AS (CASE WHEN proposed_seq IS NOT NULL THEN 'reject' END) STORED,
  acted_by text NOT NULL,
  acted_on date NOT NULL,
  acted_at timestamptz NOT NULL,
  agency_code text,
  -- At a counter: how identity and authority were proved.
  basis text CHECK (basis ~ '\S'),
  mandate_id uuid,
  mandate_seq int,
  mandate_act text GENERATED ALWAYS AS (CASE WHEN mandate_id IS NOT NULL THEN 'accept' END) STORED,
  -- Words: of the subject, or the reasons of the authority.
  sealed bytea,
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (objection_id, seq),
  UNIQUE (objection_id, seq, state),
  UNIQUE (objection_id, seq, act, acted_by),
  UNIQUE (objection_id, seq, acted_by),
  CONSTRAINT of_its_objection FOREIGN KEY (objection_id, subject_id, subject_kind, record_id, authority, filed_by, filed_on)
    REFERENCES objections.objection (objection_id, subject_id, subject_kind, record_id, authority, filed_by, filed_on),
  CONSTRAINT one_after_the_other FOREIGN KEY (objection_id, before, state_before) REFERENCES objections.act (objection_id, seq, state),
  CONSTRAINT the_first_has_none_before CHECK ((seq = 1) = (act = 'file') AND (seq = 1) = (state_before IS NULL)),
  CONSTRAINT states CHECK (coalesce(CASE act
    WHEN 'file' THEN state = 'open'
    WHEN 'add' THEN state_before IN ('open', 'to-confirm') AND state = state_before
    WHEN 'extend' THEN state_before = 'open' AND state = 'open'
    WHEN 'keep' THEN state_before IN ('open', 'to-confirm') AND state = state_before
    WHEN 'escalate' THEN state_before IN ('open', 'to-confirm') AND state = state_before
    WHEN 'uphold' THEN state_before IN ('open', 'to-confirm') AND state = 'upheld'
    -- C5: what is said against a person takes two officers.
    WHEN 'reject' THEN state_before = 'open' AND state = CASE subject_kind WHEN 'person' THEN 'to-confirm' ELSE 'rejected' END
    WHEN 'confirm' THEN state_before = 'to-confirm' AND state = 'rejected'
    WHEN 'return' THEN state_before = 'to-confirm' AND state = 'open'
    WHEN 'withdraw' THEN state_before IN ('open', 'to-confirm') AND state = 'withdrawn'
    WHEN 'attach-statement' THEN state_before = 'rejected' AND state = 'rejected'
    WHEN 'release-statement' THEN state_before = 'rejected' AND state = 'rejected'
    WHEN 'remove-statement' THEN state_before = 'rejected' AND state = 'rejected'
  END, false)),
  -- C10: while it waits there is a day; an act that is no extension and no order leaves it as it is.
  CONSTRAINT c10_due_while_it_waits CHECK ((due_on IS NOT NULL) = (state IN ('open', 'to-confirm'))),
  CONSTRAINT c10_the_day_stays CHECK (act IN ('file', 'extend', 'keep') OR due_on IS NULL OR due_on = due_before),
  CONSTRAINT c10_only_later_for_cause CHECK (act NOT IN ('extend', 'keep') OR due_on > due_before),
  -- A term of the law, not of whoever writes the row: n working days are at most 2n + 20 calendar days.
  CONSTRAINT c10_a_lawful_term CHECK (act NOT IN ('file', 'extend') OR due_on BETWEEN filed_on + 1 AND filed_on + 60),
  CONSTRAINT c10_danger_ten_days CHECK (act <> 'keep' OR due_on <= acted_on + 24),
  CONSTRAINT c10_marked CHECK ((mark_version IS NOT NULL) = (act NOT IN ('add', 'escalate', 'return')
    AND (act <> 'reject' OR state = 'rejected'))),
  CONSTRAINT c10_the_mark_stands FOREIGN KEY (subject_id, record_id, mark_version) REFERENCES ledger.change DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT upheld_by_a_change CHECK ((act = 'uphold') = (change_version IS NOT NULL)),
  CONSTRAINT the_change_stands FOREIGN KEY (subject_id, record_id, change_version) REFERENCES ledger.change,
  CONSTRAINT acted_on_its_day CHECK (
    acted_on = ((acted_at AT TIME ZONE 'UTC') + interval '8 hours')::date AND acted_on >= filed_on),
  -- C5: a person answers, of the authority, with reasons; and not whoever wrote the objection down.
  CONSTRAINT c5_the_authority_answers_by_an_officer CHECK (
    act NOT IN ('extend', 'keep', 'uphold', 'reject', 'confirm', 'return', 'release-statement')
    OR (acted_by LIKE 'officer:%' AND agency_code = authority AND sealed IS NOT NULL)),
  CONSTRAINT c5_not_who_wrote_it_down CHECK (act NOT IN ('uphold', 'reject', 'confirm', 'return') OR acted_by <> filed_by),
  CONSTRAINT c5_another_officer CHECK ((act IN ('confirm', 'return')) = (proposed_seq IS NOT NULL)
    AND (proposed_seq IS NULL) = (proposed_by IS NULL) AND (proposed_by IS NULL OR acted_by <> proposed_by)),
  CONSTRAINT c5_of_a_proposal FOREIGN KEY (objection_id, proposed_seq, proposed_act, proposed_by)
    REFERENCES objections.act (objection_id, seq, act, acted_by),
  CONSTRAINT c5_no_machine_answers CHECK (acted_by NOT LIKE 'job:%' OR act = 'escalate'),
  CONSTRAINT filed_by_who_files CHECK (act <> 'file' OR acted_by = filed_by),
  -- C16: the subject's own acts, by a mandate or at a counter with a stated basis.
  CONSTRAINT c16_a_representative_has_a_mandate CHECK (
    (mandate_id IS NOT NULL) = (acted_by LIKE 'representative:%') AND (mandate_id IS NULL) = (mandate_seq IS NULL)),
  CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by)
    REFERENCES access.mandate_act (mandate_id, seq, act, subject_id, acted_by),
  CONSTRAINT c16_nobody_else_objects CHECK (act NOT IN ('file', 'add', 'withdraw', 'attach-statement', 'remove-statement')
    OR mandate_id IS NOT NULL OR (agency_code IS NOT NULL AND basis IS NOT NULL)),
  CONSTRAINT an_officer_has_an_agency CHECK ((agency_code IS NOT NULL) = (acted_by LIKE 'officer:%')),
  CHECK ((act = 'escalate') = (level IS NOT NULL)),
  CHECK (act NOT IN ('file', 'add', 'attach-statement', 'release-statement') OR sealed IS NOT NULL)
);
CREATE UNIQUE INDEX act_extended_once ON objections.act (objection_id) WHERE act = 'extend';
CREATE UNIQUE INDEX act_kept_once ON objections.act (objection_id) WHERE act = 'keep';
-- Told once a level, whoever runs the job however often.
CREATE UNIQUE INDEX act_escalated_once ON objections.act (objection_id, level) WHERE act = 'escalate';
-- What waits and until when: the queue, the daily run.
CREATE INDEX act_waiting ON objections.act (due_on, objection_id) WHERE due_on IS NOT NULL;

-- Evidence that came with an act.
CREATE TABLE objections.act_document (
  document_id uuid PRIMARY KEY,
  objection_id uuid NOT NULL,
  seq int NOT NULL,
  subject_id uuid NOT NULL,
  acted_by text NOT NULL,
  FOREIGN KEY (objection_id, seq, acted_by) REFERENCES objections.act (objection_id, seq, acted_by),
  FOREIGN KEY (document_id, subject_id, acted_by) REFERENCES objections.document (document_id, subject_id, entered_by)
);
CREATE INDEX act_document_by_act ON objections.act_document (objection_id, seq);

-- Who was shown a record of the subject in the two years before it was found wrong, and is told so (征信业管理条例 25; C11).
CREATE TABLE objections.told (
  objection_id uuid NOT NULL,
  agency_code text NOT NULL REFERENCES access.agency,
  subject_id uuid NOT NULL,
  record_id uuid NOT NULL,
  change_version int NOT NULL,
  last_shown_on date NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (agency_code, told_at, objection_id),
  UNIQUE (objection_id, agency_code),
  FOREIGN KEY (subject_id, record_id, change_version) REFERENCES ledger.change
);

GRANT USAGE ON SCHEMA objections TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA objections TO cx_app;

-- What a constraint of one row cannot say. Row-level checks, because triggers do not travel to a distributed database.
ALTER TABLE objections.objection ENABLE ROW LEVEL SECURITY;
CREATE POLICY objection_read ON objections.objection FOR SELECT USING (true);
CREATE POLICY objection_append ON objections.objection FOR INSERT WITH CHECK (
  filed_on BETWEEN platform.today() - 1 AND platform.today()
  -- One at a time: the one before is over.
  AND NOT EXISTS (
    SELECT FROM objections.act a
    WHERE a.subject_id = objection.subject_id AND a.record_id = objection.record_id AND a.state IN ('open', 'to-confirm')
      AND NOT EXISTS (SELECT FROM objections.act l WHERE l.objection_id = a.objection_id AND l.seq > a.seq))
  AND EXISTS (
    SELECT FROM ledger.record r
    WHERE r.subject_id = objection.subject_id AND r.record_id = objection.record_id AND r.authority = objection.authority)
  AND NOT EXISTS (
    SELECT FROM ledger.change w
    WHERE w.subject_id = objection.subject_id AND w.record_id = objection.record_id AND w.act = 'withdraw')
);
CREATE INDEX act_by_record ON objections.act (subject_id, record_id, seq);

ALTER TABLE objections.act ENABLE ROW LEVEL SECURITY;
CREATE POLICY act_read ON objections.act FOR SELECT USING (true);
CREATE POLICY act_append ON objections.act FOR INSERT WITH CHECK (
  acted_on BETWEEN platform.today() - 1 AND platform.today()
  -- A mandate that has ended gives nothing.
  AND (mandate_id IS NULL OR NOT EXISTS (
    SELECT FROM access.mandate_act m
    WHERE m.mandate_id = act.mandate_id
      AND (m.act = 'revoke' OR (m.act IN ('grant', 'limit') AND (m.detail ->> 'until')::date < act.acted_on))))
  -- The day it leaves is the day the act before it left.
  AND (before IS NULL OR EXISTS (
    SELECT FROM objections.act p
    WHERE p.objection_id = act.objection_id AND p.seq = act.before AND p.due_on IS NOT DISTINCT FROM act.due_before))
  -- Time that has run out is not given back, and nobody is told before it has.
  AND (act.act <> 'extend' OR (act.due_before >= platform.today() AND NOT EXISTS (
    SELECT FROM objections.act k WHERE k.objection_id = act.objection_id AND k.act = 'keep')))
  AND (act.act <> 'escalate' OR act.due_before < platform.today())
  -- What upholds it corrects or withdraws this record, after it was objected to.
  AND (change_version IS NULL OR EXISTS (
    SELECT FROM ledger.change c JOIN objections.act f ON f.objection_id = act.objection_id AND f.act = 'file'
    WHERE c.subject_id = act.subject_id AND c.record_id = act.record_id AND c.version = act.change_version
      AND c.act IN ('correct', 'withdraw') AND c.version > f.mark_version))
);

ALTER TABLE objections.told ENABLE ROW LEVEL SECURITY;
CREATE POLICY told_read ON objections.told FOR SELECT USING (true);
CREATE POLICY told_append ON objections.told FOR INSERT WITH CHECK (EXISTS (
  SELECT FROM objections.act a WHERE a.objection_id = told.objection_id AND a.act = 'uphold'
    AND a.change_version = told.change_version AND a.record_id = told.record_id));

-- A mark of an objection in the ledger says what the act that wrote it says, so that nothing but an act lifts what it
-- suspends: an answer with its officer and reasons, a lawful extension, an order, or the subject itself (C5, C10).
CREATE POLICY change_marks_of_objections ON ledger.change AS RESTRICTIVE FOR INSERT WITH CHECK (
  mark IS NULL OR mark NOT IN ('objection', 'statement') OR EXISTS (
    SELECT FROM objections.act a
    WHERE a.subject_id = change.subject_id AND a.record_id = change.record_id AND a.mark_version = change.version
      AND a.objection_id::text = change.open ->> 'objection' AND a.state = change.open ->> 'state'
      AND (change.open ->> 'dueOn')::date IS NOT DISTINCT FROM a.due_on
      AND (change.mark = 'statement') = (a.act IN ('attach-statement', 'release-statement', 'remove-statement')))
);

-- Forgetting (C8, C17): five years after the last act the words of both sides go (行政诉讼法 46); which acts were done, stays.
CREATE FUNCTION objections.forget_due(at_most int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  due uuid;
  forgotten int := 0;
BEGIN
  FOR due IN
    SELECT o.objection_id FROM objections.objection o
    WHERE o.filed_on < platform.today() - interval '5 years'
      AND EXISTS (SELECT FROM objections.act a WHERE a.objection_id = o.objection_id AND a.sealed <> '')
      AND NOT EXISTS (
        SELECT FROM objections.act a WHERE a.objection_id = o.objection_id
          AND (a.acted_on >= platform.today() - interval '5 years'
            -- What still waits is not forgotten: it is what the authority owes.
            OR (a.due_on IS NOT NULL AND NOT EXISTS (
              SELECT FROM objections.act l WHERE l.objection_id = a.objection_id AND l.seq > a.seq))))
    LIMIT at_most
  LOOP
    UPDATE objections.act SET sealed = CASE WHEN sealed IS NOT NULL THEN ''::bytea END,
        basis = CASE WHEN basis IS NOT NULL THEN '-' END
      WHERE objection_id = due;
    forgotten := forgotten + 1;
  END LOOP;
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION objections.forget_due(int) FROM PUBLIC;
GRANT USAGE ON SCHEMA objections TO cx_retention;
GRANT EXECUTE ON FUNCTION objections.forget_due(int) TO cx_retention;
