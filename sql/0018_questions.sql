-- Looks that their subject did not expect: what the body answers, what the supervisor decides (征信业管理条例 26; C15).
-- The look is quoted by its key and stays where it is.
-- Citus: `question` beside `access.look`, distributed by subject_id; `act` local to the coordinator, as objections' is.
CREATE SCHEMA questions;

-- A question as it came in. Nothing here is ever changed.
CREATE TABLE questions.question (
  question_id uuid PRIMARY KEY,
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  looked_at timestamptz NOT NULL,
  look_id uuid NOT NULL,
  -- The body that looked: it answers, and never decides.
  body text NOT NULL REFERENCES access.agency,
  term_id text NOT NULL,
  term_version int NOT NULL,
  answer_by date NOT NULL,
  decide_by date NOT NULL,
  asked_by text NOT NULL,
  asked_on date NOT NULL,
  asked_at timestamptz NOT NULL,
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  CONSTRAINT c15_of_a_look FOREIGN KEY (subject_id, looked_at, look_id) REFERENCES access.look,
  -- Of two that race for the same look one wins.
  UNIQUE (subject_id, looked_at, look_id),
  UNIQUE (question_id, subject_id, body, asked_by, asked_on, answer_by, decide_by),
  CONSTRAINT asked_on_its_day CHECK (asked_on = ((asked_at AT TIME ZONE 'UTC') + interval '8 hours')::date),
  -- A term of the law, not of whoever writes the row.
  CONSTRAINT a_lawful_term CHECK (answer_by BETWEEN asked_on + 1 AND asked_on + 60 AND decide_by BETWEEN answer_by AND asked_on + 90)
);
CREATE INDEX question_by_subject ON questions.question (subject_id, asked_at DESC);
CREATE INDEX question_by_body ON questions.question (body, asked_at DESC, question_id);

-- What happened to a question. A row refers to the row before it by the state it left; the key lets one of two that race win.
CREATE TABLE questions.act (
  question_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  before int GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  act text NOT NULL,
  -- Repeated from the question, and held to it.
  subject_id uuid NOT NULL,
  body text NOT NULL,
  asked_by text NOT NULL,
  asked_on date NOT NULL,
  answer_by date NOT NULL,
  decide_by date NOT NULL,
  state_before text,
  state text NOT NULL CHECK (state IN ('asked', 'answered', 'lawful', 'unlawful', 'referred')),
  -- While it is open: the next day somebody owes the subject a word. The inbox and the daily run ask it.
  due_on date GENERATED ALWAYS AS (CASE state WHEN 'asked' THEN answer_by WHEN 'answered' THEN decide_by END) STORED,
  -- Of `escalate`: 1 the body has not answered, 2 the supervisor has not decided.
  level smallint CHECK (level IN (1, 2)),
  -- Of `answer`: the provision it looked under. Of a referral: to whom it goes.
  provision text CHECK (provision ~ '\S'),
  acted_by text NOT NULL,
  acted_on date NOT NULL,
  acted_at timestamptz NOT NULL,
  agency_code text,
  -- At a counter: how identity and authority were proved.
  basis text CHECK (basis ~ '\S'),
  mandate_id uuid,
  mandate_seq int,
  mandate_act text GENERATED ALWAYS AS (CASE WHEN mandate_id IS NOT NULL THEN 'accept' END) STORED,
  -- Words: of the subject, the body's ground, the supervisor's reasons.
  sealed bytea,
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (question_id, seq),
  UNIQUE (question_id, seq, state),
  CONSTRAINT of_its_question FOREIGN KEY (question_id, subject_id, body, asked_by, asked_on, answer_by, decide_by)
    REFERENCES questions.question (question_id, subject_id, body, asked_by, asked_on, answer_by, decide_by),
  CONSTRAINT one_after_the_other FOREIGN KEY (question_id, before, state_before) REFERENCES questions.act (question_id, seq, state),
  CONSTRAINT the_first_has_none_before CHECK ((seq = 1) = (act = 'ask') AND (seq = 1) = (state_before IS NULL)),
  CONSTRAINT states CHECK (coalesce(CASE act
    WHEN 'ask' THEN state = 'asked'
    WHEN 'add' THEN state_before IN ('asked', 'answered') AND state = state_before
    WHEN 'answer' THEN state_before = 'asked' AND state = 'answered'
    WHEN 'escalate' THEN state_before IN ('asked', 'answered') AND state = state_before
    -- Silence is no ground: who did not answer is not found to have looked lawfully, and had its whole time.
    WHEN 'decide' THEN (state_before = 'answered' AND state IN ('lawful', 'unlawful', 'referred'))
      OR (state_before = 'asked' AND state IN ('unlawful', 'referred') AND acted_on > answer_by)
  END, false)),
  CONSTRAINT acted_on_its_day CHECK (
    acted_on = ((acted_at AT TIME ZONE 'UTC') + interval '8 hours')::date AND acted_on >= asked_on),
  -- C5: people answer and decide, with their words; the body of itself, the supervisor never of its own body.
  CONSTRAINT the_body_answers CHECK (act <> 'answer'
    OR (acted_by LIKE 'officer:%' AND agency_code = body AND sealed IS NOT NULL AND provision IS NOT NULL)),
  CONSTRAINT another_body_decides CHECK (act <> 'decide'
    OR (acted_by LIKE 'officer:%' AND agency_code <> body AND sealed IS NOT NULL AND acted_by <> asked_by)),
  CONSTRAINT c5_no_machine_decides CHECK ((acted_by LIKE 'job:%') = (act = 'escalate')),
  CONSTRAINT told_when_the_day_has_passed CHECK (act <> 'escalate'
    OR CASE level WHEN 1 THEN state = 'asked' AND acted_on > answer_by ELSE acted_on > decide_by END),
  CHECK ((act = 'escalate') = (level IS NOT NULL)),
  CHECK (act <> 'ask' OR (sealed IS NOT NULL AND acted_by = asked_by)),
  CHECK (act <> 'add' OR sealed IS NOT NULL),
  -- C16: the subject's own act, by a mandate or at a counter with a stated basis.
  CONSTRAINT c16_a_representative_has_a_mandate CHECK (
    (mandate_id IS NOT NULL) = (acted_by LIKE 'representative:%') AND (mandate_id IS NULL) = (mandate_seq IS NULL)),
  CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by)
    REFERENCES access.mandate_act (mandate_id, seq, act, subject_id, acted_by),
  CONSTRAINT c16_nobody_else_asks CHECK (act NOT IN ('ask', 'add') OR mandate_id IS NOT NULL OR (agency_code IS NOT NULL AND basis IS NOT NULL)),
  CONSTRAINT an_officer_has_an_agency CHECK ((agency_code IS NOT NULL) = (acted_by LIKE 'officer:%'))
);
-- Told once a level, whoever runs the job however often.
CREATE UNIQUE INDEX act_escalated_once ON questions.act (question_id, level) WHERE act = 'escalate';
-- What is open and until when: the queue, the daily run.
CREATE INDEX act_due ON questions.act (due_on, question_id) WHERE due_on IS NOT NULL;

GRANT USAGE ON SCHEMA questions TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA questions TO cx_app;

-- What a constraint of one row cannot say. Row-level checks, because triggers do not travel to a distributed database.
ALTER TABLE questions.question ENABLE ROW LEVEL SECURITY;
CREATE POLICY question_read ON questions.question FOR SELECT USING (true);
CREATE POLICY question_append ON questions.question FOR INSERT WITH CHECK (
  asked_on BETWEEN platform.today() - 1 AND platform.today()
  -- Of the body that looked; and what is lawfully withheld is not known yet, so nobody can ask.
  AND EXISTS (
    SELECT FROM access.look l
    WHERE l.subject_id = question.subject_id AND l.looked_at = question.looked_at AND l.look_id = question.look_id
      AND l.agency_code = question.body AND (l.withheld_until IS NULL OR l.withheld_until <= question.asked_at))
);

ALTER TABLE questions.act ENABLE ROW LEVEL SECURITY;
CREATE POLICY act_read ON questions.act FOR SELECT USING (true);
CREATE POLICY act_append ON questions.act FOR INSERT WITH CHECK (
  acted_on BETWEEN platform.today() - 1 AND platform.today()
  -- A mandate that has ended gives nothing.
  AND (mandate_id IS NULL OR NOT EXISTS (
    SELECT FROM access.mandate_act m
    WHERE m.mandate_id = act.mandate_id
      AND (m.act = 'revoke' OR (m.act IN ('grant', 'limit') AND (m.detail ->> 'until')::date < act.acted_on))))
);

-- Forgetting (C8, C17): five years after the last act the words go (行政诉讼法 46); which acts were done, stays.
CREATE FUNCTION questions.forget_due(at_most int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  due uuid;
  forgotten int := 0;
BEGIN
  FOR due IN
    SELECT q.question_id FROM questions.question q
    WHERE q.asked_on < platform.today() - interval '5 years'
      AND EXISTS (SELECT FROM questions.act a WHERE a.question_id = q.question_id AND a.sealed <> '')
      AND EXISTS (
        SELECT FROM questions.act l WHERE l.question_id = q.question_id AND l.due_on IS NULL
          AND l.acted_on < platform.today() - interval '5 years')
    LIMIT at_most
  LOOP
    UPDATE questions.act SET sealed = CASE WHEN sealed IS NOT NULL THEN ''::bytea END,
        basis = CASE WHEN basis IS NOT NULL THEN '-' END
      WHERE question_id = due;
    forgotten := forgotten + 1;
  END LOOP;
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION questions.forget_due(int) FROM PUBLIC;
GRANT USAGE ON SCHEMA questions TO cx_retention;
GRANT EXECUTE ON FUNCTION questions.forget_due(int) TO cx_retention;
