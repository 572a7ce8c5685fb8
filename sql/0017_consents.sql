-- Consents (C14): who asks which subject for what of its file, for which purpose, until when; what the subject answered;
-- every use. Nothing here changes. Citus: local to the coordinator, as notices and repairs are.
CREATE SCHEMA consents;

-- Field names by item: an object of arrays, none empty.
CREATE FUNCTION consents.is_fields(fields jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE
  RETURN jsonb_typeof(fields) = 'object' AND fields <> '{}'
    AND NOT jsonb_path_exists(fields, 'strict $.* ? (@.type() != "array" || @.size() == 0)')
    AND NOT jsonb_path_exists(fields, 'strict $.*[*] ? (@.type() != "string")');

-- A request: one recipient, one subject, one purpose (none is bundled), a period.
CREATE TABLE consents.request (
  request_id uuid PRIMARY KEY,
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  recipient text NOT NULL REFERENCES access.agency,
  purpose text NOT NULL CHECK (purpose ~ '^[a-z][a-z0-9-]*$'),
  -- The how-manieth of this recipient for this purpose: of two that race one wins, and nobody is asked again and again.
  round int NOT NULL CHECK (round > 0),
  before int GENERATED ALWAYS AS (nullif(round - 1, 0)) STORED,
  items jsonb NOT NULL CONSTRAINT c14_names_its_fields CHECK (consents.is_fields(items)),
  from_on date NOT NULL,
  until_on date NOT NULL,
  times_max int NOT NULL CHECK (times_max BETWEEN 1 AND 366),
  -- Last day to answer; then there is no consent, and nobody has to say so.
  answer_by date NOT NULL,
  asked_by text NOT NULL CHECK (asked_by ~ '^(officer|client):'),
  asked_on date NOT NULL,
  asked_at timestamptz NOT NULL,
  -- What for, in the recipient's words; empty once forgotten.
  sealed bytea NOT NULL,
  -- Keyed hash of what was asked: the same key with another content is told from the same request sent again.
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  idempotency_key text NOT NULL UNIQUE,
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  UNIQUE (subject_id, recipient, purpose, round),
  FOREIGN KEY (subject_id, recipient, purpose, before) REFERENCES consents.request (subject_id, recipient, purpose, round),
  UNIQUE (request_id, subject_id, subject_kind, recipient, from_on, until_on, times_max, answer_by, asked_on),
  -- C8: no consent is for ever; what a purpose justifies is shorter, and the catalogue's to say.
  CONSTRAINT c14_names_its_end CHECK (from_on BETWEEN asked_on AND asked_on + 90 AND until_on BETWEEN from_on AND from_on + 366
    AND answer_by BETWEEN asked_on + 1 AND asked_on + 60),
  CONSTRAINT asked_on_its_day CHECK (asked_on = ((asked_at AT TIME ZONE 'UTC') + interval '8 hours')::date)
);
CREATE INDEX request_by_recipient ON consents.request (recipient, asked_at DESC, request_id);

-- What happened to a request: answers of the subject and uses of the recipient, in one chain. A row refers to the row
-- before it by the state it left, and the key lets one of two that race for a place win: so a use and a withdrawal have one
-- order, and what was withdrawn is used by nobody who comes after.
CREATE TABLE consents.act (
  request_id uuid NOT NULL,
  seq int NOT NULL CHECK (seq > 0),
  before int GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  act text NOT NULL,
  -- Repeated from the request, and held to it.
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  recipient text NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  times_max int NOT NULL,
  answer_by date NOT NULL,
  asked_on date NOT NULL,
  state_before text,
  uses_before int,
  state text NOT NULL,
  uses int NOT NULL,
  -- Of `give`: which fields; never more than was asked for.
  granted jsonb CHECK (consents.is_fields(granted)),
  -- Of `use`: the look that says so, and how many records it showed.
  look_id uuid,
  records int CHECK (records >= 0),
  acted_by text NOT NULL,
  acted_on date NOT NULL,
  acted_at timestamptz NOT NULL,
  agency_code text,
  -- At a counter: how identity and authority were proved.
  basis text CHECK (basis ~ '\S'),
  mandate_id uuid,
  mandate_seq int,
  mandate_act text GENERATED ALWAYS AS (CASE WHEN mandate_id IS NOT NULL THEN 'accept' END) STORED,
  content bytea NOT NULL CHECK (octet_length(content) = 32),
  idempotency_key text NOT NULL UNIQUE,
  PRIMARY KEY (request_id, seq),
  UNIQUE (request_id, seq, state, uses),
  UNIQUE (request_id, seq, act),
  CONSTRAINT of_its_request FOREIGN KEY
      (request_id, subject_id, subject_kind, recipient, from_on, until_on, times_max, answer_by, asked_on)
    REFERENCES consents.request
      (request_id, subject_id, subject_kind, recipient, from_on, until_on, times_max, answer_by, asked_on),
  CONSTRAINT one_after_the_other FOREIGN KEY (request_id, before, state_before, uses_before)
    REFERENCES consents.act (request_id, seq, state, uses),
  CONSTRAINT the_first_has_none_before CHECK (
    (seq = 1) = (state_before IS NULL) AND (state_before IS NULL) = (uses_before IS NULL)),
  -- C14: nothing is given by default; what was not given is not used.
  CONSTRAINT c14_states CHECK (coalesce(CASE act
    WHEN 'give' THEN state = 'given'
    WHEN 'refuse' THEN CASE WHEN state_before IS NULL THEN state = 'refused' ELSE state_before = 'given' AND state = 'withdrawn' END
    WHEN 'withdraw' THEN state_before = 'given' AND state = 'withdrawn'
    WHEN 'use' THEN state_before = 'given' AND state = 'given'
  END, false)),
  CONSTRAINT uses_are_counted CHECK (uses = coalesce(uses_before, 0) + CASE act WHEN 'use' THEN 1 ELSE 0 END),
  CONSTRAINT c14_as_often_as_was_asked CHECK (act <> 'use' OR uses <= times_max),
  -- It ends by its date, whatever has run.
  CONSTRAINT c14_within_its_days CHECK (CASE act
    WHEN 'give' THEN acted_on <= answer_by AND acted_on <= until_on
    WHEN 'use' THEN acted_on BETWEEN from_on AND until_on
    ELSE true END),
  CONSTRAINT c14_names_what_is_given CHECK ((act = 'give') = (granted IS NOT NULL)),
  CONSTRAINT c15_a_use_is_a_look CHECK ((act = 'use') = (look_id IS NOT NULL) AND (act = 'use') = (records IS NOT NULL)),
  CONSTRAINT c14_only_the_recipient_uses CHECK (
    act <> 'use' OR (acted_by ~ '^(officer|client):' AND agency_code = recipient)),
  -- C16: the subject answers, by a mandate, or at a counter with a stated basis; nobody who asks answers for it.
  CONSTRAINT c16_a_representative_has_a_mandate CHECK (
    (mandate_id IS NOT NULL) = (acted_by LIKE 'representative:%') AND (mandate_id IS NULL) = (mandate_seq IS NULL)),
  CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by)
    REFERENCES access.mandate_act (mandate_id, seq, act, subject_id, acted_by),
  CONSTRAINT c16_nobody_else_answers CHECK (act = 'use' OR mandate_id IS NOT NULL
    OR (acted_by LIKE 'officer:%' AND agency_code IS NOT NULL AND agency_code <> recipient AND basis IS NOT NULL)),
  CONSTRAINT acted_on_its_day CHECK (
    acted_on = ((acted_at AT TIME ZONE 'UTC') + interval '8 hours')::date AND acted_on >= asked_on)
);

-- The signed consent of each giving. It names its subject, so it is sealed.
CREATE TABLE consents.artefact (
  code text PRIMARY KEY CHECK (code ~ '^[0-9A-HJ-NPQRTUWXY]{4}(-[0-9A-HJ-NPQRTUWXY]{4}){3}$'),
  request_id uuid NOT NULL,
  seq int NOT NULL,
  act text GENERATED ALWAYS AS ('give') STORED,
  key_id text NOT NULL REFERENCES platform.signing_key,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  sealed bytea NOT NULL,
  issued_at timestamptz NOT NULL,
  UNIQUE (request_id, seq),
  FOREIGN KEY (request_id, seq, act) REFERENCES consents.act (request_id, seq, act)
);

GRANT USAGE ON SCHEMA consents TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA consents TO cx_app;

-- What a constraint of one row cannot say. Row-level checks, because triggers do not travel to a distributed database.
ALTER TABLE consents.request ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_read ON consents.request FOR SELECT USING (true);
CREATE POLICY request_append ON consents.request FOR INSERT WITH CHECK (
  asked_on BETWEEN platform.today() - 1 AND platform.today()
  -- A purpose by consent of the rules in force: open to this recipient, about this kind of subject, with these items, as
  -- long and as often as it admits.
  AND EXISTS (
    SELECT FROM (SELECT DISTINCT ON (pack_id) body FROM catalogue.pack ORDER BY pack_id, loaded_at DESC) p,
      json_array_elements(p.body -> 'purposes') u, access.agency a
    WHERE u ->> 'purpose' = request.purpose AND u -> 'consent' IS NOT NULL AND a.agency_code = request.recipient
      AND request.subject_kind IN (SELECT json_array_elements_text(u -> 'subjectKinds'))
      -- Any authority where it says so; a bank or a credit agency must be named.
      AND (a.kinds && ARRAY(SELECT json_array_elements_text(u -> 'agencyKinds'))
        OR ('any' IN (SELECT json_array_elements_text(u -> 'agencyKinds')) AND NOT a.kinds <@ '{bank,credit-agency}'::text[]))
      AND until_on < from_on + (u #>> '{consent,daysMax}')::int
      AND times_max <= (u #>> '{consent,timesMax}')::int
      AND NOT EXISTS (SELECT FROM jsonb_object_keys(request.items) i
        WHERE i NOT IN (SELECT json_array_elements_text(u #> '{consent,items}'))))
  -- Whatever was answered, or not: asking again waits until the last day to answer is over.
  AND NOT EXISTS (
    SELECT FROM consents.request q
    WHERE q.subject_id = request.subject_id AND q.recipient = request.recipient AND q.purpose = request.purpose
      AND q.answer_by >= request.asked_on)
);

ALTER TABLE consents.act ENABLE ROW LEVEL SECURITY;
CREATE POLICY act_read ON consents.act FOR SELECT USING (true);
CREATE POLICY act_append ON consents.act FOR INSERT WITH CHECK (
  acted_on BETWEEN platform.today() - 1 AND platform.today()
  AND (act.act <> 'use' OR acted_on = platform.today())
  -- A mandate that has ended gives nothing.
  AND (mandate_id IS NULL OR NOT EXISTS (
    SELECT FROM access.mandate_act m
    WHERE m.mandate_id = act.mandate_id
      AND (m.act = 'revoke' OR (m.act IN ('grant', 'limit') AND (m.detail ->> 'until')::date < act.acted_on))))
  AND (act.act <> 'give' OR EXISTS (
    SELECT FROM consents.request q WHERE q.request_id = act.request_id AND q.items @> act.granted))
  -- No counter of a bank or a credit agency answers for anybody.
  AND (act.act = 'use' OR agency_code IS NULL OR EXISTS (
    SELECT FROM access.agency a WHERE a.agency_code = act.agency_code AND NOT a.kinds && '{bank,credit-agency}'::text[]))
  -- C15: the look of this use stands, of this subject by this recipient.
  AND (act.act <> 'use' OR EXISTS (
    SELECT FROM access.look l
    WHERE l.subject_id = act.subject_id AND l.looked_at >= act.acted_at - interval '1 minute' AND l.look_id = act.look_id
      AND l.agency_code = act.recipient))
);

-- Forgetting (C8, C17): five years after a request has ended its words and its signed consents go; which acts were done, stays.
CREATE FUNCTION consents.forget_due(at_most int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  due uuid[];
BEGIN
  due := ARRAY(
    SELECT q.request_id FROM consents.request q
    WHERE greatest(q.until_on, q.answer_by) < platform.today() - interval '5 years' AND q.sealed <> ''
    LIMIT at_most);
  UPDATE consents.request SET sealed = '' WHERE request_id = ANY (due);
  UPDATE consents.act SET basis = '-' WHERE request_id = ANY (due) AND basis IS NOT NULL;
  UPDATE consents.artefact SET sealed = '' WHERE request_id = ANY (due);
  RETURN cardinality(due);
END $$;
REVOKE EXECUTE ON FUNCTION consents.forget_due(int) FROM PUBLIC;
GRANT USAGE ON SCHEMA consents TO cx_retention;
GRANT EXECUTE ON FUNCTION consents.forget_due(int) TO cx_retention;
