-- Notices: what an authority served on a subject, when and how it is proved, until when the subject may answer, and what
-- it answered. What takes effect later refers to these rows (C5, C6).
-- Citus: local to the coordinator, as lists and their acts are: there are as many as decisions, not as many as records.
CREATE SCHEMA notices;

-- Whether a subject takes service electronically: agreed and withdrawn in turn, by its proven representatives.
CREATE TABLE notices.agreement (
  subject_id uuid NOT NULL REFERENCES registry.subject,
  seq int NOT NULL CHECK (seq > 0),
  before int GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  act text NOT NULL CHECK (act IN ('agree', 'withdraw')),
  mandate_id uuid NOT NULL,
  mandate_seq int NOT NULL,
  mandate_act text GENERATED ALWAYS AS ('accept') STORED,
  acted_by text NOT NULL,
  acted_on date NOT NULL CHECK (acted_on = ((acted_at AT TIME ZONE 'UTC') + interval '8 hours')::date),
  acted_at timestamptz NOT NULL,
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (subject_id, seq),
  UNIQUE (subject_id, seq, act),
  FOREIGN KEY (subject_id, before) REFERENCES notices.agreement,
  CONSTRAINT in_turn CHECK ((act = 'agree') = (seq % 2 = 1)),
  CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by)
    REFERENCES access.mandate_act (mandate_id, seq, act, subject_id, acted_by)
);

-- A notice as it was drawn up. Its words are sealed: they may name anybody. Nothing here is ever changed.
CREATE TABLE notices.notice (
  notice_id uuid PRIMARY KEY,
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  authority text NOT NULL REFERENCES access.agency,
  kind text NOT NULL CHECK (kind IN ('intended-listing', 'decision', 'other')),
  -- What it is about: an id of another room, which alone knows what it means.
  about_kind text NOT NULL CHECK (about_kind IN ('proceeding', 'record')),
  about_id uuid NOT NULL,
  -- Time to answer and to ask for a hearing, from the day after service; 0: none.
  answer_days int NOT NULL CHECK (answer_days >= 0),
  answer_unit text CHECK (answer_unit IN ('working', 'calendar')),
  hearing_days int NOT NULL CHECK (hearing_days >= 0),
  hearing_unit text CHECK (hearing_unit IN ('working', 'calendar')),
  sealed bytea NOT NULL,
  -- Keyed hash of the words: every act repeats it, so that what was served is what was drawn up.
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  drawn_by text NOT NULL,
  drawn_on date NOT NULL,
  drawn_at timestamptz NOT NULL,
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  UNIQUE (notice_id, subject_id, authority, drawn_by, drawn_on, answer_days, commitment),
  -- For whoever acts on a notice: that it is of this kind, about this, for this subject.
  UNIQUE (notice_id, kind, about_id, subject_id),
  CHECK ((answer_days > 0) = (answer_unit IS NOT NULL)),
  CHECK ((hearing_days > 0) = (hearing_unit IS NOT NULL)),
  CONSTRAINT c5_an_officer_draws_up CHECK (drawn_by LIKE 'officer:%'),
  CONSTRAINT c6_time_to_answer CHECK (kind <> 'intended-listing' OR answer_days > 0),
  CONSTRAINT drawn_on_its_day CHECK (drawn_on = ((drawn_at AT TIME ZONE 'UTC') + interval '8 hours')::date)
);
CREATE INDEX notice_by_subject ON notices.notice (subject_id, drawn_at DESC);
CREATE INDEX notice_by_authority ON notices.notice (authority, drawn_at DESC, notice_id);
CREATE INDEX notice_by_about ON notices.notice (about_id);

-- Proofs of service, and what a subject brings with its answer: encrypted files under <home>/notices, named by `file_id`.
CREATE TABLE notices.document (
  document_id uuid PRIMARY KEY,
  file_id uuid NOT NULL UNIQUE,
  notice_id uuid NOT NULL REFERENCES notices.notice,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  media_type text NOT NULL CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'text/plain')),
  bytes bigint NOT NULL CHECK (bytes > 0),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  -- An act takes up documents of its own notice that whoever acts brought.
  UNIQUE (document_id, notice_id, entered_by)
);
CREATE INDEX document_by_time ON notices.document (entered_at);

-- What happened to a notice. The database holds the order of acts without triggers: a row refers to the row before it by
-- the state and the date it left behind, and the key lets one of two that race win.
CREATE TABLE notices.act (
  notice_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  act text NOT NULL,
  -- Repeated from the notice, and held to it.
  subject_id uuid NOT NULL,
  authority text NOT NULL,
  drawn_by text NOT NULL,
  drawn_on date NOT NULL,
  answer_days int NOT NULL,
  commitment bytea NOT NULL,
  before int GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  state_before text,
  state text NOT NULL CHECK (state IN ('drawn', 'offered', 'served', 'withdrawn')),
  -- The day before which the time to answer cannot have ended; it only ever moves away.
  floor_before date,
  answer_floor date NOT NULL,
  -- Who: an officer of the authority, for it or at its counter for somebody present; or a representative under a mandate;
  -- or the job that dates anew when a calendar is published.
  acted_by text NOT NULL,
  acted_on date NOT NULL,
  acted_at timestamptz NOT NULL,
  agency_code text,
  -- At the counter: how identity and authority were proved.
  basis text CHECK (basis ~ '\S'),
  mandate_id uuid,
  mandate_seq int,
  mandate_act text GENERATED ALWAYS AS (CASE WHEN mandate_id IS NOT NULL THEN 'accept' END) STORED,
  -- Service, or an attempt at it.
  mode text CHECK (mode IN ('direct', 'left', 'post', 'announcement', 'electronic')),
  outcome text CHECK (outcome IN ('refused', 'absent', 'moved', 'unreachable')),
  served_seq int,
  served_act text GENERATED ALWAYS AS (CASE WHEN served_seq IS NOT NULL THEN 'serve' END) STORED,
  served_on date,
  announced_on date,
  failed_seq int,
  failed_act text GENERATED ALWAYS AS (CASE WHEN failed_seq IS NOT NULL THEN 'fail' END) STORED,
  agreement_seq int,
  agreement_act text GENERATED ALWAYS AS (CASE WHEN agreement_seq IS NOT NULL THEN 'agree' END) STORED,
  -- Last day to answer; null where no published calendar reaches it yet.
  answer_due_on date,
  proof_id uuid,
  reason text CHECK (reason ~ '\S'),
  -- What the subject said.
  sealed bytea,
  -- Keyed hash of what was asked: the same key with another content is told from the same act sent again.
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (notice_id, seq),
  UNIQUE (notice_id, seq, act),
  UNIQUE (notice_id, seq, state, answer_floor),
  UNIQUE (notice_id, seq, acted_by),
  -- What others refer to: "served on, to be answered by" (acts `serve`, `redate`), and "answered, waived ... on".
  UNIQUE (notice_id, seq, served_on, answer_due_on),
  UNIQUE (notice_id, seq, act, served_on),
  UNIQUE (notice_id, seq, act, acted_on),
  CONSTRAINT served_is_what_was_drawn_up FOREIGN KEY (notice_id, subject_id, authority, drawn_by, drawn_on, answer_days, commitment)
    REFERENCES notices.notice (notice_id, subject_id, authority, drawn_by, drawn_on, answer_days, commitment),
  CONSTRAINT one_after_the_other FOREIGN KEY (notice_id, before, state_before, floor_before)
    REFERENCES notices.act (notice_id, seq, state, answer_floor),
  CONSTRAINT the_first_has_none_before CHECK (
    (seq = 1) = (act = 'draw-up') AND (seq = 1) = (state_before IS NULL) AND (seq = 1) = (floor_before IS NULL)),
  CONSTRAINT states CHECK (coalesce(CASE act
    WHEN 'draw-up' THEN state = 'drawn'
    WHEN 'offer' THEN state_before = 'drawn' AND state = 'offered'
    WHEN 'fail' THEN state_before IN ('drawn', 'offered') AND state = state_before
    WHEN 'serve' THEN state_before IN ('drawn', 'offered', 'served') AND state = 'served'
    WHEN 'redate' THEN state_before = 'served' AND state = 'served'
    WHEN 'answer' THEN state_before = 'served' AND state = 'served'
    WHEN 'ask-hearing' THEN state_before = 'served' AND state = 'served'
    WHEN 'waive' THEN state_before = 'served' AND state = 'served'
    WHEN 'withdraw' THEN state_before IN ('drawn', 'offered', 'served') AND state = 'withdrawn'
  END, false)),
  CONSTRAINT acted_on_its_day CHECK (
    acted_on = ((acted_at AT TIME ZONE 'UTC') + interval '8 hours')::date AND acted_on >= drawn_on),
  -- C6: an act of the subject stands on a service; nothing unread is one.
  CONSTRAINT c6_after_service FOREIGN KEY (notice_id, served_seq, served_act, served_on)
    REFERENCES notices.act (notice_id, seq, act, served_on),
  CONSTRAINT c6_stands_on_a_service CHECK (
    (act IN ('serve', 'redate', 'answer', 'ask-hearing', 'waive')) = (served_seq IS NOT NULL)
    AND (served_seq IS NULL) = (served_on IS NULL) AND (act <> 'serve' OR served_seq = seq)),
  CONSTRAINT c6_not_before_it_was_drawn_up CHECK (served_on >= drawn_on AND served_on <= acted_on),
  -- C6: the time to answer is never shorter than its days, and moves away only.
  CONSTRAINT c6_the_term_is_whole CHECK (act <> 'serve' OR answer_days = 0 OR answer_floor >= served_on + answer_days),
  CONSTRAINT c6_no_shorter_term CHECK (answer_floor >= coalesce(floor_before, '-infinity')
    AND (act IN ('draw-up', 'serve', 'redate') OR answer_floor = floor_before)
    AND (answer_due_on IS NULL OR (act IN ('serve', 'redate') AND answer_due_on = answer_floor))
    AND (act <> 'draw-up' OR answer_floor = '-infinity')
    AND (answer_days > 0 OR (act <> 'redate' AND answer_floor = '-infinity'))),
  -- C5, C16: who may do what.
  CONSTRAINT c5_the_authority_acts_by_an_officer CHECK (
    act NOT IN ('draw-up', 'offer', 'fail', 'withdraw') OR (acted_by LIKE 'officer:%' AND agency_code = authority)),
  CONSTRAINT c5_drawn_up_by CHECK (act <> 'draw-up' OR acted_by = drawn_by),
  CONSTRAINT an_officer_has_an_agency CHECK ((agency_code IS NOT NULL) = (acted_by LIKE 'officer:%') AND agency_code = authority),
  CONSTRAINT c16_a_representative_has_a_mandate CHECK (
    (mandate_id IS NOT NULL) = (acted_by LIKE 'representative:%') AND (mandate_id IS NULL) = (mandate_seq IS NULL)),
  CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by)
    REFERENCES access.mandate_act (mandate_id, seq, act, subject_id, acted_by),
  CONSTRAINT c16_nobody_else_answers CHECK (act NOT IN ('answer', 'ask-hearing', 'waive')
    OR mandate_id IS NOT NULL OR (agency_code IS NOT NULL AND basis IS NOT NULL AND acted_by <> drawn_by)),
  CONSTRAINT c6_service_is_proved CHECK (act <> 'serve' OR coalesce(CASE
    WHEN mode = 'electronic' THEN mandate_id IS NOT NULL AND agreement_seq IS NOT NULL AND state_before = 'offered'
      AND served_on = acted_on AND proof_id IS NULL
    ELSE agency_code IS NOT NULL AND proof_id IS NOT NULL AND agreement_seq IS NULL END, false)),
  CONSTRAINT c6_electronic_where_agreed FOREIGN KEY (subject_id, agreement_seq, agreement_act)
    REFERENCES notices.agreement (subject_id, seq, act),
  -- 民事诉讼法 95: by announcement only after service in other ways failed, and served after its thirty days.
  CONSTRAINT c6_announced_last CHECK (act <> 'serve' OR (mode = 'announcement') = (announced_on IS NOT NULL)
    AND (mode = 'announcement') = (failed_seq IS NOT NULL)
    AND (announced_on IS NULL OR (announced_on >= drawn_on AND served_on >= announced_on + 30))),
  CONSTRAINT c6_after_a_failure FOREIGN KEY (notice_id, failed_seq, failed_act)
    REFERENCES notices.act (notice_id, seq, act),
  CHECK ((act = 'fail') = (outcome IS NOT NULL) AND (act IN ('serve', 'fail')) = (mode IS NOT NULL)),
  CHECK (act = 'serve' OR (announced_on IS NULL AND failed_seq IS NULL AND agreement_seq IS NULL)),
  -- An express waiver has its words; at the counter, the paper that was signed.
  CONSTRAINT c6_expressly_waived CHECK (act <> 'waive' OR (sealed IS NOT NULL AND answer_days > 0
    AND (mandate_id IS NOT NULL OR proof_id IS NOT NULL))),
  CHECK (act <> 'answer' OR sealed IS NOT NULL),
  CHECK (act NOT IN ('fail', 'withdraw') OR reason IS NOT NULL),
  -- A later end is given by an officer for a reason, or follows from a calendar published since.
  CONSTRAINT later_for_a_reason CHECK (act <> 'redate' OR (agency_code IS NOT NULL AND reason IS NOT NULL) OR (acted_by = 'job:notices' AND answer_due_on IS NOT NULL)),
  CONSTRAINT proof_of_this_notice FOREIGN KEY (proof_id, notice_id, acted_by)
    REFERENCES notices.document (document_id, notice_id, entered_by)
);

-- What came with an act of the subject.
CREATE TABLE notices.act_document (
  document_id uuid PRIMARY KEY,
  notice_id uuid NOT NULL,
  seq int NOT NULL,
  acted_by text NOT NULL,
  FOREIGN KEY (notice_id, seq, acted_by) REFERENCES notices.act (notice_id, seq, acted_by),
  FOREIGN KEY (document_id, notice_id, acted_by) REFERENCES notices.document (document_id, notice_id, entered_by)
);
CREATE INDEX act_document_by_act ON notices.act_document (notice_id, seq);

GRANT USAGE ON SCHEMA notices TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA notices TO cx_app;

-- What a constraint of one row cannot say: a mandate or an agreement that has ended gives nothing, and no act is dated
-- into another day than the one it is written on. Row-level checks, because triggers do not travel to a distributed database.
ALTER TABLE notices.act ENABLE ROW LEVEL SECURITY;
CREATE POLICY act_read ON notices.act FOR SELECT USING (true);
CREATE POLICY act_append ON notices.act FOR INSERT WITH CHECK (
  acted_on BETWEEN platform.today() - 1 AND platform.today()
  AND (mandate_id IS NULL OR NOT EXISTS (
    SELECT FROM access.mandate_act m
    WHERE m.mandate_id = act.mandate_id
      AND (m.act = 'revoke' OR (m.act IN ('grant', 'limit') AND (m.detail ->> 'until')::date < act.acted_on))))
  AND (agreement_seq IS NULL OR NOT EXISTS (
    SELECT FROM notices.agreement w WHERE w.subject_id = act.subject_id AND w.seq > act.agreement_seq))
);
ALTER TABLE notices.agreement ENABLE ROW LEVEL SECURITY;
CREATE POLICY agreement_read ON notices.agreement FOR SELECT USING (true);
CREATE POLICY agreement_append ON notices.agreement FOR INSERT WITH CHECK (
  acted_on BETWEEN platform.today() - 1 AND platform.today()
  AND NOT EXISTS (
    SELECT FROM access.mandate_act m
    WHERE m.mandate_id = agreement.mandate_id
      AND (m.act = 'revoke' OR (m.act IN ('grant', 'limit') AND (m.detail ->> 'until')::date < agreement.acted_on)))
);
ALTER TABLE notices.notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY notice_read ON notices.notice FOR SELECT USING (true);
CREATE POLICY notice_append ON notices.notice FOR INSERT WITH CHECK (
  drawn_on BETWEEN platform.today() - 1 AND platform.today());

-- Forgetting (C8, C17). Five years after the last act nobody can sue over it any more (行政诉讼法 46); the words then go, of
-- both sides. Which acts were done, and when, stays. The retention role may call this and change nothing itself.
CREATE FUNCTION notices.forget_due(at_most int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  due uuid;
  forgotten int := 0;
BEGIN
  FOR due IN
    SELECT n.notice_id FROM notices.notice n
    WHERE n.sealed <> '' AND n.drawn_on < platform.today() - interval '5 years'
      AND NOT EXISTS (
        SELECT FROM notices.act a WHERE a.notice_id = n.notice_id
          AND greatest(a.acted_on, a.answer_due_on) >= platform.today() - interval '5 years')
    LIMIT at_most
  LOOP
    UPDATE notices.notice SET sealed = '' WHERE notice_id = due;
    UPDATE notices.act SET sealed = CASE WHEN sealed IS NOT NULL THEN ''::bytea END,
        reason = CASE WHEN reason IS NOT NULL THEN '-' END, basis = CASE WHEN basis IS NOT NULL THEN '-' END
      WHERE notice_id = due;
    forgotten := forgotten + 1;
  END LOOP;
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION notices.forget_due(int) FROM PUBLIC;
GRANT USAGE ON SCHEMA notices TO cx_retention;
GRANT EXECUTE ON FUNCTION notices.forget_due(int) TO cx_retention;
