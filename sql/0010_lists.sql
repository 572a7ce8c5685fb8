-- Proceedings: how a subject comes on a list, and leaves it. A proceeding is a chain of acts; where it stands is their fold.
-- The chain is the machine, held here without triggers: what an act may follow is a row of the catalogue, what it stands on
-- are rows that say so, and the key lets one of two that race win. A listing in force is a record of the ledger, nothing else.
-- Citus: local to the coordinator, with notices: there are as many as decisions, not as many as records.
-- Acts are only added; `proceeding_state` is their fold, kept for the inbox and proved by folding again.
CREATE SCHEMA lists;

CREATE TABLE lists.proceeding (
  -- Drawn from who opened it and the idempotency key: sent twice, it is one.
  proceeding_id uuid PRIMARY KEY,
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  list_id text NOT NULL,
  list_version int NOT NULL,
  item_id text NOT NULL,
  procedure_id text NOT NULL,
  procedure_version int NOT NULL,
  adverse boolean NOT NULL,
  -- A second officer confirms: persons always.
  confirms boolean NOT NULL,
  -- The agency that keeps the list here.
  keeper text NOT NULL REFERENCES access.agency,
  -- The how-manieth about this subject for this list: of two opened at once one finds the place taken.
  ordinal int NOT NULL CHECK (ordinal > 0),
  -- The criterion that found the subject, and the records it rested on: `[{"recordId", "version"}]`. What is recomputed later.
  criterion text CHECK (criterion ~ '\S'),
  rests_on jsonb NOT NULL CHECK (jsonb_typeof(rests_on) = 'array'),
  -- The ground of the list it is proposed on: heard on this one, the subject is listed on no other.
  ground text CHECK (ground ~ '\S'),
  -- Facts as proposed, and the numbers of the documents they rest on. Sealed: they may name anybody.
  sealed bytea NOT NULL,
  documents bytea CHECK (documents = '' OR octet_length(documents) > 30),
  -- The last day of the conduct, where it was proposed or a record says it: what it is kept by (C8).
  conduct_ended_on date,
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL,
  UNIQUE (subject_id, list_id, ordinal),
  -- What every act repeats.
  UNIQUE (proceeding_id, subject_id, procedure_id, procedure_version, adverse, confirms, keeper),
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  -- C2: a list in the catalogue that is switched on, may name this kind of subject, under its item, by its procedure.
  CONSTRAINT c2_a_list_of_the_catalogue
    FOREIGN KEY (list_id, list_version, subject_kind, item_id, procedure_id, adverse, confirms)
    REFERENCES catalogue.list_subject (list_id, version, subject_kind, item_id, procedure_id, adverse, confirms),
  CONSTRAINT c2_a_procedure_of_the_catalogue FOREIGN KEY (procedure_id, procedure_version)
    REFERENCES catalogue.procedure_version (procedure_id, version),
  CONSTRAINT c2_a_ground_of_the_list CHECK (NOT adverse OR ground IS NOT NULL OR criterion IS NOT NULL),
  CONSTRAINT c2_rests_on_something CHECK (jsonb_array_length(rests_on) > 0 OR documents IS NOT NULL),
  CONSTRAINT c8_conduct_is_past
    CHECK (conduct_ended_on <= ((opened_at AT TIME ZONE 'UTC') + interval '8 hours')::date),
  CONSTRAINT c5_an_officer_opens CHECK (opened_by LIKE 'officer:%'),
  CONSTRAINT c5_persons_confirmed_by_another CHECK (subject_kind <> 'person' OR confirms OR NOT adverse)
);
CREATE INDEX proceeding_by_keeper ON lists.proceeding (keeper, opened_at DESC, proceeding_id);
CREATE INDEX proceeding_by_subject ON lists.proceeding (subject_id);

CREATE TABLE lists.act (
  proceeding_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  -- Repeated from the proceeding, and held to it.
  subject_id uuid NOT NULL,
  procedure_id text NOT NULL,
  procedure_version int NOT NULL,
  adverse boolean NOT NULL,
  confirms boolean NOT NULL,
  keeper text NOT NULL,
  act text NOT NULL,
  -- '' before the first act.
  from_state text NOT NULL,
  to_state text NOT NULL,
  done_by text NOT NULL,
  -- What the catalogue asks before this act; the CHECKs below hold it to that.
  guards text[] NOT NULL,
  before int GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  before_by text,
  acted_by text NOT NULL,
  acted_on date NOT NULL,
  acted_at timestamptz NOT NULL,
  -- The notice of what was intended, its service, and until when it could be answered.
  notice_id uuid,
  notice_kind text CHECK (notice_kind IN ('intended-listing', 'other')),
  notice_seq int,
  notice_served_on date,
  answer_due_on date,
  waived_seq int,
  waived_act text GENERATED ALWAYS AS (CASE WHEN waived_seq IS NOT NULL THEN 'waive' END) STORED,
  waived_on date,
  -- The decision that this act serves, and its service.
  decided_seq int,
  decided_act text GENERATED ALWAYS AS (CASE WHEN decided_seq IS NOT NULL THEN 'decide' END) STORED,
  decided_on date,
  decision_id uuid,
  decision_kind text GENERATED ALWAYS AS (CASE WHEN decision_id IS NOT NULL THEN 'decision' END) STORED,
  decision_seq int,
  decision_service text GENERATED ALWAYS AS (CASE WHEN decision_seq IS NOT NULL THEN 'serve' END) STORED,
  served_on date,
  -- What follows from service stands on the row that says so, and is done by whoever did that.
  moved_by uuid GENERATED ALWAYS AS (CASE WHEN done_by = 'service' THEN coalesce(decision_id, notice_id) END) STORED,
  moved_seq int GENERATED ALWAYS AS (CASE WHEN done_by = 'service' THEN coalesce(decision_seq, notice_seq) END) STORED,
  moved_act text GENERATED ALWAYS AS (CASE WHEN done_by = 'service' THEN 'serve' END) STORED,
  held_on date,
  -- The day the subject was told when and where the hearing is held.
  summoned_on date,
  months int CHECK (months > 0),
  listed_from date,
  ends_on date,
  ruling_number text CHECK (ruling_number ~ '\S'),
  ruling_body text CHECK (ruling_body ~ '\S'),
  ruling_on date,
  -- Which conditions of the early exit were found met: numbers from 0.
  conditions int[],
  -- Texts, encrypted under a key outside this database; thirty bytes of each are nonce and tag.
  -- Past its keeping a text is forgotten, and ''.
  reasons bytea CHECK (reasons = '' OR octet_length(reasons) > 30),
  weighed bytea CHECK (weighed = '' OR octet_length(weighed) > 30),
  sealed bytea,
  -- The record of the ledger that this act wrote or changed.
  record_id uuid,
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (proceeding_id, seq),
  UNIQUE (proceeding_id, seq, record_id),
  UNIQUE (proceeding_id, seq, to_state, acted_by),
  UNIQUE (proceeding_id, seq, act, acted_on),
  FOREIGN KEY (proceeding_id, subject_id, procedure_id, procedure_version, adverse, confirms, keeper)
    REFERENCES lists.proceeding (proceeding_id, subject_id, procedure_id, procedure_version, adverse, confirms, keeper),
  -- The machine: no step that the catalogue does not know, with all it asks, and none from another state.
  CONSTRAINT a_step_of_the_procedure FOREIGN KEY (procedure_id, procedure_version, from_state, act, to_state, done_by, guards)
    REFERENCES catalogue.transition (procedure_id, version, from_state, act, to_state, done_by, guards),
  CONSTRAINT one_after_the_other FOREIGN KEY (proceeding_id, before, from_state, before_by)
    REFERENCES lists.act (proceeding_id, seq, to_state, acted_by),
  CONSTRAINT the_first_has_none_before CHECK ((seq = 1) = (from_state = '') AND (seq = 1) = (before_by IS NULL)),
  CONSTRAINT acted_on_its_day CHECK (acted_on = ((acted_at AT TIME ZONE 'UTC') + interval '8 hours')::date),
  -- C5: people act, time does not write; they say why; another one confirms. A representative does only what follows
  -- from reading the notice.
  CONSTRAINT c5_people_decide CHECK (done_by <> 'clock'
    AND (acted_by LIKE 'officer:%' OR (done_by = 'service' AND acted_by LIKE 'representative:%'))),
  CONSTRAINT c6_moved_by_a_service CHECK (done_by <> 'service' OR (moved_by IS NOT NULL AND moved_seq IS NOT NULL)),
  CONSTRAINT c6_moved_as_it_says FOREIGN KEY (moved_by, moved_seq, moved_act) REFERENCES notices.act (notice_id, seq, act),
  CONSTRAINT c5_moved_by_who_served FOREIGN KEY (moved_by, moved_seq, acted_by)
    REFERENCES notices.act (notice_id, seq, acted_by),
  CONSTRAINT c5_reasons CHECK (NOT 'reasons' = ANY (guards) OR reasons IS NOT NULL),
  CONSTRAINT c5_another_officer CHECK (NOT 'another-officer' = ANY (guards) OR act <> 'confirm' OR acted_by <> before_by),
  -- C6: what was intended was served, about this very proceeding.
  CONSTRAINT c6_notice_of_this_proceeding FOREIGN KEY (notice_id, notice_kind, proceeding_id, subject_id)
    REFERENCES notices.notice (notice_id, kind, about_id, subject_id),
  CONSTRAINT c6_notice_served CHECK (NOT 'notice-served' = ANY (guards)
    OR (notice_id IS NOT NULL AND notice_seq IS NOT NULL AND notice_served_on IS NOT NULL AND notice_served_on <= acted_on)),
  CONSTRAINT c6_served_as_it_says FOREIGN KEY (notice_id, notice_seq, notice_served_on, answer_due_on)
    REFERENCES notices.act (notice_id, seq, served_on, answer_due_on),
  CONSTRAINT c6_time_to_answer_over CHECK (NOT 'time-to-answer-over' = ANY (guards)
    OR coalesce(answer_due_on < acted_on, false) OR waived_on IS NOT NULL),
  CONSTRAINT c6_waived_as_it_says FOREIGN KEY (notice_id, waived_seq, waived_act, waived_on)
    REFERENCES notices.act (notice_id, seq, act, acted_on),
  CHECK ((waived_seq IS NULL) = (waived_on IS NULL) AND (notice_id IS NULL) = (notice_seq IS NULL)
    AND (notice_id IS NULL) = (notice_kind IS NULL) AND (notice_id IS NULL) = (notice_served_on IS NULL)
    AND (notice_id IS NOT NULL OR (waived_on IS NULL AND answer_due_on IS NULL))),
  -- C6: it takes effect when the decision has reached the subject, and not before it was made.
  CONSTRAINT c6_decision_served CHECK (NOT 'decision-served' = ANY (guards) OR NOT adverse
    OR (decision_id IS NOT NULL AND decision_seq IS NOT NULL AND served_on IS NOT NULL AND decided_on IS NOT NULL
      AND served_on BETWEEN decided_on AND acted_on AND listed_from >= served_on)),
  CONSTRAINT c6_decision_of_this_proceeding FOREIGN KEY (decision_id, decision_kind, proceeding_id, subject_id)
    REFERENCES notices.notice (notice_id, kind, about_id, subject_id),
  CONSTRAINT c6_decision_served_as_it_says FOREIGN KEY (decision_id, decision_seq, decision_service, served_on)
    REFERENCES notices.act (notice_id, seq, act, served_on),
  CONSTRAINT decided_as_it_says FOREIGN KEY (proceeding_id, decided_seq, decided_act, decided_on)
    REFERENCES lists.act (proceeding_id, seq, act, acted_on),
  CHECK ((decided_seq IS NULL) = (decided_on IS NULL)),
  -- C8: everything ends.
  CONSTRAINT c8_end_given CHECK (NOT 'end-given' = ANY (guards) OR NOT adverse OR months IS NOT NULL),
  CONSTRAINT c8_ends_after_it_begins CHECK (ends_on >= listed_from AND (listed_from IS NULL OR NOT adverse OR ends_on IS NOT NULL)),
  CONSTRAINT a_ruling_is_cited CHECK (NOT 'ruling' = ANY (guards)
    OR (ruling_number IS NOT NULL AND ruling_on IS NOT NULL AND ruling_on <= acted_on)),
  CONSTRAINT a_ruling_is_whole CHECK ((ruling_number IS NULL) = (ruling_on IS NULL)
    AND (ruling_number IS NULL) = (ruling_body IS NULL)),
  -- 行政处罚法 64: a hearing has its day, and seven days before at least the subject was told of it.
  CONSTRAINT a_hearing_has_its_day CHECK (act <> 'hold-hearing' OR (held_on IS NOT NULL AND held_on <= acted_on)),
  CONSTRAINT summoned_in_time CHECK (NOT 'summoned' = ANY (guards)
    OR (summoned_on IS NOT NULL AND held_on IS NOT NULL AND held_on >= summoned_on + 7)),
  -- What is in force is in the ledger.
  FOREIGN KEY (subject_id, record_id) REFERENCES ledger.record (subject_id, record_id),
  CONSTRAINT in_force_is_in_the_ledger CHECK (listed_from IS NULL OR record_id IS NOT NULL)
);
CREATE INDEX act_by_record ON lists.act (record_id) WHERE record_id IS NOT NULL;

-- The act that ends a listing, said by the batch that changes its record before the change is written. The act itself
-- follows in the same transaction, or nothing of it stays.
CREATE TABLE lists.leaving (
  batch_id uuid PRIMARY KEY REFERENCES intake.batch,
  proceeding_id uuid NOT NULL,
  seq int NOT NULL,
  record_id uuid NOT NULL,
  UNIQUE (proceeding_id, seq),
  CONSTRAINT the_act_that_ends_it FOREIGN KEY (proceeding_id, seq, record_id)
    REFERENCES lists.act (proceeding_id, seq, record_id) DEFERRABLE INITIALLY DEFERRED
);

GRANT USAGE ON SCHEMA lists TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA lists TO cx_app;

-- An act that was done before is no leave to change anything now.
ALTER TABLE lists.leaving ENABLE ROW LEVEL SECURITY;
CREATE POLICY leaving_read ON lists.leaving FOR SELECT USING (true);
CREATE POLICY leaving_append ON lists.leaving FOR INSERT WITH CHECK (
  NOT EXISTS (SELECT FROM lists.act a WHERE a.proceeding_id = leaving.proceeding_id AND a.seq = leaving.seq));

-- Whether a proceeding brought a record into force.
CREATE FUNCTION lists.is_of_proceeding(subject uuid, record uuid) RETURNS boolean
  LANGUAGE sql STABLE
RETURN EXISTS (
  SELECT FROM lists.act a WHERE a.record_id = record AND a.subject_id = subject AND a.listed_from IS NOT NULL);

-- C5: what was decided with notice, answer and a second officer is corrected or withdrawn by an act of its proceeding, and
-- by nobody alone. Marks (an objection, a repair) say something about it and change nothing of it.
CREATE POLICY c5_changed_by_its_proceeding ON ledger.change AS RESTRICTIVE FOR INSERT WITH CHECK (
  act = 'annotate' OR NOT lists.is_of_proceeding(subject_id, record_id)
  OR EXISTS (SELECT FROM lists.leaving l WHERE l.batch_id = change.batch_id AND l.record_id = change.record_id));

-- What a constraint of one row cannot say: that no later word of the notice speaks against it. Row-level checks, because
-- triggers do not travel to a distributed database.
ALTER TABLE lists.act ENABLE ROW LEVEL SECURITY;
CREATE POLICY act_read ON lists.act FOR SELECT USING (true);
CREATE POLICY act_append ON lists.act FOR INSERT WITH CHECK (
  acted_on BETWEEN platform.today() - 1 AND platform.today()
  -- C5: nobody writes what is forgotten already.
  AND reasons IS DISTINCT FROM '' AND weighed IS DISTINCT FROM ''
  -- C6: the record takes effect on the day the proceeding says, which is not before the decision reached the subject; what
  -- a reader of the ledger sees is what was served.
  AND (listed_from IS NULL OR EXISTS (
    SELECT FROM ledger.record r
    WHERE r.subject_id = act.subject_id AND r.record_id = act.record_id AND r.effective_from = act.listed_from
      AND (NOT act.adverse OR (r.served_on = act.served_on AND r.effective_from >= r.served_on))))
  -- C5: another officer than who made the decision that stands.
  AND (NOT 'another-officer' = ANY (guards) OR NOT EXISTS (
    SELECT FROM lists.act d
    WHERE d.proceeding_id = act.proceeding_id AND d.act = 'decide' AND d.acted_by = act.acted_by
      AND NOT EXISTS (
        SELECT FROM lists.act r WHERE r.proceeding_id = d.proceeding_id AND r.act = 'return' AND r.seq > d.seq)))
  -- C5: nor does whoever proposed confirm it.
  AND (act.act <> 'confirm' OR NOT 'another-officer' = ANY (guards) OR NOT EXISTS (
    SELECT FROM lists.proceeding p WHERE p.proceeding_id = act.proceeding_id AND p.opened_by = act.acted_by))
  -- C5: what an adverse decision brought about is undone by one officer who moves it and another who does it, by the ruling
  -- that was moved.
  AND (NOT (adverse AND act.act IN ('annul', 'correct-error')) OR EXISTS (
    SELECT FROM lists.act m
    WHERE m.proceeding_id = act.proceeding_id AND m.act = 'move-undoing' AND m.acted_by <> act.acted_by
      AND (m.ruling_number, m.ruling_body, m.ruling_on)
        IS NOT DISTINCT FROM (act.ruling_number, act.ruling_body, act.ruling_on)
      AND NOT EXISTS (
        SELECT FROM lists.act l WHERE l.proceeding_id = m.proceeding_id AND l.seq > m.seq
          AND l.act IN ('move-undoing', 'decide', 'return'))))
  -- C5: whoever sent a decision back does not end the proceeding as well.
  AND (NOT 'not-who-returned' = ANY (guards) OR NOT EXISTS (
    SELECT FROM lists.act r
    WHERE r.proceeding_id = act.proceeding_id AND r.act = 'return' AND r.acted_by = act.acted_by
      AND NOT EXISTS (
        SELECT FROM lists.act d WHERE d.proceeding_id = r.proceeding_id AND d.act = 'decide' AND d.seq > r.seq)))
  AND (NOT 'time-to-answer-over' = ANY (guards) OR (
    -- C6: the latest date of the time to answer counts, and an answer is weighed.
    (waived_on IS NOT NULL OR NOT EXISTS (
      SELECT FROM notices.act n WHERE n.notice_id = act.notice_id
        AND (n.answer_floor >= act.acted_on OR (n.seq > act.notice_seq AND n.act IN ('serve', 'redate')))))
    AND (weighed IS NOT NULL OR NOT EXISTS (
      SELECT FROM notices.act n WHERE n.notice_id = act.notice_id AND n.act = 'answer'))
    -- C5: whoever wrote down for the subject does not decide on it.
    AND NOT EXISTS (
      SELECT FROM notices.act n
      WHERE n.notice_id = act.notice_id AND n.basis IS NOT NULL AND n.acted_by = act.acted_by)
    AND NOT EXISTS (SELECT FROM notices.act n WHERE n.notice_id = act.notice_id AND n.act = 'withdraw')))
  -- C6: a hearing is held for who asked for it, and since; held before, it settles nothing.
  AND (act.act <> 'hold-hearing' OR EXISTS (
    SELECT FROM notices.act n WHERE n.notice_id = act.notice_id AND n.act = 'ask-hearing'
      AND n.acted_on <= act.held_on AND (act.summoned_on IS NULL OR n.acted_on <= act.summoned_on)))
  AND (NOT 'hearing-settled' = ANY (guards) OR NOT EXISTS (
    SELECT FROM notices.act n WHERE n.notice_id = act.notice_id AND n.act = 'ask-hearing'
      AND NOT EXISTS (
        SELECT FROM lists.act h
        WHERE h.proceeding_id = act.proceeding_id AND h.act = 'hold-hearing' AND h.held_on >= n.acted_on)))
);
ALTER TABLE lists.proceeding ENABLE ROW LEVEL SECURITY;
CREATE POLICY proceeding_read ON lists.proceeding FOR SELECT USING (true);
CREATE POLICY proceeding_append ON lists.proceeding FOR INSERT WITH CHECK (
  sealed <> '' AND documents IS DISTINCT FROM '' AND
  -- C16: what it rests on are records of this subject, or of one that was joined with it.
  NOT EXISTS (
    SELECT FROM jsonb_array_elements(rests_on) one
    WHERE NOT EXISTS (
      SELECT FROM ledger.record r
      WHERE r.record_id = (one ->> 'recordId')::uuid AND r.subject_id = (one ->> 'subjectId')::uuid
        AND (r.subject_id = proceeding.subject_id OR EXISTS (
          SELECT FROM registry.alias_act a
          WHERE (a.subject_id, a.other_subject_id) IN (
            (proceeding.subject_id, r.subject_id), (r.subject_id, proceeding.subject_id))))))
);

-- Where each proceeding stands, as the inbox asks: the fold of its acts and of its notices, written in the transaction that
-- moved it, under the row's lock. It proves nothing and nothing refers to it; folded again it comes out the same.
CREATE TABLE lists.proceeding_state (
  proceeding_id uuid PRIMARY KEY REFERENCES lists.proceeding,
  keeper text NOT NULL,
  list_id text NOT NULL,
  list_version int NOT NULL,
  procedure_id text NOT NULL,
  procedure_version int NOT NULL,
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  state text NOT NULL,
  in_force boolean NOT NULL,
  -- Whose turn: the keeper's, the subject's to answer or to read, time's, or nobody's any more.
  waits text NOT NULL CHECK (waits IN ('keeper', 'answer', 'reading', 'end', 'nothing')),
  waits_until date,
  -- The office in turn once it is the keeper's, and who may not confirm: they proposed or decided it, or moved its undoing.
  office text CHECK (office IN ('propose', 'decide', 'confirm')),
  not_by text[] NOT NULL,
  -- First end of the keeper's own time.
  due_on date,
  -- `[{"term", "dueOn"}]`, in the order of the procedure.
  clocks jsonb NOT NULL CHECK (jsonb_typeof(clocks) = 'array'),
  opened_on date NOT NULL,
  since date NOT NULL,
  listed_from date,
  ends_on date,
  -- The day its listing went out of use by a decision on repair, which is none of its own acts; null once that is reversed.
  repaired_on date
);
CREATE INDEX state_by_keeper ON lists.proceeding_state (keeper, waits, due_on, proceeding_id);
GRANT SELECT, INSERT, UPDATE ON lists.proceeding_state TO cx_app;

-- Forgetting (C8, C17). So many years after a proceeding has ended nobody can sue over it any more (行政诉讼法 46): its words
-- go, of the proposal and of every act. Which acts were done, by which office and when, stays, so that it still folds. The
-- retention role may call this and change nothing itself; it cannot ask for less than the law's five years.
CREATE FUNCTION lists.forget_due(at_most int, years int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  due uuid;
  forgotten int := 0;
  kept_from date := platform.today() - make_interval(years => greatest(years, 5));
BEGIN
  FOR due IN
    SELECT p.proceeding_id FROM lists.proceeding p
    CROSS JOIN LATERAL (
      SELECT a.to_state, a.acted_on FROM lists.act a WHERE a.proceeding_id = p.proceeding_id ORDER BY a.seq DESC LIMIT 1) l
    LEFT JOIN LATERAL (
      SELECT a.ends_on FROM lists.act a WHERE a.proceeding_id = p.proceeding_id AND a.ends_on IS NOT NULL
      ORDER BY a.seq DESC LIMIT 1) e ON true
    JOIN catalogue.procedure_state s
      ON s.procedure_id = p.procedure_id AND s.version = p.procedure_version AND s.state = l.to_state
    WHERE p.sealed <> '' AND greatest(l.acted_on, e.ends_on) < kept_from
      AND (s.final OR (s.in_force AND e.ends_on < kept_from))
    LIMIT at_most
  LOOP
    UPDATE lists.proceeding SET sealed = '', documents = CASE WHEN documents IS NOT NULL THEN ''::bytea END
      WHERE proceeding_id = due;
    UPDATE lists.act SET reasons = CASE WHEN reasons IS NOT NULL THEN ''::bytea END,
        weighed = CASE WHEN weighed IS NOT NULL THEN ''::bytea END, sealed = CASE WHEN sealed IS NOT NULL THEN ''::bytea END
      WHERE proceeding_id = due;
    forgotten := forgotten + 1;
  END LOOP;
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION lists.forget_due(int, int) FROM PUBLIC;
GRANT USAGE ON SCHEMA lists TO cx_retention;
GRANT EXECUTE ON FUNCTION lists.forget_due(int, int) TO cx_retention;
