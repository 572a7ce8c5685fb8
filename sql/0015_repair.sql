-- Repair: who asked for which record to be repaired, until when its recogniser has to decide, what it decided (NDRC Order 36).
-- The record itself is marked by `ledger.change` in the same transaction; reads look there and nowhere else.
-- Citus: local to the coordinator, as notices and lists are.
CREATE SCHEMA repair;

-- One application of a subject. It reaches every recogniser of the matter: a request for each record. Nothing here changes.
CREATE TABLE repair.application (
  application_id uuid PRIMARY KEY,
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('repair', 'reorganisation')),
  rule_id text NOT NULL,
  rule_version int NOT NULL,
  applied_by text NOT NULL,
  applied_on date NOT NULL,
  applied_at timestamptz NOT NULL,
  -- Keyed hash of what was asked: the same key with another content is told from the same application sent again.
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  idempotency_key text NOT NULL UNIQUE,
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  UNIQUE (application_id, subject_id, subject_kind, kind, applied_by, applied_on),
  CONSTRAINT applied_on_its_day CHECK (applied_on = ((applied_at AT TIME ZONE 'UTC') + interval '8 hours')::date)
);
CREATE INDEX application_by_subject ON repair.application (subject_id, applied_at DESC);

-- What one recogniser is asked for one record.
CREATE TABLE repair.request (
  request_id uuid PRIMARY KEY,
  application_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  kind text NOT NULL,
  applied_by text NOT NULL,
  applied_on date NOT NULL,
  record_id uuid NOT NULL,
  -- The record it rests on, of which the subject applied; null for that one itself.
  rests_on uuid,
  -- The how-manieth for this record: of two that race one wins, and one runs at a time.
  round int NOT NULL CHECK (round > 0),
  before int GENERATED ALWAYS AS (nullif(round - 1, 0)) STORED,
  -- Who decides: who decided the record (谁认定、谁修复).
  authority text NOT NULL REFERENCES access.agency,
  item_id text NOT NULL,
  document_on date NOT NULL,
  months_min int NOT NULL CHECK (months_min >= 0),
  earliest_on date NOT NULL,
  decide_by date NOT NULL,
  feedback_by date NOT NULL,
  -- What the applicant can quote to the recogniser.
  receipt text NOT NULL UNIQUE,
  UNIQUE (subject_id, record_id, round),
  FOREIGN KEY (subject_id, record_id, before) REFERENCES repair.request (subject_id, record_id, round),
  FOREIGN KEY (application_id, subject_id, subject_kind, kind, applied_by, applied_on)
    REFERENCES repair.application (application_id, subject_id, subject_kind, kind, applied_by, applied_on),
  FOREIGN KEY (subject_id, record_id) REFERENCES ledger.record,
  FOREIGN KEY (subject_id, rests_on) REFERENCES ledger.record (subject_id, record_id),
  UNIQUE (request_id, subject_id, subject_kind, kind, record_id, authority, applied_by, applied_on),
  -- NDRC Order 36: from the date of the document; the minimum is over when its last day has ended. A reorganisation has none.
  CONSTRAINT the_minimum_is_counted CHECK (earliest_on = CASE months_min WHEN 0 THEN document_on
    ELSE (document_on + make_interval(months => months_min))::date + 1 END),
  CONSTRAINT never_before_the_minimum CHECK (kind = 'reorganisation' OR applied_on >= earliest_on),
  -- A term of the law, not of whoever writes the row: n working days are at most 2n + 20 calendar days.
  CONSTRAINT a_lawful_term CHECK (decide_by BETWEEN applied_on + 1 AND applied_on + 30
    AND feedback_by BETWEEN decide_by AND applied_on + 60)
);
CREATE INDEX request_by_subject ON repair.request (subject_id, record_id);
CREATE INDEX request_by_application ON repair.request (application_id);

-- What happened to a request. A row refers to the row before it by the state it left; the key lets one of two that race win.
CREATE TABLE repair.act (
  request_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  before int GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  act text NOT NULL,
  -- Repeated from the request, and held to it.
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  kind text NOT NULL,
  record_id uuid NOT NULL,
  authority text NOT NULL,
  applied_by text NOT NULL,
  applied_on date NOT NULL,
  state_before text,
  state text NOT NULL,
  -- The version of `ledger.change` that takes the record out of use, or brings it back.
  mark_version int,
  -- Of `lift`: the last day.
  until date,
  -- Of `escalate`: 1 the supervisor of the recogniser, 2 of the platform.
  level smallint CHECK (level IN (1, 2)),
  -- Of `refuse`: which condition is not met. Cannot pay is not will not pay.
  ground text CHECK (ground IN ('duty-open', 'cannot-pay', 'evidence', 'commitment', 'other-condition', 'false-statement')),
  provision text CHECK (provision ~ '\S'),
  -- Of `confirm`, `return`: who proposed to refuse.
  proposed_seq int,
  proposed_by text,
  proposed_act text GENERATED ALWAYS AS (CASE WHEN proposed_seq IS NOT NULL THEN 'refuse' END) STORED,
  -- Of `intend-reversal`: the notice; of `reverse`: its service, and until when it could be answered, or the waiver.
  notice_id uuid,
  notice_kind text GENERATED ALWAYS AS (CASE WHEN notice_id IS NOT NULL THEN 'other' END) STORED,
  notice_seq int,
  notice_served_on date,
  answer_due_on date,
  waived_seq int,
  waived_act text GENERATED ALWAYS AS (CASE WHEN waived_seq IS NOT NULL THEN 'waive' END) STORED,
  waived_on date,
  acted_by text NOT NULL,
  acted_on date NOT NULL,
  acted_at timestamptz NOT NULL,
  agency_code text,
  -- At a counter: how identity and authority were proved.
  basis text CHECK (basis ~ '\S'),
  mandate_id uuid,
  mandate_seq int,
  mandate_act text GENERATED ALWAYS AS (CASE WHEN mandate_id IS NOT NULL THEN 'accept' END) STORED,
  -- Words: of the subject with its commitment, or the reasons of the recogniser.
  sealed bytea,
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (request_id, seq),
  UNIQUE (request_id, seq, state),
  UNIQUE (request_id, seq, act, acted_by),
  UNIQUE (request_id, seq, acted_by),
  CONSTRAINT of_its_request FOREIGN KEY (request_id, subject_id, subject_kind, kind, record_id, authority, applied_by, applied_on)
    REFERENCES repair.request (request_id, subject_id, subject_kind, kind, record_id, authority, applied_by, applied_on),
  CONSTRAINT one_after_the_other FOREIGN KEY (request_id, before, state_before) REFERENCES repair.act (request_id, seq, state),
  CONSTRAINT the_first_has_none_before CHECK ((seq = 1) = (act = 'apply') AND (seq = 1) = (state_before IS NULL)),
  CONSTRAINT states CHECK (coalesce(CASE act
    WHEN 'apply' THEN state = 'waiting'
    WHEN 'add' THEN state_before IN ('waiting', 'to-confirm') AND state = state_before
    WHEN 'withdraw' THEN state_before IN ('waiting', 'to-confirm') AND state = 'withdrawn'
    WHEN 'escalate' THEN state_before IN ('waiting', 'to-confirm') AND state = state_before
    WHEN 'grant' THEN state_before IN ('waiting', 'to-confirm') AND state = 'granted' AND kind = 'repair'
    WHEN 'lift' THEN state_before IN ('waiting', 'to-confirm') AND state = 'lifted' AND kind = 'reorganisation'
    -- C5: what is refused to a person takes two officers.
    WHEN 'refuse' THEN state_before = 'waiting' AND state = CASE subject_kind WHEN 'person' THEN 'to-confirm' ELSE 'refused' END
    WHEN 'confirm' THEN state_before = 'to-confirm' AND state = 'refused'
    WHEN 'return' THEN state_before = 'to-confirm' AND state = 'waiting'
    WHEN 'intend-reversal' THEN state_before IN ('granted', 'lifted') AND state = 'reversing'
    WHEN 'drop-reversal' THEN state_before = 'reversing' AND state = CASE kind WHEN 'repair' THEN 'granted' ELSE 'lifted' END
    WHEN 'reverse' THEN state_before = 'reversing' AND state = 'reversed'
  END, false)),
  -- What a decision says of the record stands in the ledger, in the same transaction.
  CONSTRAINT marked CHECK ((mark_version IS NOT NULL) = (act IN ('grant', 'lift', 'reverse'))),
  CONSTRAINT the_mark_stands FOREIGN KEY (subject_id, record_id, mark_version) REFERENCES ledger.change DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT lifted_until_a_day CHECK ((act = 'lift') = (until IS NOT NULL) AND (until IS NULL OR until BETWEEN acted_on AND acted_on + 3660)),
  CONSTRAINT acted_on_its_day CHECK (
    acted_on = ((acted_at AT TIME ZONE 'UTC') + interval '8 hours')::date AND acted_on >= applied_on),
  -- C5: a person decides, of the recogniser, with reasons; and not whoever wrote the application down.
  CONSTRAINT c5_the_recogniser_decides_by_an_officer CHECK (
    act NOT IN ('grant', 'lift', 'refuse', 'confirm', 'return', 'intend-reversal', 'drop-reversal', 'reverse')
    OR (acted_by LIKE 'officer:%' AND agency_code = authority AND sealed IS NOT NULL AND octet_length(sealed) > 30)),
  CONSTRAINT c5_not_who_wrote_it_down CHECK (act NOT IN ('grant', 'lift', 'refuse', 'confirm', 'return') OR acted_by <> applied_by),
  CONSTRAINT c5_another_officer CHECK ((act IN ('confirm', 'return')) = (proposed_seq IS NOT NULL)
    AND (proposed_seq IS NULL) = (proposed_by IS NULL) AND (proposed_by IS NULL OR acted_by <> proposed_by)),
  CONSTRAINT c5_of_a_proposal FOREIGN KEY (request_id, proposed_seq, proposed_act, proposed_by)
    REFERENCES repair.act (request_id, seq, act, acted_by),
  CONSTRAINT c5_no_machine_decides CHECK (acted_by NOT LIKE 'job:%' OR act = 'escalate'),
  CONSTRAINT c5_refused_on_a_ground CHECK ((act = 'refuse') = (ground IS NOT NULL)
    AND (ground IS DISTINCT FROM 'other-condition' OR provision IS NOT NULL)),
  CONSTRAINT applied_by_who_applies CHECK (act <> 'apply' OR acted_by = applied_by),
  -- C6: a repair is reversed only after its subject was told and heard.
  CONSTRAINT c6_notice CHECK ((act IN ('intend-reversal', 'reverse')) = (notice_id IS NOT NULL)),
  CONSTRAINT c6_notice_of_this_request FOREIGN KEY (notice_id, notice_kind, request_id, subject_id)
    REFERENCES notices.notice (notice_id, kind, about_id, subject_id),
  CONSTRAINT c6_served FOREIGN KEY (notice_id, notice_seq, notice_served_on, answer_due_on)
    REFERENCES notices.act (notice_id, seq, served_on, answer_due_on),
  CONSTRAINT c6_waived FOREIGN KEY (notice_id, waived_seq, waived_act, waived_on)
    REFERENCES notices.act (notice_id, seq, act, acted_on),
  CONSTRAINT c6_heard CHECK (act <> 'reverse' OR (notice_seq IS NOT NULL AND notice_served_on IS NOT NULL
    AND answer_due_on IS NOT NULL AND (acted_on > answer_due_on OR waived_seq IS NOT NULL))),
  CHECK ((waived_seq IS NULL) = (waived_on IS NULL)),
  -- C16: the subject's own acts, by a mandate or at a counter with a stated basis; no intermediary has either.
  CONSTRAINT c16_a_representative_has_a_mandate CHECK (
    (mandate_id IS NOT NULL) = (acted_by LIKE 'representative:%') AND (mandate_id IS NULL) = (mandate_seq IS NULL)),
  CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by)
    REFERENCES access.mandate_act (mandate_id, seq, act, subject_id, acted_by),
  CONSTRAINT c16_nobody_else_applies CHECK (act NOT IN ('apply', 'add', 'withdraw')
    OR mandate_id IS NOT NULL OR (agency_code IS NOT NULL AND basis IS NOT NULL)),
  CONSTRAINT an_officer_has_an_agency CHECK ((agency_code IS NOT NULL) = (acted_by LIKE 'officer:%')),
  CHECK ((act = 'escalate') = (level IS NOT NULL)),
  CHECK (act NOT IN ('apply', 'add') OR sealed IS NOT NULL)
);
-- Told once a level, whoever runs the job however often.
CREATE UNIQUE INDEX act_escalated_once ON repair.act (request_id, level) WHERE act = 'escalate';
CREATE INDEX act_by_record ON repair.act (subject_id, record_id, seq);
CREATE INDEX act_by_authority ON repair.act (authority, request_id, seq DESC);

-- Evidence: encrypted files under <home>/repairs, named by `file_id`. For a subject, brought by whoever may act for it.
CREATE TABLE repair.document (
  document_id uuid PRIMARY KEY,
  file_id uuid NOT NULL UNIQUE,
  subject_id uuid NOT NULL REFERENCES registry.subject,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  media_type text NOT NULL CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'text/plain')),
  bytes bigint NOT NULL CHECK (bytes > 0),
  -- What it shows (repair-rules.json of the pack).
  shows text NOT NULL CHECK (shows IN ('payment', 'correction', 'deferral', 'ruling', 'other')),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  UNIQUE (document_id, subject_id, entered_by)
);
CREATE INDEX document_by_time ON repair.document (entered_at);

-- Evidence that came with an application or an addition to a request.
CREATE TABLE repair.act_document (
  document_id uuid PRIMARY KEY,
  request_id uuid NOT NULL,
  seq int NOT NULL,
  subject_id uuid NOT NULL,
  acted_by text NOT NULL,
  FOREIGN KEY (request_id, seq, acted_by) REFERENCES repair.act (request_id, seq, acted_by),
  FOREIGN KEY (document_id, subject_id, acted_by) REFERENCES repair.document (document_id, subject_id, entered_by)
);
CREATE INDEX act_document_by_act ON repair.act_document (request_id, seq);

-- Bodies that were shown the record in the two years before, with the day by which they confirm that it is gone (C11).
CREATE TABLE repair.holder (
  request_id uuid NOT NULL,
  agency_code text NOT NULL REFERENCES access.agency,
  subject_id uuid NOT NULL,
  record_id uuid NOT NULL,
  mark_version int NOT NULL,
  last_shown_on date NOT NULL,
  told_at timestamptz NOT NULL,
  due_on date NOT NULL,
  PRIMARY KEY (request_id, agency_code),
  FOREIGN KEY (subject_id, record_id, mark_version) REFERENCES ledger.change DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX holder_by_agency ON repair.holder (agency_code, told_at DESC, request_id);

CREATE TABLE repair.acknowledgement (
  request_id uuid NOT NULL,
  agency_code text NOT NULL,
  acted_by text NOT NULL CHECK (acted_by ~ '^(officer|client):'),
  acted_at timestamptz NOT NULL,
  PRIMARY KEY (request_id, agency_code),
  FOREIGN KEY (request_id, agency_code) REFERENCES repair.holder
);

-- Certificates of repair, one for each grant. The signed credential is sealed: it names its subject.
CREATE TABLE repair.certificate (
  code text PRIMARY KEY CHECK (code ~ '^[0-9A-HJ-NPQRTUWXY]{4}(-[0-9A-HJ-NPQRTUWXY]{4}){3}$'),
  request_id uuid NOT NULL,
  seq int NOT NULL,
  act text NOT NULL CHECK (act = 'grant'),
  acted_by text NOT NULL,
  key_id text NOT NULL REFERENCES platform.signing_key,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  sealed bytea NOT NULL,
  issued_at timestamptz NOT NULL,
  UNIQUE (request_id),
  FOREIGN KEY (request_id, seq, act, acted_by) REFERENCES repair.act (request_id, seq, act, acted_by)
);

GRANT USAGE ON SCHEMA repair TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA repair TO cx_app;

-- What a constraint of one row cannot say. Row-level checks, because triggers do not travel to a distributed database.
ALTER TABLE repair.request ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_read ON repair.request FOR SELECT USING (true);
CREATE POLICY request_append ON repair.request FOR INSERT WITH CHECK (
  applied_on BETWEEN platform.today() - 1 AND platform.today()
  -- Of an adverse record that is kept, decided by whoever is asked, of an item whose terms know this minimum.
  AND EXISTS (
    SELECT FROM ledger.record r
    WHERE r.subject_id = request.subject_id AND r.record_id = request.record_id AND r.authority = request.authority
      AND r.item_id = request.item_id AND r.adverse AND r.salt IS NOT NULL)
  AND EXISTS (
    SELECT FROM catalogue.item_version i, json_array_elements(i.body #> '{terms,publication,levels}') l
    WHERE i.item_id = request.item_id AND (l ->> 'monthsMin')::int = request.months_min)
  AND NOT EXISTS (
    SELECT FROM ledger.change w
    WHERE w.subject_id = request.subject_id AND w.record_id = request.record_id AND w.act = 'withdraw')
  AND (kind <> 'repair' OR NOT ledger.is_repaired(subject_id, record_id))
  -- Not while an objection waits for its answer (C10): the last mark of one says until when.
  AND (SELECT o.open ->> 'dueOn' FROM ledger.change o
    WHERE o.subject_id = request.subject_id AND o.record_id = request.record_id AND o.mark = 'objection'
    ORDER BY o.version DESC LIMIT 1) IS NULL
  -- One at a time: the one before is over.
  AND NOT EXISTS (
    SELECT FROM repair.act a
    WHERE a.subject_id = request.subject_id AND a.record_id = request.record_id
      AND a.state IN ('waiting', 'to-confirm', 'reversing')
      AND NOT EXISTS (SELECT FROM repair.act l WHERE l.request_id = a.request_id AND l.seq > a.seq))
);

ALTER TABLE repair.act ENABLE ROW LEVEL SECURITY;
CREATE POLICY act_read ON repair.act FOR SELECT USING (true);
CREATE POLICY act_append ON repair.act FOR INSERT WITH CHECK (
  acted_on BETWEEN platform.today() - 1 AND platform.today()
  -- A mandate that has ended gives nothing.
  AND (mandate_id IS NULL OR NOT EXISTS (
    SELECT FROM access.mandate_act m
    WHERE m.mandate_id = act.mandate_id
      AND (m.act = 'revoke' OR (m.act IN ('grant', 'limit') AND (m.detail ->> 'until')::date < act.acted_on))))
  -- Nobody is told of lateness before there is any.
  AND (act.act <> 'escalate' OR EXISTS (
    SELECT FROM repair.request q WHERE q.request_id = act.request_id
      AND CASE act.level WHEN 1 THEN q.decide_by ELSE q.feedback_by END < platform.today()))
  -- C6: the notice that is answered is the one that was served for this reversal, and no later service or date speaks against it.
  AND (act.act <> 'reverse' OR EXISTS (
    SELECT FROM repair.act i WHERE i.request_id = act.request_id AND i.seq < act.seq AND i.act = 'intend-reversal'
      AND i.notice_id = act.notice_id
      AND NOT EXISTS (SELECT FROM repair.act d WHERE d.request_id = i.request_id AND d.seq > i.seq AND d.act = 'drop-reversal')))
  AND (act.act <> 'reverse' OR NOT EXISTS (
    SELECT FROM notices.act n WHERE n.notice_id = act.notice_id
      AND (n.state = 'withdrawn' OR (n.act IN ('serve', 'redate') AND n.seq > act.notice_seq))))
);

ALTER TABLE repair.holder ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder_read ON repair.holder FOR SELECT USING (true);
CREATE POLICY holder_append ON repair.holder FOR INSERT WITH CHECK (EXISTS (
  SELECT FROM repair.act a WHERE a.request_id = holder.request_id AND a.act = 'grant'
    AND a.mark_version = holder.mark_version AND a.record_id = holder.record_id));

-- A mark of a repair says what the act that wrote it says, so that nothing but a decision takes a record out of use or
-- brings it back (C5). And what is repaired is not withdrawn, so that it cannot be recorded anew as something else.
CREATE POLICY change_marks_of_repairs ON ledger.change AS RESTRICTIVE FOR INSERT WITH CHECK (
  (mark IS DISTINCT FROM 'repair' OR EXISTS (
    SELECT FROM repair.act a
    WHERE a.subject_id = change.subject_id AND a.record_id = change.record_id AND a.mark_version = change.version
      AND a.request_id::text = change.open ->> 'repair' AND a.acted_by = change.entered_by
      AND change.open ->> 'state' = CASE a.act WHEN 'grant' THEN 'granted' WHEN 'lift' THEN 'lifted' WHEN 'reverse' THEN 'reversed' END
      AND (change.open ->> 'until')::date IS NOT DISTINCT FROM a.until))
  AND (act <> 'withdraw' OR NOT ledger.is_repaired(subject_id, record_id))
);

-- Forgetting (C8, C17): five years after the last act the words of both sides go (行政诉讼法 46); which acts were done, stays.
CREATE FUNCTION repair.forget_due(at_most int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  due uuid;
  forgotten int := 0;
BEGIN
  FOR due IN
    SELECT q.request_id FROM repair.request q
    WHERE q.applied_on < platform.today() - interval '5 years'
      AND EXISTS (SELECT FROM repair.act a WHERE a.request_id = q.request_id AND a.sealed <> '')
      AND NOT EXISTS (
        SELECT FROM repair.act a WHERE a.request_id = q.request_id
          AND (a.acted_on >= platform.today() - interval '5 years'
            -- What still waits is not forgotten: it is what the recogniser owes.
            OR (a.state IN ('waiting', 'to-confirm', 'reversing') AND NOT EXISTS (
              SELECT FROM repair.act l WHERE l.request_id = a.request_id AND l.seq > a.seq))))
    LIMIT at_most
  LOOP
    UPDATE repair.act SET sealed = CASE WHEN sealed IS NOT NULL THEN ''::bytea END,
        basis = CASE WHEN basis IS NOT NULL THEN '-' END
      WHERE request_id = due;
    UPDATE repair.certificate SET sealed = '' WHERE request_id = due;
    forgotten := forgotten + 1;
  END LOOP;
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION repair.forget_due(int) FROM PUBLIC;
GRANT USAGE ON SCHEMA repair TO cx_retention;
GRANT EXECUTE ON FUNCTION repair.forget_due(int) TO cx_retention;
