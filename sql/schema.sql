-- The schema after every migration of this folder, for readers; nothing runs it.
-- Made by tools/schema.ts (pg_dump of PostgreSQL 15); tests/integration/schema.test.ts holds that it is current.
-- PostgreSQL database dump

-- Name: access; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA access;

-- Name: catalogue; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA catalogue;

-- Name: consents; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA consents;

-- Name: intake; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA intake;

-- Name: ledger; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA ledger;

-- Name: lists; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA lists;

-- Name: measures; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA measures;

-- Name: notices; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA notices;

-- Name: objections; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA objections;

-- Name: platform; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA platform;

-- Name: public_read; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA public_read;

-- Name: questions; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA questions;

-- Name: registry; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA registry;

-- Name: repair; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA repair;

-- Name: reports; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA reports;

-- Name: forget_due(integer); Type: FUNCTION; Schema: consents; Owner: -

CREATE FUNCTION consents.forget_due(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: is_fields(jsonb); Type: FUNCTION; Schema: consents; Owner: -

CREATE FUNCTION consents.is_fields(fields jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN ((jsonb_typeof(fields) = 'object'::text) AND (fields <> '{}'::jsonb) AND (NOT jsonb_path_exists(fields, 'strict $.*?(@.type() != "array" || @.size() == 0)'::jsonpath)) AND (NOT jsonb_path_exists(fields, 'strict $.*[*]?(@.type() != "string")'::jsonpath)));

-- Name: forget_held(integer); Type: FUNCTION; Schema: intake; Owner: -

CREATE FUNCTION intake.forget_held(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: forget_due(integer); Type: FUNCTION; Schema: ledger; Owner: -

CREATE FUNCTION ledger.forget_due(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: change; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.change (
    subject_id uuid NOT NULL,
    record_id uuid NOT NULL,
    version integer NOT NULL,
    act text NOT NULL,
    item_version integer,
    disclosure text,
    decided_on date,
    conduct_ended_on date,
    served_on date,
    answer_due_on date,
    effective_from date,
    effective_to date,
    published_until date,
    retained_until date,
    reason text NOT NULL,
    mark text,
    open jsonb,
    shared jsonb,
    sealed bytea,
    salt bytea,
    commitment bytea NOT NULL,
    entered_by text NOT NULL,
    confirmed_by text,
    recorded_at timestamp with time zone NOT NULL,
    batch_id uuid NOT NULL,
    row_no integer NOT NULL,
    CONSTRAINT change_act_check CHECK ((act = ANY (ARRAY['correct'::text, 'withdraw'::text, 'annotate'::text]))),
    CONSTRAINT change_check CHECK (((act <> 'correct'::text) OR ((item_version IS NOT NULL) AND (disclosure IS NOT NULL) AND (decided_on IS NOT NULL) AND (effective_from IS NOT NULL)))),
    CONSTRAINT change_check1 CHECK (((act = 'annotate'::text) = (mark IS NOT NULL))),
    CONSTRAINT change_check2 CHECK ((effective_to >= effective_from)),
    CONSTRAINT change_commitment_check CHECK ((octet_length(commitment) = 32)),
    CONSTRAINT change_disclosure_check CHECK ((disclosure = ANY (ARRAY['public'::text, 'shared'::text, 'subject'::text]))),
    CONSTRAINT change_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT change_row_no_check CHECK ((row_no > 0)),
    CONSTRAINT change_version_check CHECK ((version > 1))
);

-- Name: is_repaired(uuid, uuid); Type: FUNCTION; Schema: ledger; Owner: -

CREATE FUNCTION ledger.is_repaired(subject uuid, record uuid) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN COALESCE((SELECT ((c.open ->> 'state'::text) = 'granted'::text) FROM ledger.change c WHERE ((c.subject_id = is_repaired.subject) AND (c.record_id = is_repaired.record) AND (c.mark = 'repair'::text) AND ((c.open ->> 'state'::text) = ANY (ARRAY['granted'::text, 'reversed'::text]))) ORDER BY c.version DESC LIMIT 1), false);

-- Name: forget_due(integer, integer); Type: FUNCTION; Schema: lists; Owner: -

CREATE FUNCTION lists.forget_due(at_most integer, years integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: act; Type: TABLE; Schema: lists; Owner: -

CREATE TABLE lists.act (
    proceeding_id uuid NOT NULL,
    seq integer NOT NULL,
    subject_id uuid NOT NULL,
    procedure_id text NOT NULL,
    procedure_version integer NOT NULL,
    adverse boolean NOT NULL,
    confirms boolean NOT NULL,
    keeper text NOT NULL,
    act text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    done_by text NOT NULL,
    guards text[] NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((seq - 1), 0)) STORED,
    before_by text,
    acted_by text NOT NULL,
    acted_on date NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    notice_id uuid,
    notice_kind text,
    notice_seq integer,
    notice_served_on date,
    answer_due_on date,
    waived_seq integer,
    waived_act text GENERATED ALWAYS AS (
CASE
    WHEN (waived_seq IS NOT NULL) THEN 'waive'::text
    ELSE NULL::text
END) STORED,
    waived_on date,
    decided_seq integer,
    decided_act text GENERATED ALWAYS AS (
CASE
    WHEN (decided_seq IS NOT NULL) THEN 'decide'::text
    ELSE NULL::text
END) STORED,
    decided_on date,
    decision_id uuid,
    decision_kind text GENERATED ALWAYS AS (
CASE
    WHEN (decision_id IS NOT NULL) THEN 'decision'::text
    ELSE NULL::text
END) STORED,
    decision_seq integer,
    decision_service text GENERATED ALWAYS AS (
CASE
    WHEN (decision_seq IS NOT NULL) THEN 'serve'::text
    ELSE NULL::text
END) STORED,
    served_on date,
    moved_by uuid GENERATED ALWAYS AS (
CASE
    WHEN (done_by = 'service'::text) THEN COALESCE(decision_id, notice_id)
    ELSE NULL::uuid
END) STORED,
    moved_seq integer GENERATED ALWAYS AS (
CASE
    WHEN (done_by = 'service'::text) THEN COALESCE(decision_seq, notice_seq)
    ELSE NULL::integer
END) STORED,
    moved_act text GENERATED ALWAYS AS (
CASE
    WHEN (done_by = 'service'::text) THEN 'serve'::text
    ELSE NULL::text
END) STORED,
    held_on date,
    summoned_on date,
    months integer,
    listed_from date,
    ends_on date,
    ruling_number text,
    ruling_body text,
    ruling_on date,
    conditions integer[],
    reasons bytea,
    weighed bytea,
    sealed bytea,
    record_id uuid,
    content bytea NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT a_hearing_has_its_day CHECK (((act <> 'hold-hearing'::text) OR ((held_on IS NOT NULL) AND (held_on <= acted_on)))),
    CONSTRAINT a_ruling_is_cited CHECK (((NOT ('ruling'::text = ANY (guards))) OR ((ruling_number IS NOT NULL) AND (ruling_on IS NOT NULL) AND (ruling_on <= acted_on)))),
    CONSTRAINT a_ruling_is_whole CHECK ((((ruling_number IS NULL) = (ruling_on IS NULL)) AND ((ruling_number IS NULL) = (ruling_body IS NULL)))),
    CONSTRAINT act_check CHECK ((((waived_seq IS NULL) = (waived_on IS NULL)) AND ((notice_id IS NULL) = (notice_seq IS NULL)) AND ((notice_id IS NULL) = (notice_kind IS NULL)) AND ((notice_id IS NULL) = (notice_served_on IS NULL)) AND ((notice_id IS NOT NULL) OR ((waived_on IS NULL) AND (answer_due_on IS NULL))))),
    CONSTRAINT act_check1 CHECK (((decided_seq IS NULL) = (decided_on IS NULL))),
    CONSTRAINT act_content_check CHECK ((octet_length(content) = 32)),
    CONSTRAINT act_months_check CHECK ((months > 0)),
    CONSTRAINT act_notice_kind_check CHECK ((notice_kind = ANY (ARRAY['intended-listing'::text, 'other'::text]))),
    CONSTRAINT act_reasons_check CHECK (((reasons = '\x'::bytea) OR (octet_length(reasons) > 30))),
    CONSTRAINT act_ruling_body_check CHECK ((ruling_body ~ '\S'::text)),
    CONSTRAINT act_ruling_number_check CHECK ((ruling_number ~ '\S'::text)),
    CONSTRAINT act_seq_check CHECK ((seq > 0)),
    CONSTRAINT act_weighed_check CHECK (((weighed = '\x'::bytea) OR (octet_length(weighed) > 30))),
    CONSTRAINT acted_on_its_day CHECK ((acted_on = (((acted_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date)),
    CONSTRAINT c5_another_officer CHECK (((NOT ('another-officer'::text = ANY (guards))) OR (act <> 'confirm'::text) OR (acted_by <> before_by))),
    CONSTRAINT c5_people_decide CHECK (((done_by <> 'clock'::text) AND ((acted_by ~~ 'officer:%'::text) OR ((done_by = 'service'::text) AND (acted_by ~~ 'representative:%'::text))))),
    CONSTRAINT c5_reasons CHECK (((NOT ('reasons'::text = ANY (guards))) OR (reasons IS NOT NULL))),
    CONSTRAINT c6_decision_served CHECK (((NOT ('decision-served'::text = ANY (guards))) OR (NOT adverse) OR ((decision_id IS NOT NULL) AND (decision_seq IS NOT NULL) AND (served_on IS NOT NULL) AND (decided_on IS NOT NULL) AND ((served_on >= decided_on) AND (served_on <= acted_on)) AND (listed_from >= served_on)))),
    CONSTRAINT c6_moved_by_a_service CHECK (((done_by <> 'service'::text) OR ((moved_by IS NOT NULL) AND (moved_seq IS NOT NULL)))),
    CONSTRAINT c6_notice_served CHECK (((NOT ('notice-served'::text = ANY (guards))) OR ((notice_id IS NOT NULL) AND (notice_seq IS NOT NULL) AND (notice_served_on IS NOT NULL) AND (notice_served_on <= acted_on)))),
    CONSTRAINT c6_time_to_answer_over CHECK (((NOT ('time-to-answer-over'::text = ANY (guards))) OR COALESCE((answer_due_on < acted_on), false) OR (waived_on IS NOT NULL))),
    CONSTRAINT c8_end_given CHECK (((NOT ('end-given'::text = ANY (guards))) OR (NOT adverse) OR (months IS NOT NULL))),
    CONSTRAINT c8_ends_after_it_begins CHECK (((ends_on >= listed_from) AND ((listed_from IS NULL) OR (NOT adverse) OR (ends_on IS NOT NULL)))),
    CONSTRAINT in_force_is_in_the_ledger CHECK (((listed_from IS NULL) OR (record_id IS NOT NULL))),
    CONSTRAINT summoned_in_time CHECK (((NOT ('summoned'::text = ANY (guards))) OR ((summoned_on IS NOT NULL) AND (held_on IS NOT NULL) AND (held_on >= (summoned_on + 7))))),
    CONSTRAINT the_first_has_none_before CHECK ((((seq = 1) = (from_state = ''::text)) AND ((seq = 1) = (before_by IS NULL))))
);

-- Name: is_of_proceeding(uuid, uuid); Type: FUNCTION; Schema: lists; Owner: -

CREATE FUNCTION lists.is_of_proceeding(subject uuid, record uuid) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN (EXISTS (SELECT FROM lists.act a WHERE ((a.record_id = is_of_proceeding.record) AND (a.subject_id = is_of_proceeding.subject) AND (a.listed_from IS NOT NULL))));

-- Name: forget_batches_due(integer); Type: FUNCTION; Schema: measures; Owner: -

CREATE FUNCTION measures.forget_batches_due(at_most integer) RETURNS integer
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO ''
    AS $$
  WITH due AS (
    SELECT p.batch_id, p.part FROM measures.check_batch_part p JOIN measures.check_batch b USING (batch_id)
    WHERE p.outcomes IS NOT NULL AND b.kept_until < platform.today() LIMIT at_most),
  forgotten AS (
    UPDATE measures.check_batch_part p SET outcomes = NULL FROM due
    WHERE p.batch_id = due.batch_id AND p.part = due.part RETURNING 1)
  SELECT count(*)::int FROM forgotten
$$;

-- Name: forget_bundles_due(integer); Type: FUNCTION; Schema: measures; Owner: -

CREATE FUNCTION measures.forget_bundles_due(at_most integer) RETURNS integer
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO ''
    AS $$
  WITH due AS (
    SELECT e.bundle_id, e.n FROM measures.bundle_entry e JOIN measures.bundle b USING (bundle_id)
    WHERE e.code IS NOT NULL AND b.kept_until < platform.today() LIMIT at_most),
  forgotten AS (
    UPDATE measures.bundle_entry e SET code = NULL FROM due
    WHERE e.bundle_id = due.bundle_id AND e.n = due.n RETURNING 1)
  SELECT count(*)::int FROM forgotten
$$;

-- Name: forget_due(integer); Type: FUNCTION; Schema: measures; Owner: -

CREATE FUNCTION measures.forget_due(at_most integer) RETURNS integer
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: forget_due(integer); Type: FUNCTION; Schema: notices; Owner: -

CREATE FUNCTION notices.forget_due(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: forget_due(integer); Type: FUNCTION; Schema: objections; Owner: -

CREATE FUNCTION objections.forget_due(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: clock; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.clock (
    only_row boolean DEFAULT true NOT NULL,
    offset_seconds bigint DEFAULT 0 NOT NULL,
    CONSTRAINT clock_only_row_check CHECK (only_row)
);

-- Name: today(); Type: FUNCTION; Schema: platform; Owner: -

CREATE FUNCTION platform.today() RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ((((now() AT TIME ZONE 'UTC'::text) + '08:00:00'::interval) + (SELECT make_interval(secs => (clock.offset_seconds)::double precision) AS make_interval FROM platform.clock)))::date;

-- Name: forget_due(integer); Type: FUNCTION; Schema: questions; Owner: -

CREATE FUNCTION questions.forget_due(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: settle_names(); Type: FUNCTION; Schema: registry; Owner: -

CREATE FUNCTION registry.settle_names() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ SELECT gin_clean_pending_list('registry.name_tokens') $$;

-- Name: forget_due(integer); Type: FUNCTION; Schema: repair; Owner: -

CREATE FUNCTION repair.forget_due(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
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

-- Name: agency; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.agency (
    agency_code text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    kinds text[] NOT NULL,
    division text NOT NULL,
    superior_code text,
    since date NOT NULL,
    until date,
    CONSTRAINT agency_agency_code_check CHECK ((agency_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text)),
    CONSTRAINT agency_check CHECK ((until >= since)),
    CONSTRAINT agency_division_check CHECK ((division ~ '^[0-9]{6}$'::text)),
    CONSTRAINT agency_kinds_check CHECK ((cardinality(kinds) > 0))
);

-- Name: agency_act; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.agency_act (
    agency_code text NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    detail jsonb NOT NULL,
    reason text NOT NULL,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT agency_act_act_check CHECK ((act = ANY (ARRAY['register'::text, 'change'::text, 'end'::text]))),
    CONSTRAINT agency_act_check CHECK (((act = 'register'::text) = (seq = 1))),
    CONSTRAINT agency_act_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT agency_act_seq_check CHECK ((seq > 0))
);

-- Name: client_act; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.client_act (
    client_id text NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    agency_code text NOT NULL,
    detail jsonb NOT NULL,
    reason text,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT client_act_act_check CHECK ((act = ANY (ARRAY['register'::text, 'add-key'::text, 'end-key'::text, 'revoke'::text]))),
    CONSTRAINT client_act_check CHECK (((act = 'register'::text) = (seq = 1))),
    CONSTRAINT client_act_check1 CHECK (((act <> ALL (ARRAY['end-key'::text, 'revoke'::text])) OR (reason IS NOT NULL))),
    CONSTRAINT client_act_client_id_check CHECK ((client_id ~ '^[a-z0-9-]{8,60}$'::text)),
    CONSTRAINT client_act_detail_check CHECK ((NOT COALESCE(((detail -> 'key'::text) ? 'd'::text), false))),
    CONSTRAINT client_act_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT client_act_seq_check CHECK ((seq > 0))
);

-- Name: key_act; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.key_act (
    act_id uuid NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    CONSTRAINT key_act_kind_check CHECK ((kind = ANY (ARRAY['seal'::text, 'token'::text, 'signing'::text, 'access'::text]))),
    CONSTRAINT key_act_reason_check CHECK ((reason <> ''::text))
);

-- Name: look; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.look (
    subject_id uuid NOT NULL,
    look_id uuid NOT NULL,
    looked_at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    agency_code text,
    deputy_of uuid,
    on_behalf_of text,
    purpose text NOT NULL,
    basis text NOT NULL,
    shown jsonb NOT NULL,
    outcome text NOT NULL,
    policy text,
    withheld_until timestamp with time zone,
    withheld_basis text,
    CONSTRAINT look_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['officer'::text, 'client'::text, 'representative'::text, 'system'::text]))),
    CONSTRAINT look_check CHECK (((withheld_until IS NULL) = (withheld_basis IS NULL))),
    CONSTRAINT look_outcome_check CHECK ((outcome = ANY (ARRAY['shown'::text, 'refused'::text, 'nothing-held'::text, 'failed'::text])))
);

-- Name: mandate_act; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.mandate_act (
    mandate_id uuid NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    detail jsonb NOT NULL,
    reason text,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT mandate_act_act_check CHECK ((act = ANY (ARRAY['grant'::text, 'accept'::text, 'limit'::text, 'revoke'::text]))),
    CONSTRAINT mandate_act_check CHECK (((act = 'grant'::text) = (seq = 1))),
    CONSTRAINT mandate_act_check1 CHECK (((act = 'accept'::text) OR (reason IS NOT NULL))),
    CONSTRAINT mandate_act_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT mandate_act_seq_check CHECK ((seq > 0))
);

-- Name: officer_act; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.officer_act (
    officer_id uuid NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    agency_code text NOT NULL,
    detail jsonb NOT NULL,
    sealed bytea,
    reason text,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT officer_act_act_check CHECK ((act = ANY (ARRAY['invite'::text, 'accept'::text, 'deputise'::text, 'end-deputy'::text, 'hand-over'::text, 'take-over'::text, 'extend'::text, 'lapse'::text, 'suspend'::text, 'resume'::text]))),
    CONSTRAINT officer_act_check CHECK (((act = 'invite'::text) = (seq = 1))),
    CONSTRAINT officer_act_check1 CHECK (((act = 'invite'::text) = (sealed IS NOT NULL))),
    CONSTRAINT officer_act_check2 CHECK (((act = ANY (ARRAY['invite'::text, 'accept'::text])) OR (reason IS NOT NULL))),
    CONSTRAINT officer_act_check3 CHECK (((act <> ALL (ARRAY['hand-over'::text, 'take-over'::text, 'extend'::text, 'lapse'::text, 'suspend'::text, 'resume'::text])) OR (acted_by <> ('officer:'::text || officer_id)))),
    CONSTRAINT officer_act_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT officer_act_seq_check CHECK ((seq > 0))
);

-- Name: refused_act; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.refused_act (
    act_id uuid NOT NULL,
    refused_at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    agency_code text,
    action text NOT NULL,
    resource_kind text NOT NULL,
    policy text NOT NULL
);

-- Name: session; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.session (
    token_hash bytea NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    issuer_session text,
    hat text,
    assurance text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    idle_until timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT session_assurance_check CHECK ((assurance = ANY (ARRAY['basic'::text, 'substantial'::text]))),
    CONSTRAINT session_check CHECK ((expires_at > created_at)),
    CONSTRAINT session_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

-- Name: sign_in; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.sign_in (
    sign_in_id uuid NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    outcome text NOT NULL,
    hat text,
    refusal text,
    assurance text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_assurance_check CHECK ((assurance = ANY (ARRAY['basic'::text, 'substantial'::text]))),
    CONSTRAINT sign_in_check CHECK (((outcome = 'signed-in'::text) = (hat IS NOT NULL))),
    CONSTRAINT sign_in_check1 CHECK (((outcome = 'refused'::text) = (refusal IS NOT NULL))),
    CONSTRAINT sign_in_outcome_check CHECK ((outcome = ANY (ARRAY['signed-in'::text, 'refused'::text])))
);

-- Name: sign_in_identity; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.sign_in_identity (
    issuer text NOT NULL,
    subject text NOT NULL,
    holder_kind text NOT NULL,
    holder_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_identity_holder_kind_check CHECK ((holder_kind = ANY (ARRAY['officer'::text, 'representative'::text])))
);

-- Name: used_assertion; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.used_assertion (
    client_id text NOT NULL,
    jti text NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

-- Name: item_subject; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.item_subject (
    item_id text NOT NULL,
    item_version integer NOT NULL,
    subject_kind text NOT NULL,
    switched_on boolean DEFAULT true NOT NULL,
    adverse boolean NOT NULL,
    evaluative boolean NOT NULL,
    listing boolean NOT NULL,
    publishable boolean NOT NULL,
    publication_law text,
    retention_years_max smallint NOT NULL,
    statute_beyond_five_years text,
    CONSTRAINT c12_individual_businesses_by_law_only CHECK (((NOT publishable) OR (subject_kind <> 'individual-business'::text) OR (publication_law IS NOT NULL))),
    CONSTRAINT c12_persons_never_public CHECK (((NOT publishable) OR (subject_kind <> 'person'::text))),
    CONSTRAINT c1_organisations_only_are_evaluated CHECK (((NOT evaluative) OR (subject_kind = 'organisation'::text))),
    CONSTRAINT c5_listings_are_adverse CHECK (((NOT listing) OR adverse)),
    CONSTRAINT c8_adverse_ends CHECK (((NOT adverse) OR ((retention_years_max >= 1) AND (retention_years_max <= 5)) OR ((retention_years_max > 5) AND (statute_beyond_five_years IS NOT NULL)))),
    CONSTRAINT item_subject_publication_law_check CHECK ((publication_law ~ '\S'::text)),
    CONSTRAINT item_subject_retention_years_max_check CHECK ((retention_years_max >= 0)),
    CONSTRAINT item_subject_statute_beyond_five_years_check CHECK ((statute_beyond_five_years ~ '\S'::text)),
    CONSTRAINT item_subject_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['organisation'::text, 'individual-business'::text, 'person'::text]))),
    CONSTRAINT item_subject_switched_on_check CHECK (switched_on)
);

-- Name: item_version; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.item_version (
    item_id text NOT NULL,
    version integer NOT NULL,
    pack_id text NOT NULL,
    pack_version text NOT NULL,
    article text NOT NULL,
    switched_on boolean NOT NULL,
    effective_from date NOT NULL,
    body json NOT NULL,
    CONSTRAINT item_version_article_check CHECK ((article ~ '\S'::text)),
    CONSTRAINT item_version_version_check CHECK ((version > 0))
);

-- Name: list; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.list (
    list_id text NOT NULL,
    sort text NOT NULL,
    pack_id text NOT NULL,
    CONSTRAINT list_sort_check CHECK ((sort = ANY (ARRAY['honour'::text, 'serious'::text, 'abnormal'::text])))
);

-- Name: list_subject; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.list_subject (
    list_id text NOT NULL,
    version integer NOT NULL,
    subject_kind text NOT NULL,
    switched_on boolean DEFAULT true NOT NULL,
    sort text NOT NULL,
    item_id text NOT NULL,
    procedure_id text NOT NULL,
    adverse boolean NOT NULL,
    confirms boolean NOT NULL,
    publishes boolean NOT NULL,
    CONSTRAINT c12_lists_name_organisations_only CHECK (((NOT publishes) OR (subject_kind = 'organisation'::text))),
    CONSTRAINT c5_persons_confirmed_by_another CHECK (((subject_kind <> 'person'::text) OR confirms OR (NOT adverse))),
    CONSTRAINT honours_alone_are_not_adverse CHECK ((adverse = (sort <> 'honour'::text))),
    CONSTRAINT list_subject_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['organisation'::text, 'individual-business'::text, 'person'::text]))),
    CONSTRAINT list_subject_switched_on_check CHECK (switched_on)
);

-- Name: list_trade; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.list_trade (
    list_id text NOT NULL,
    trade text NOT NULL,
    CONSTRAINT list_trade_trade_check CHECK ((trade ~ '\S'::text))
);

-- Name: list_version; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.list_version (
    list_id text NOT NULL,
    version integer NOT NULL,
    sort text NOT NULL,
    pack_id text NOT NULL,
    pack_version text NOT NULL,
    article text NOT NULL,
    item_id text NOT NULL,
    subject_matters text[] NOT NULL,
    set_up_by text NOT NULL,
    switched_on boolean NOT NULL,
    effective_from date NOT NULL,
    months_max smallint,
    body json NOT NULL,
    CONSTRAINT c8_adverse_listings_end CHECK (((sort = 'honour'::text) OR ((months_max IS NOT NULL) AND (months_max <= 60)) OR (NOT switched_on))),
    CONSTRAINT list_version_article_check CHECK ((article ~ '\S'::text)),
    CONSTRAINT list_version_months_max_check CHECK ((months_max > 0)),
    CONSTRAINT list_version_set_up_by_check CHECK ((set_up_by = ANY (ARRAY['statute'::text, 'administrative-regulation'::text, 'central-policy'::text, 'ministry-rule'::text, 'local-regulation'::text]))),
    CONSTRAINT list_version_subject_matters_check CHECK ((subject_matters <@ ARRAY['life-and-health'::text, 'market-and-social-order'::text, 'credibility-of-law'::text, 'national-defence'::text])),
    CONSTRAINT list_version_version_check CHECK ((version > 0)),
    CONSTRAINT serious_lists_serve_a_permitted_matter CHECK (((sort = 'serious'::text) = (cardinality(subject_matters) > 0)))
);

-- Name: matter; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.matter (
    matter_id text NOT NULL,
    pack_id text NOT NULL,
    trade text NOT NULL,
    title_zh text NOT NULL,
    title_en text NOT NULL,
    private_life boolean NOT NULL,
    CONSTRAINT c7_private_life_is_known CHECK ((private_life OR (NOT ((title_zh ~ '出行|乘机|乘车|乘坐|航班|高铁|入学|升学|就学|复学|就医|住房|购房|社会保障|社会保险待遇|低保|通信|通讯|家庭|子女'::text) OR (title_en ~* '\m(travel|flights?|trains?|school(s|ing)?|health ?care|housing|social security|welfare|communications?|famil(y|ies))\M'::text))))),
    CONSTRAINT matter_title_en_check CHECK ((title_en ~ '\S'::text)),
    CONSTRAINT matter_title_zh_check CHECK ((title_zh ~ '\S'::text)),
    CONSTRAINT matter_trade_check CHECK ((trade ~ '\S'::text))
);

-- Name: measure_link; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.measure_link (
    measure_id text NOT NULL,
    version integer NOT NULL,
    sort text NOT NULL,
    effect text NOT NULL,
    subject_kind text NOT NULL,
    place smallint NOT NULL,
    matter_id text NOT NULL,
    matter_trade text NOT NULL,
    private_life boolean NOT NULL,
    list_id text NOT NULL,
    list_sort text NOT NULL,
    link text NOT NULL,
    list_trade text,
    article text,
    CONSTRAINT c7_individual_businesses_their_trade_only CHECK (((subject_kind <> 'individual-business'::text) OR ((effect = ANY (ARRAY['disqualify'::text, 'more-inspection'::text])) AND (link = 'same-trade'::text)))),
    CONSTRAINT c7_linked CHECK ((((link = 'same-trade'::text) AND (list_trade IS NOT NULL) AND (list_trade = matter_trade)) OR ((link = 'article'::text) AND (list_trade IS NULL) AND (article IS NOT NULL)))),
    CONSTRAINT c7_persons_lose_their_trade_only CHECK (((subject_kind <> 'person'::text) OR ((effect = 'disqualify'::text) AND (link = 'same-trade'::text)))),
    CONSTRAINT c7_private_life_untouched CHECK (((subject_kind = 'organisation'::text) OR (NOT private_life))),
    CONSTRAINT honours_bring_incentives CHECK (((sort = 'incentive'::text) = (list_sort = 'honour'::text))),
    CONSTRAINT measure_link_article_check CHECK ((article ~ '\S'::text)),
    CONSTRAINT measure_link_link_check CHECK ((link = ANY (ARRAY['same-trade'::text, 'article'::text]))),
    CONSTRAINT measure_link_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['organisation'::text, 'individual-business'::text, 'person'::text])))
);

-- Name: measure_version; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.measure_version (
    measure_id text NOT NULL,
    version integer NOT NULL,
    pack_id text NOT NULL,
    pack_version text NOT NULL,
    article text NOT NULL,
    sort text NOT NULL,
    kind smallint NOT NULL,
    effect text NOT NULL,
    force text NOT NULL,
    granted_by text NOT NULL,
    switched_on boolean NOT NULL,
    effective_from date NOT NULL,
    months_max smallint,
    body json NOT NULL,
    CONSTRAINT c7_closed_effects CHECK ((((sort = 'incentive'::text) AND (kind = 0) AND (effect = ANY (ARRAY['priority'::text, 'simplified-procedure'::text, 'green-channel'::text, 'fewer-inspections'::text]))) OR ((sort = 'constraint'::text) AND (kind = 1) AND (effect = ANY (ARRAY['refuse'::text, 'restrict'::text, 'disqualify'::text]))) OR ((sort = 'constraint'::text) AND (kind = 2) AND (effect = ANY (ARRAY['more-inspection'::text, 'no-award'::text, 'no-funds'::text, 'no-easing'::text]))) OR ((sort = 'constraint'::text) AND (kind = 3) AND (effect = 'note'::text)))),
    CONSTRAINT c7_no_measure_by_ministry_rule CHECK (((kind <> 2) OR (granted_by <> 'ministry-rule'::text))),
    CONSTRAINT c7_others_are_never_forced CHECK (((kind <> 3) OR (force = 'may'::text))),
    CONSTRAINT c7_rights_reduced_by_law_only CHECK (((kind <> 1) OR (granted_by = ANY (ARRAY['statute'::text, 'administrative-regulation'::text])))),
    CONSTRAINT measure_version_article_check CHECK ((article ~ '\S'::text)),
    CONSTRAINT measure_version_force_check CHECK ((force = ANY (ARRAY['must'::text, 'may'::text]))),
    CONSTRAINT measure_version_granted_by_check CHECK ((granted_by = ANY (ARRAY['statute'::text, 'administrative-regulation'::text, 'central-policy'::text, 'ministry-rule'::text, 'local-regulation'::text]))),
    CONSTRAINT measure_version_months_max_check CHECK ((months_max > 0)),
    CONSTRAINT measure_version_sort_check CHECK ((sort = ANY (ARRAY['constraint'::text, 'incentive'::text]))),
    CONSTRAINT measure_version_version_check CHECK ((version > 0))
);

-- Name: pack; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.pack (
    pack_id text NOT NULL,
    version text NOT NULL,
    digest bytea NOT NULL,
    body json NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    CONSTRAINT pack_digest_check CHECK ((octet_length(digest) = 32))
);

-- Name: procedure_state; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.procedure_state (
    procedure_id text NOT NULL,
    version integer NOT NULL,
    state text NOT NULL,
    adverse boolean NOT NULL,
    confirms boolean NOT NULL,
    final boolean NOT NULL,
    in_force boolean NOT NULL,
    heard boolean NOT NULL,
    confirmed boolean NOT NULL,
    CONSTRAINT c5_confirmed_before_effect CHECK (((NOT in_force) OR (NOT confirms) OR confirmed)),
    CONSTRAINT c6_notice_before_effect CHECK (((NOT in_force) OR (NOT adverse) OR heard)),
    CONSTRAINT c8_what_is_in_force_ends CHECK ((NOT (in_force AND final))),
    CONSTRAINT nothing_holds_before_the_first_act CHECK (((state <> ''::text) OR (NOT (final OR in_force OR heard OR confirmed))))
);

-- Name: procedure_version; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.procedure_version (
    procedure_id text NOT NULL,
    version integer NOT NULL,
    pack_id text NOT NULL,
    pack_version text NOT NULL,
    article text NOT NULL,
    adverse boolean NOT NULL,
    confirms boolean NOT NULL,
    switched_on boolean NOT NULL,
    effective_from date NOT NULL,
    body json NOT NULL,
    CONSTRAINT procedure_version_article_check CHECK ((article ~ '\S'::text)),
    CONSTRAINT procedure_version_version_check CHECK ((version > 0))
);

-- Name: transition; Type: TABLE; Schema: catalogue; Owner: -

CREATE TABLE catalogue.transition (
    procedure_id text NOT NULL,
    version integer NOT NULL,
    from_state text NOT NULL,
    act text NOT NULL,
    to_state text NOT NULL,
    done_by text NOT NULL,
    guards text[] NOT NULL,
    article text NOT NULL,
    from_final boolean NOT NULL,
    from_in_force boolean NOT NULL,
    from_heard boolean NOT NULL,
    from_confirmed boolean NOT NULL,
    to_final boolean NOT NULL,
    to_in_force boolean NOT NULL,
    to_heard boolean NOT NULL,
    to_confirmed boolean NOT NULL,
    CONSTRAINT c5_confirmed_by_another CHECK (((NOT to_confirmed) OR from_confirmed OR ((done_by = 'confirm'::text) AND ('another-officer'::text = ANY (guards))))),
    CONSTRAINT c5_people_put_into_force CHECK (((NOT to_in_force) OR from_in_force OR (done_by = ANY (ARRAY['decide'::text, 'confirm'::text])) OR ((done_by = 'service'::text) AND ('decision-served'::text = ANY (guards))))),
    CONSTRAINT c5_the_clock_only_ends CHECK (((done_by <> 'clock'::text) OR (to_final AND ('end-reached'::text = ANY (guards))))),
    CONSTRAINT c6_heard_by_decision_after_notice_and_answer CHECK (((NOT to_heard) OR from_heard OR ((done_by = 'decide'::text) AND (guards @> ARRAY['notice-served'::text, 'time-to-answer-over'::text, 'reasons'::text])))),
    CONSTRAINT c6_what_follows_from_service_was_served CHECK (((done_by <> 'service'::text) OR (guards && ARRAY['notice-served'::text, 'decision-served'::text]))),
    CONSTRAINT nothing_follows_an_end CHECK (((NOT from_final) OR (to_final AND (act = ANY (ARRAY['move-undoing'::text, 'annul'::text]))))),
    CONSTRAINT transition_act_check CHECK ((act ~ '\S'::text)),
    CONSTRAINT transition_article_check CHECK ((article ~ '\S'::text)),
    CONSTRAINT transition_done_by_check CHECK ((done_by = ANY (ARRAY['propose'::text, 'decide'::text, 'confirm'::text, 'subject'::text, 'service'::text, 'clock'::text]))),
    CONSTRAINT transition_guards_check CHECK ((guards <@ ARRAY['notice-served'::text, 'time-to-answer-over'::text, 'hearing-settled'::text, 'hearing-asked'::text, 'summoned'::text, 'reasons'::text, 'another-officer'::text, 'not-who-returned'::text, 'moved-by-another'::text, 'decision-served'::text, 'term-of-exit'::text, 'conditions-met'::text, 'ruling'::text, 'end-given'::text, 'end-reached'::text])),
    CONSTRAINT transition_to_state_check CHECK ((to_state <> ''::text))
);

-- Name: act; Type: TABLE; Schema: consents; Owner: -

CREATE TABLE consents.act (
    request_id uuid NOT NULL,
    seq integer NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((seq - 1), 0)) STORED,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    recipient text NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    times_max integer NOT NULL,
    answer_by date NOT NULL,
    asked_on date NOT NULL,
    state_before text,
    uses_before integer,
    state text NOT NULL,
    uses integer NOT NULL,
    granted jsonb,
    look_id uuid,
    records integer,
    acted_by text NOT NULL,
    acted_on date NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    agency_code text,
    basis text,
    mandate_id uuid,
    mandate_seq integer,
    mandate_act text GENERATED ALWAYS AS (
CASE
    WHEN (mandate_id IS NOT NULL) THEN 'accept'::text
    ELSE NULL::text
END) STORED,
    content bytea NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT act_basis_check CHECK ((basis ~ '\S'::text)),
    CONSTRAINT act_content_check CHECK ((octet_length(content) = 32)),
    CONSTRAINT act_granted_check CHECK (consents.is_fields(granted)),
    CONSTRAINT act_records_check CHECK ((records >= 0)),
    CONSTRAINT act_seq_check CHECK ((seq > 0)),
    CONSTRAINT acted_on_its_day CHECK (((acted_on = (((acted_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date) AND (acted_on >= asked_on))),
    CONSTRAINT c14_as_often_as_was_asked CHECK (((act <> 'use'::text) OR (uses <= times_max))),
    CONSTRAINT c14_names_what_is_given CHECK (((act = 'give'::text) = (granted IS NOT NULL))),
    CONSTRAINT c14_only_the_recipient_uses CHECK (((act <> 'use'::text) OR ((acted_by ~ '^(officer|client):'::text) AND (agency_code = recipient)))),
    CONSTRAINT c14_states CHECK (COALESCE(
CASE act
    WHEN 'give'::text THEN (state = 'given'::text)
    WHEN 'refuse'::text THEN
    CASE
        WHEN (state_before IS NULL) THEN (state = 'refused'::text)
        ELSE ((state_before = 'given'::text) AND (state = 'withdrawn'::text))
    END
    WHEN 'withdraw'::text THEN ((state_before = 'given'::text) AND (state = 'withdrawn'::text))
    WHEN 'use'::text THEN ((state_before = 'given'::text) AND (state = 'given'::text))
    ELSE NULL::boolean
END, false)),
    CONSTRAINT c14_within_its_days CHECK (
CASE act
    WHEN 'give'::text THEN ((acted_on <= answer_by) AND (acted_on <= until_on))
    WHEN 'use'::text THEN ((acted_on >= from_on) AND (acted_on <= until_on))
    ELSE true
END),
    CONSTRAINT c15_a_use_is_a_look CHECK ((((act = 'use'::text) = (look_id IS NOT NULL)) AND ((act = 'use'::text) = (records IS NOT NULL)))),
    CONSTRAINT c16_a_representative_has_a_mandate CHECK ((((mandate_id IS NOT NULL) = (acted_by ~~ 'representative:%'::text)) AND ((mandate_id IS NULL) = (mandate_seq IS NULL)))),
    CONSTRAINT c16_nobody_else_answers CHECK (((act = 'use'::text) OR (mandate_id IS NOT NULL) OR ((acted_by ~~ 'officer:%'::text) AND (agency_code IS NOT NULL) AND (agency_code <> recipient) AND (basis IS NOT NULL)))),
    CONSTRAINT the_first_has_none_before CHECK ((((seq = 1) = (state_before IS NULL)) AND ((state_before IS NULL) = (uses_before IS NULL)))),
    CONSTRAINT uses_are_counted CHECK ((uses = (COALESCE(uses_before, 0) +
CASE act
    WHEN 'use'::text THEN 1
    ELSE 0
END)))
);

-- Name: artefact; Type: TABLE; Schema: consents; Owner: -

CREATE TABLE consents.artefact (
    code text NOT NULL,
    request_id uuid NOT NULL,
    seq integer NOT NULL,
    act text GENERATED ALWAYS AS ('give'::text) STORED,
    key_id text NOT NULL,
    digest bytea NOT NULL,
    sealed bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    CONSTRAINT artefact_code_check CHECK ((code ~ '^[0-9A-HJ-NPQRTUWXY]{4}(-[0-9A-HJ-NPQRTUWXY]{4}){3}$'::text)),
    CONSTRAINT artefact_digest_check CHECK ((octet_length(digest) = 32))
);

-- Name: request; Type: TABLE; Schema: consents; Owner: -

CREATE TABLE consents.request (
    request_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    recipient text NOT NULL,
    purpose text NOT NULL,
    round integer NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((round - 1), 0)) STORED,
    items jsonb NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    times_max integer NOT NULL,
    answer_by date NOT NULL,
    asked_by text NOT NULL,
    asked_on date NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    sealed bytea NOT NULL,
    content bytea NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT asked_on_its_day CHECK ((asked_on = (((asked_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date)),
    CONSTRAINT c14_names_its_end CHECK ((((from_on >= asked_on) AND (from_on <= (asked_on + 90))) AND ((until_on >= from_on) AND (until_on <= (from_on + 366))) AND ((answer_by >= (asked_on + 1)) AND (answer_by <= (asked_on + 60))))),
    CONSTRAINT c14_names_its_fields CHECK (consents.is_fields(items)),
    CONSTRAINT request_asked_by_check CHECK ((asked_by ~ '^(officer|client):'::text)),
    CONSTRAINT request_content_check CHECK ((octet_length(content) = 32)),
    CONSTRAINT request_purpose_check CHECK ((purpose ~ '^[a-z][a-z0-9-]*$'::text)),
    CONSTRAINT request_round_check CHECK ((round > 0)),
    CONSTRAINT request_times_max_check CHECK (((times_max >= 1) AND (times_max <= 366)))
);

-- Name: batch; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.batch (
    batch_id uuid NOT NULL,
    agency_code text NOT NULL,
    item_id text NOT NULL,
    item_version integer NOT NULL,
    source text NOT NULL,
    channel text NOT NULL,
    dry_run boolean NOT NULL,
    upload_id uuid,
    mapping_id text,
    mapping_version integer,
    mapping_body jsonb,
    file_name text,
    file_digest bytea,
    file_bytes bigint,
    undoes uuid,
    reason text,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT batch_channel_check CHECK ((channel = ANY (ARRAY['page'::text, 'api'::text, 'command-line'::text]))),
    CONSTRAINT batch_check CHECK (((source = 'undo'::text) = (undoes IS NOT NULL))),
    CONSTRAINT batch_check1 CHECK (((source <> ALL (ARRAY['undo'::text, 'correction'::text, 'withdrawal'::text, 'release'::text])) OR (reason <> ''::text))),
    CONSTRAINT batch_source_check CHECK ((source = ANY (ARRAY['file'::text, 'entry'::text, 'undo'::text, 'held'::text, 'correction'::text, 'withdrawal'::text, 'release'::text])))
);

-- Name: batch_act; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.batch_act (
    batch_id uuid NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    last_row integer NOT NULL,
    accepted integer DEFAULT 0 NOT NULL,
    corrected integer DEFAULT 0 NOT NULL,
    unchanged integer DEFAULT 0 NOT NULL,
    held integer DEFAULT 0 NOT NULL,
    refused integer DEFAULT 0 NOT NULL,
    findings integer DEFAULT 0 NOT NULL,
    detail jsonb NOT NULL,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    CONSTRAINT batch_act_act_check CHECK ((act = ANY (ARRAY['open'::text, 'part'::text, 'cancel'::text, 'finish'::text, 'fail'::text]))),
    CONSTRAINT batch_act_seq_check CHECK ((seq > 0))
);

-- Name: document; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.document (
    document_id uuid NOT NULL,
    file_id uuid NOT NULL,
    agency_code text NOT NULL,
    digest bytea NOT NULL,
    media_type text NOT NULL,
    bytes bigint NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT document_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT document_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT document_media_type_check CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/png'::text, 'image/jpeg'::text, 'text/plain'::text])))
);

-- Name: entry; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.entry (
    batch_id uuid NOT NULL,
    content bytea NOT NULL,
    subject_id uuid,
    record_id uuid,
    document_id uuid,
    CONSTRAINT entry_check CHECK (((subject_id IS NULL) = (record_id IS NULL))),
    CONSTRAINT entry_content_check CHECK ((octet_length(content) = 32))
);

-- Name: finding; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.finding (
    batch_id uuid NOT NULL,
    row_no integer NOT NULL,
    ordinal smallint NOT NULL,
    verdict text NOT NULL,
    column_name text,
    field text,
    code text NOT NULL,
    value text,
    params jsonb NOT NULL,
    CONSTRAINT finding_verdict_check CHECK ((verdict = ANY (ARRAY['note'::text, 'hold'::text, 'refuse'::text])))
);

-- Name: held_decision; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.held_decision (
    batch_id uuid NOT NULL,
    row_no integer NOT NULL,
    decision text NOT NULL,
    subject_id uuid,
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    result_batch uuid,
    CONSTRAINT held_decision_decision_check CHECK ((decision = ANY (ARRAY['accept'::text, 'refuse'::text]))),
    CONSTRAINT held_decision_reason_check CHECK ((reason <> ''::text))
);

-- Name: held_row; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.held_row (
    batch_id uuid NOT NULL,
    row_no integer NOT NULL,
    agency_code text NOT NULL,
    item_id text NOT NULL,
    sealed bytea,
    candidates jsonb,
    said bytea,
    held_at timestamp with time zone NOT NULL,
    waits_until date NOT NULL,
    CONSTRAINT held_row_check CHECK ((waits_until <= (((held_at AT TIME ZONE 'UTC'::text))::date + 92))),
    CONSTRAINT held_row_check1 CHECK (((sealed IS NULL) = (candidates IS NULL)))
);

-- Name: mapping; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.mapping (
    agency_code text NOT NULL,
    mapping_id text NOT NULL,
    version integer NOT NULL,
    item_id text NOT NULL,
    body jsonb NOT NULL,
    saved_by text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT mapping_version_check CHECK ((version > 0))
);

-- Name: nil_return; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.nil_return (
    agency_code text NOT NULL,
    item_id text NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT nil_return_check CHECK ((period_to >= period_from))
);

-- Name: receipt; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.receipt (
    batch_id uuid NOT NULL,
    body jsonb NOT NULL,
    issued_at timestamp with time zone NOT NULL
);

-- Name: upload; Type: TABLE; Schema: intake; Owner: -

CREATE TABLE intake.upload (
    upload_id uuid NOT NULL,
    agency_code text NOT NULL,
    file_name text,
    file_digest bytea NOT NULL,
    file_bytes bigint NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT upload_file_digest_check CHECK ((octet_length(file_digest) = 32))
);

-- Name: document_line; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.document_line (
    document_key bytea NOT NULL,
    line integer NOT NULL,
    version integer NOT NULL,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    record_id uuid NOT NULL,
    content bytea NOT NULL,
    batch_id uuid NOT NULL,
    CONSTRAINT document_line_act_check CHECK ((act = ANY (ARRAY['record'::text, 'correct'::text, 'withdraw'::text, 'move'::text]))),
    CONSTRAINT document_line_document_key_check CHECK ((octet_length(document_key) = 32)),
    CONSTRAINT document_line_line_check CHECK ((line > 0)),
    CONSTRAINT document_line_version_check CHECK ((version > 0))
);

-- Name: erasure; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.erasure (
    subject_id uuid NOT NULL,
    record_id uuid NOT NULL,
    erasure_id uuid NOT NULL,
    basis text NOT NULL,
    ordered_by text NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    CONSTRAINT erasure_basis_check CHECK ((basis <> ''::text))
);

-- Name: outbox; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.outbox (
    subject_id uuid NOT NULL,
    outbox_id bigint NOT NULL
);

-- Name: outbox_outbox_id_seq; Type: SEQUENCE; Schema: ledger; Owner: -

ALTER TABLE ledger.outbox ALTER COLUMN outbox_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.outbox_outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: record; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.record (
    subject_id uuid NOT NULL,
    record_id uuid NOT NULL,
    subject_kind text NOT NULL,
    item_id text NOT NULL,
    item_version integer NOT NULL,
    adverse boolean NOT NULL,
    evaluative boolean NOT NULL,
    listing boolean NOT NULL,
    retention_years_max smallint NOT NULL,
    disclosure text NOT NULL,
    adult_at_conduct text NOT NULL,
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
    open jsonb,
    shared jsonb,
    sealed bytea,
    salt bytea,
    commitment bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    batch_id uuid NOT NULL,
    row_no integer NOT NULL,
    CONSTRAINT c12_persons_never_public CHECK (((disclosure <> 'public'::text) OR (subject_kind <> 'person'::text))),
    CONSTRAINT c17_erased_whole CHECK ((((open IS NULL) = (salt IS NULL)) AND ((salt IS NOT NULL) OR ((shared IS NULL) AND (sealed IS NULL))))),
    CONSTRAINT c1_no_evaluation_of_persons CHECK (((NOT evaluative) OR (subject_kind = 'organisation'::text))),
    CONSTRAINT c4_no_adverse_record_of_minors CHECK (((NOT adverse) OR (subject_kind <> 'person'::text) OR (adult_at_conduct = 'yes'::text))),
    CONSTRAINT c5_listing_has_its_procedure CHECK (((NOT listing) OR ((served_on IS NOT NULL) AND (answer_due_on IS NOT NULL) AND (served_on >= decided_on)))),
    CONSTRAINT c5_second_officer_for_persons CHECK (((NOT (listing AND (subject_kind = 'person'::text))) OR ((confirmed_by IS NOT NULL) AND (confirmed_by <> entered_by)))),
    CONSTRAINT c8_adverse_ends CHECK (((NOT adverse) OR ((published_until IS NOT NULL) AND (retained_until IS NOT NULL) AND (published_until <= retained_until)))),
    CONSTRAINT c8_five_years CHECK (((NOT adverse) OR (retained_until <= (COALESCE(conduct_ended_on, decided_on) + make_interval(years => (retention_years_max)::integer))))),
    CONSTRAINT no_future_decision CHECK ((decided_on <= (((recorded_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date)),
    CONSTRAINT record_adult_at_conduct_check CHECK ((adult_at_conduct = ANY (ARRAY['yes'::text, 'not-asked'::text, 'not-a-person'::text]))),
    CONSTRAINT record_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT record_commitment_check CHECK ((octet_length(commitment) = 32)),
    CONSTRAINT record_disclosure_check CHECK ((disclosure = ANY (ARRAY['public'::text, 'shared'::text, 'subject'::text]))),
    CONSTRAINT record_row_no_check CHECK ((row_no > 0))
);

-- Name: tally; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.tally (
    item_id text NOT NULL,
    sector smallint NOT NULL,
    month date NOT NULL,
    authority text NOT NULL,
    batch_id uuid NOT NULL,
    part integer NOT NULL,
    recorded integer NOT NULL
);

-- Name: candidate; Type: TABLE; Schema: lists; Owner: -

CREATE TABLE lists.candidate (
    list_id text NOT NULL,
    criterion text NOT NULL,
    subject_id uuid NOT NULL,
    seq integer NOT NULL,
    search_id uuid NOT NULL,
    subject_kind text NOT NULL,
    met boolean NOT NULL,
    rests_on jsonb NOT NULL,
    found_at timestamp with time zone NOT NULL,
    CONSTRAINT c1_no_search_for_persons CHECK ((subject_kind = ANY (ARRAY['organisation'::text, 'individual-business'::text]))),
    CONSTRAINT candidate_rests_on_check CHECK ((jsonb_typeof(rests_on) = 'array'::text)),
    CONSTRAINT candidate_seq_check CHECK ((seq > 0)),
    CONSTRAINT met_by_records CHECK ((met = (jsonb_array_length(rests_on) > 0)))
);

-- Name: leaving; Type: TABLE; Schema: lists; Owner: -

CREATE TABLE lists.leaving (
    batch_id uuid NOT NULL,
    proceeding_id uuid NOT NULL,
    seq integer NOT NULL,
    record_id uuid NOT NULL
);

-- Name: proceeding; Type: TABLE; Schema: lists; Owner: -

CREATE TABLE lists.proceeding (
    proceeding_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    list_id text NOT NULL,
    list_version integer NOT NULL,
    item_id text NOT NULL,
    procedure_id text NOT NULL,
    procedure_version integer NOT NULL,
    adverse boolean NOT NULL,
    confirms boolean NOT NULL,
    keeper text NOT NULL,
    ordinal integer NOT NULL,
    criterion text,
    rests_on jsonb NOT NULL,
    ground text,
    sealed bytea NOT NULL,
    documents bytea,
    conduct_ended_on date,
    opened_by text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    CONSTRAINT c2_a_ground_of_the_list CHECK (((NOT adverse) OR (ground IS NOT NULL) OR (criterion IS NOT NULL))),
    CONSTRAINT c2_rests_on_something CHECK (((jsonb_array_length(rests_on) > 0) OR (documents IS NOT NULL))),
    CONSTRAINT c5_an_officer_opens CHECK ((opened_by ~~ 'officer:%'::text)),
    CONSTRAINT c5_persons_confirmed_by_another CHECK (((subject_kind <> 'person'::text) OR confirms OR (NOT adverse))),
    CONSTRAINT c8_conduct_is_past CHECK ((conduct_ended_on <= (((opened_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date)),
    CONSTRAINT proceeding_criterion_check CHECK ((criterion ~ '\S'::text)),
    CONSTRAINT proceeding_documents_check CHECK (((documents = '\x'::bytea) OR (octet_length(documents) > 30))),
    CONSTRAINT proceeding_ground_check CHECK ((ground ~ '\S'::text)),
    CONSTRAINT proceeding_ordinal_check CHECK ((ordinal > 0)),
    CONSTRAINT proceeding_rests_on_check CHECK ((jsonb_typeof(rests_on) = 'array'::text))
);

-- Name: proceeding_state; Type: TABLE; Schema: lists; Owner: -

CREATE TABLE lists.proceeding_state (
    proceeding_id uuid NOT NULL,
    keeper text NOT NULL,
    list_id text NOT NULL,
    list_version integer NOT NULL,
    procedure_id text NOT NULL,
    procedure_version integer NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    state text NOT NULL,
    in_force boolean NOT NULL,
    waits text NOT NULL,
    waits_until date,
    office text,
    not_by text[] NOT NULL,
    due_on date,
    clocks jsonb NOT NULL,
    opened_on date NOT NULL,
    since date NOT NULL,
    listed_from date,
    ends_on date,
    repaired_on date,
    CONSTRAINT proceeding_state_clocks_check CHECK ((jsonb_typeof(clocks) = 'array'::text)),
    CONSTRAINT proceeding_state_office_check CHECK ((office = ANY (ARRAY['propose'::text, 'decide'::text, 'confirm'::text]))),
    CONSTRAINT proceeding_state_waits_check CHECK ((waits = ANY (ARRAY['keeper'::text, 'answer'::text, 'reading'::text, 'end'::text, 'nothing'::text])))
);

-- Name: search; Type: TABLE; Schema: lists; Owner: -

CREATE TABLE lists.search (
    search_id uuid NOT NULL,
    list_id text NOT NULL,
    list_version integer NOT NULL,
    criterion text NOT NULL,
    rule_digest bytea NOT NULL,
    as_of date NOT NULL,
    known_at timestamp with time zone NOT NULL,
    since timestamp with time zone,
    met integer NOT NULL,
    unsaid integer NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    CONSTRAINT search_check CHECK ((since <= known_at)),
    CONSTRAINT search_criterion_check CHECK ((criterion ~ '\S'::text)),
    CONSTRAINT search_met_check CHECK ((met >= 0)),
    CONSTRAINT search_rule_digest_check CHECK ((octet_length(rule_digest) = 32)),
    CONSTRAINT search_unsaid_check CHECK ((unsaid >= 0))
);

-- Name: simulation; Type: TABLE; Schema: lists; Owner: -

CREATE TABLE lists.simulation (
    simulation_id uuid NOT NULL,
    list_id text NOT NULL,
    rule text NOT NULL,
    as_of date NOT NULL,
    agency text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT simulation_asked_by_check CHECK ((asked_by ~~ 'officer:%'::text)),
    CONSTRAINT simulation_rule_check CHECK ((rule ~ '\S'::text))
);

-- Name: simulation_result; Type: TABLE; Schema: lists; Owner: -

CREATE TABLE lists.simulation_result (
    simulation_id uuid NOT NULL,
    body jsonb NOT NULL,
    ended_at timestamp with time zone NOT NULL
);

-- Name: answer; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.answer (
    check_id uuid NOT NULL,
    subject_id uuid,
    subject_kind text NOT NULL,
    agency_code text NOT NULL,
    actor_kind text NOT NULL,
    matter_id text NOT NULL,
    purpose text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    outcome text NOT NULL,
    told smallint NOT NULL,
    root_id uuid NOT NULL,
    leaf bytea NOT NULL,
    leaf_index integer NOT NULL,
    path bytea NOT NULL,
    answer text,
    sealed bytea,
    kept_until date NOT NULL,
    CONSTRAINT answer_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['officer'::text, 'client'::text]))),
    CONSTRAINT answer_check CHECK (((outcome = 'measures'::text) = (told > 0))),
    CONSTRAINT answer_check1 CHECK (((outcome = 'unknown-subject'::text) = (subject_id IS NULL))),
    CONSTRAINT answer_check2 CHECK (((answer IS NULL) OR (sealed IS NULL))),
    CONSTRAINT answer_leaf_check CHECK ((octet_length(leaf) = 32)),
    CONSTRAINT answer_leaf_index_check CHECK ((leaf_index >= 0)),
    CONSTRAINT answer_outcome_check CHECK ((outcome = ANY (ARRAY['measures'::text, 'nothing-recorded'::text, 'unknown-subject'::text]))),
    CONSTRAINT answer_path_check CHECK (((octet_length(path) % 32) = 0)),
    CONSTRAINT answer_purpose_check CHECK ((purpose ~ '\S'::text)),
    CONSTRAINT answer_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['organisation'::text, 'individual-business'::text, 'person'::text]))),
    CONSTRAINT answer_told_check CHECK ((told >= 0)),
    CONSTRAINT c13_answers_about_persons_are_sealed CHECK (((answer IS NULL) OR (subject_kind <> 'person'::text)))
);

-- Name: answered; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.answered (
    check_id uuid NOT NULL,
    measure_id text NOT NULL,
    version integer NOT NULL,
    sort text NOT NULL,
    effect text NOT NULL,
    force text NOT NULL,
    subject_kind text NOT NULL,
    matter_id text NOT NULL,
    place smallint NOT NULL,
    record_id uuid NOT NULL,
    until date,
    CONSTRAINT answered_force_check CHECK ((force = ANY (ARRAY['must'::text, 'may'::text]))),
    CONSTRAINT c8_constraints_end CHECK (((sort <> 'constraint'::text) OR (until IS NOT NULL)))
);

-- Name: bundle; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.bundle (
    bundle_id uuid NOT NULL,
    agency_code text NOT NULL,
    made_by text NOT NULL,
    matters text[] NOT NULL,
    purpose text NOT NULL,
    head text NOT NULL,
    known_at timestamp with time zone NOT NULL,
    answers_until timestamp with time zone NOT NULL,
    hand_in_by date NOT NULL,
    desk_key text NOT NULL,
    entries integer NOT NULL,
    known integer NOT NULL,
    file_bytes integer NOT NULL,
    file_digest bytea NOT NULL,
    root_id uuid NOT NULL,
    kept_until date NOT NULL,
    CONSTRAINT bundle_check CHECK ((known >= entries)),
    CONSTRAINT bundle_desk_key_check CHECK ((desk_key ~ '^[A-Za-z0-9_-]{43}$'::text)),
    CONSTRAINT bundle_entries_check CHECK ((entries >= 0)),
    CONSTRAINT bundle_file_bytes_check CHECK ((file_bytes > 0)),
    CONSTRAINT bundle_file_digest_check CHECK ((octet_length(file_digest) = 32)),
    CONSTRAINT bundle_matters_check CHECK (((cardinality(matters) >= 1) AND (cardinality(matters) <= 20))),
    CONSTRAINT bundle_purpose_check CHECK ((purpose ~ '\S'::text)),
    CONSTRAINT c15_journals_are_due CHECK ((hand_in_by <= ((((answers_until AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date + 14))),
    CONSTRAINT c8_bundles_end CHECK (((answers_until > known_at) AND (answers_until <= (known_at + '7 days'::interval))))
);

-- Name: bundle_act; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.bundle_act (
    bundle_id uuid NOT NULL,
    act text NOT NULL,
    reason text,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    CONSTRAINT bundle_act_act_check CHECK ((act = ANY (ARRAY['close'::text, 'write-off'::text]))),
    CONSTRAINT bundle_act_reason_check CHECK ((reason ~ '\S'::text)),
    CONSTRAINT c5_a_person_gives_the_reason CHECK (((act <> 'write-off'::text) OR ((reason IS NOT NULL) AND (acted_by ~~ 'officer:%'::text))))
);

-- Name: bundle_entry; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.bundle_entry (
    bundle_id uuid NOT NULL,
    n integer NOT NULL,
    known_at timestamp with time zone NOT NULL,
    answers_until timestamp with time zone NOT NULL,
    looked_at timestamp with time zone NOT NULL,
    digest bytea NOT NULL,
    prev bytea NOT NULL,
    prev_n integer GENERATED ALWAYS AS (NULLIF((n - 1), 0)) STORED,
    matter_id text NOT NULL,
    outcome text NOT NULL,
    look_id uuid,
    subject_id uuid,
    code text,
    ended text[] NOT NULL,
    begun text[] NOT NULL,
    handed_in_by text NOT NULL,
    handed_in_at timestamp with time zone NOT NULL,
    CONSTRAINT bundle_entry_check CHECK (((outcome <> 'refused'::text) OR (subject_id IS NULL))),
    CONSTRAINT bundle_entry_check1 CHECK (((subject_id IS NOT NULL) OR ((ended = '{}'::text[]) AND (begun = '{}'::text[])))),
    CONSTRAINT bundle_entry_code_check CHECK ((code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text)),
    CONSTRAINT bundle_entry_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT bundle_entry_n_check CHECK ((n > 0)),
    CONSTRAINT bundle_entry_outcome_check CHECK ((outcome = ANY (ARRAY['measures'::text, 'nothing-recorded'::text, 'unknown-subject'::text, 'refused'::text]))),
    CONSTRAINT bundle_entry_prev_check CHECK ((octet_length(prev) = 32)),
    CONSTRAINT c13_codes_of_organisations CHECK (((code IS NULL) OR ((subject_id IS NOT NULL) AND (code !~~ '92%'::text)))),
    CONSTRAINT c15_a_look_has_its_subject CHECK (((look_id IS NULL) = (subject_id IS NULL))),
    CONSTRAINT c8_within_the_bundles_days CHECK (((looked_at >= (known_at - '01:00:00'::interval)) AND (looked_at <= answers_until)))
);

-- Name: bundle_fetch; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.bundle_fetch (
    bundle_id uuid NOT NULL,
    fetch_id uuid NOT NULL,
    fetched_by text NOT NULL,
    fetched_at timestamp with time zone NOT NULL
);

-- Name: bundle_measure; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.bundle_measure (
    bundle_id uuid NOT NULL,
    measure_id text NOT NULL,
    version integer NOT NULL,
    subject_kind text NOT NULL,
    place smallint NOT NULL,
    matter_id text NOT NULL,
    sort text NOT NULL,
    effect text NOT NULL,
    organisations integer NOT NULL,
    until date,
    CONSTRAINT bundle_measure_organisations_check CHECK ((organisations > 0)),
    CONSTRAINT c12_organisations_only CHECK ((subject_kind = 'organisation'::text)),
    CONSTRAINT c8_constraints_end CHECK (((sort <> 'constraint'::text) OR (until IS NOT NULL)))
);

-- Name: check_batch; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.check_batch (
    batch_id uuid NOT NULL,
    agency_code text NOT NULL,
    actor jsonb NOT NULL,
    actor_kind text NOT NULL,
    matter_id text NOT NULL,
    purpose text NOT NULL,
    basis text NOT NULL,
    head text NOT NULL,
    secret bytea NOT NULL,
    file_digest bytea NOT NULL,
    file_bytes integer NOT NULL,
    encoding text NOT NULL,
    lines integer NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    kept_until date NOT NULL,
    CONSTRAINT check_batch_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['officer'::text, 'client'::text]))),
    CONSTRAINT check_batch_basis_check CHECK ((basis ~ '\S'::text)),
    CONSTRAINT check_batch_encoding_check CHECK ((encoding = ANY (ARRAY['utf-8'::text, 'utf-16le'::text, 'gb18030'::text]))),
    CONSTRAINT check_batch_file_bytes_check CHECK ((file_bytes > 0)),
    CONSTRAINT check_batch_file_digest_check CHECK ((octet_length(file_digest) = 32)),
    CONSTRAINT check_batch_lines_check CHECK (((lines >= 1) AND (lines <= 1000000))),
    CONSTRAINT check_batch_purpose_check CHECK ((purpose ~ '\S'::text))
);

-- Name: check_batch_act; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.check_batch_act (
    batch_id uuid NOT NULL,
    act text NOT NULL,
    detail jsonb NOT NULL,
    root_id uuid,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    CONSTRAINT check_batch_act_act_check CHECK ((act = ANY (ARRAY['cancel'::text, 'sign'::text, 'end'::text]))),
    CONSTRAINT check_batch_act_check CHECK (((act = 'sign'::text) = (root_id IS NOT NULL)))
);

-- Name: check_batch_fetch; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.check_batch_fetch (
    batch_id uuid NOT NULL,
    fetch_id uuid NOT NULL,
    fetched_by text NOT NULL,
    form text NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    CONSTRAINT check_batch_fetch_form_check CHECK ((form = ANY (ARRAY['ndjson'::text, 'csv'::text, 'receipts'::text])))
);

-- Name: check_batch_part; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.check_batch_part (
    batch_id uuid NOT NULL,
    part integer NOT NULL,
    frame text NOT NULL,
    lines integer NOT NULL,
    told integer NOT NULL,
    unknown integer NOT NULL,
    refused integer NOT NULL,
    leaves bytea NOT NULL,
    node bytea NOT NULL,
    outcomes bytea,
    CONSTRAINT check_batch_part_check CHECK (((told >= 0) AND (told <= lines))),
    CONSTRAINT check_batch_part_check1 CHECK (((unknown >= 0) AND (unknown <= (lines - told)))),
    CONSTRAINT check_batch_part_check2 CHECK (((refused >= 0) AND (refused <= ((lines - told) - unknown)))),
    CONSTRAINT check_batch_part_check3 CHECK ((octet_length(leaves) = (32 * lines))),
    CONSTRAINT check_batch_part_lines_check CHECK (((lines >= 1) AND (lines <= 4096))),
    CONSTRAINT check_batch_part_node_check CHECK ((octet_length(node) = 32)),
    CONSTRAINT check_batch_part_part_check CHECK ((part >= 0))
);

-- Name: check_batch_told; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.check_batch_told (
    batch_id uuid NOT NULL,
    part integer NOT NULL,
    answers bytea NOT NULL
);

-- Name: outcome; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.outcome (
    check_id uuid NOT NULL,
    outcome_id uuid NOT NULL,
    did text NOT NULL,
    measure_id text,
    version integer,
    effect text,
    beyond boolean NOT NULL,
    reason text,
    agency_code text NOT NULL,
    reported_by text NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT c7_beyond_is_flagged CHECK ((beyond = ((effect IS NOT NULL) AND (measure_id IS NULL)))),
    CONSTRAINT outcome_check CHECK (((measure_id IS NULL) = (version IS NULL))),
    CONSTRAINT outcome_check1 CHECK (((measure_id IS NULL) OR (effect IS NOT NULL))),
    CONSTRAINT outcome_check2 CHECK (((did = 'nothing'::text) = (effect IS NULL))),
    CONSTRAINT outcome_check3 CHECK (((did <> 'not-applied'::text) OR ((measure_id IS NOT NULL) AND (reason IS NOT NULL)))),
    CONSTRAINT outcome_check4 CHECK (((NOT beyond) OR (reason IS NOT NULL))),
    CONSTRAINT outcome_did_check CHECK ((did = ANY (ARRAY['applied'::text, 'not-applied'::text, 'nothing'::text]))),
    CONSTRAINT outcome_effect_check CHECK ((effect = ANY (ARRAY['refuse'::text, 'restrict'::text, 'disqualify'::text, 'more-inspection'::text, 'no-award'::text, 'no-funds'::text, 'no-easing'::text, 'note'::text, 'priority'::text, 'simplified-procedure'::text, 'green-channel'::text, 'fewer-inspections'::text]))),
    CONSTRAINT outcome_reason_check CHECK ((reason ~ '\S'::text))
);

-- Name: root; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.root (
    root_id uuid NOT NULL,
    root bytea NOT NULL,
    size integer NOT NULL,
    issuer text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    key_id text NOT NULL,
    signature text NOT NULL,
    CONSTRAINT root_root_check CHECK ((octet_length(root) = 32)),
    CONSTRAINT root_signature_check CHECK ((signature ~ '^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]{86}$'::text)),
    CONSTRAINT root_size_check CHECK ((size > 0))
);

-- Name: terms; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.terms (
    digest bytea NOT NULL,
    canonical text NOT NULL,
    CONSTRAINT terms_check CHECK ((digest = sha256(convert_to(canonical, 'UTF8'::name))))
);

-- Name: watch; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.watch (
    watch_id uuid NOT NULL,
    agency_code text NOT NULL,
    actor jsonb NOT NULL,
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    number text,
    matter_id text NOT NULL,
    purpose text NOT NULL,
    basis text NOT NULL,
    began_on date NOT NULL,
    ends_on date NOT NULL,
    webhook_id uuid,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    first_check uuid NOT NULL,
    CONSTRAINT c13_persons_by_our_own_id CHECK (((subject_kind = 'person'::text) = (number IS NULL))),
    CONSTRAINT c8_watches_end CHECK (((ends_on >= began_on) AND (ends_on <= (began_on + make_interval(months => 24))))),
    CONSTRAINT watch_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['officer'::text, 'client'::text]))),
    CONSTRAINT watch_basis_check CHECK ((basis ~ '\S'::text)),
    CONSTRAINT watch_purpose_check CHECK ((purpose ~ '\S'::text)),
    CONSTRAINT watch_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['organisation'::text, 'individual-business'::text, 'person'::text])))
);

-- Name: watch_attempt; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.watch_attempt (
    event_id uuid NOT NULL,
    nth integer NOT NULL,
    at timestamp with time zone NOT NULL,
    result text NOT NULL,
    status integer,
    CONSTRAINT watch_attempt_nth_check CHECK ((nth > 0)),
    CONSTRAINT watch_attempt_result_check CHECK ((result = ANY (ARRAY['delivered'::text, 'answered-no'::text, 'unreachable'::text, 'too-slow'::text, 'address-not-public'::text, 'ended'::text]))),
    CONSTRAINT watch_attempt_status_check CHECK (((status >= 100) AND (status <= 999)))
);

-- Name: watch_delivery; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.watch_delivery (
    event_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    state text NOT NULL,
    tries integer NOT NULL,
    next_at timestamp with time zone NOT NULL,
    CONSTRAINT watch_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'given-up'::text]))),
    CONSTRAINT watch_delivery_tries_check CHECK ((tries >= 0))
);

-- Name: watch_end; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.watch_end (
    watch_id uuid NOT NULL,
    why text NOT NULL,
    refusal text,
    ended_by text NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    CONSTRAINT watch_end_check CHECK (((why = 'lapsed'::text) = (refusal IS NOT NULL))),
    CONSTRAINT watch_end_why_check CHECK ((why = ANY (ARRAY['asked'::text, 'expired'::text, 'lapsed'::text])))
);

-- Name: watch_event; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.watch_event (
    agency_code text NOT NULL,
    "position" bigint NOT NULL,
    event_id uuid NOT NULL,
    watch_id uuid,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    check_id uuid,
    before_id uuid,
    CONSTRAINT c15_no_change_without_its_answer CHECK (((kind = 'changed'::text) = (check_id IS NOT NULL))),
    CONSTRAINT watch_event_check CHECK (((check_id IS NULL) = (before_id IS NULL))),
    CONSTRAINT watch_event_check1 CHECK (((kind = 'test'::text) = (watch_id IS NULL))),
    CONSTRAINT watch_event_kind_check CHECK ((kind = ANY (ARRAY['changed'::text, 'ended'::text, 'test'::text]))),
    CONSTRAINT watch_event_position_check CHECK (("position" > 0))
);

-- Name: watch_feed; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.watch_feed (
    agency_code text NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT watch_feed_last_check CHECK ((last >= 0))
);

-- Name: watch_state; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.watch_state (
    watch_id uuid NOT NULL,
    subject_ids uuid[] NOT NULL,
    seen_on date NOT NULL,
    seen_rules text NOT NULL,
    substance bytea NOT NULL,
    last_check uuid NOT NULL,
    is_live boolean NOT NULL,
    CONSTRAINT watch_state_subject_ids_check CHECK ((cardinality(subject_ids) > 0)),
    CONSTRAINT watch_state_substance_check CHECK ((octet_length(substance) = 32))
);

-- Name: webhook; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.webhook (
    webhook_id uuid NOT NULL,
    agency_code text NOT NULL,
    address text NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT webhook_address_check CHECK ((address ~ '^https?://'::text))
);

-- Name: webhook_end; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.webhook_end (
    webhook_id uuid NOT NULL,
    ended_by text NOT NULL,
    ended_at timestamp with time zone NOT NULL
);

-- Name: webhook_secret; Type: TABLE; Schema: measures; Owner: -

CREATE TABLE measures.webhook_secret (
    webhook_id uuid NOT NULL,
    nth integer NOT NULL,
    sealed bytea NOT NULL,
    since timestamp with time zone NOT NULL,
    entered_by text NOT NULL,
    CONSTRAINT webhook_secret_nth_check CHECK ((nth > 0))
);

-- Name: act; Type: TABLE; Schema: notices; Owner: -

CREATE TABLE notices.act (
    notice_id uuid NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    authority text NOT NULL,
    drawn_by text NOT NULL,
    drawn_on date NOT NULL,
    answer_days integer NOT NULL,
    commitment bytea NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((seq - 1), 0)) STORED,
    state_before text,
    state text NOT NULL,
    floor_before date,
    answer_floor date NOT NULL,
    acted_by text NOT NULL,
    acted_on date NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    agency_code text,
    basis text,
    mandate_id uuid,
    mandate_seq integer,
    mandate_act text GENERATED ALWAYS AS (
CASE
    WHEN (mandate_id IS NOT NULL) THEN 'accept'::text
    ELSE NULL::text
END) STORED,
    mode text,
    outcome text,
    served_seq integer,
    served_act text GENERATED ALWAYS AS (
CASE
    WHEN (served_seq IS NOT NULL) THEN 'serve'::text
    ELSE NULL::text
END) STORED,
    served_on date,
    announced_on date,
    failed_seq integer,
    failed_act text GENERATED ALWAYS AS (
CASE
    WHEN (failed_seq IS NOT NULL) THEN 'fail'::text
    ELSE NULL::text
END) STORED,
    agreement_seq integer,
    agreement_act text GENERATED ALWAYS AS (
CASE
    WHEN (agreement_seq IS NOT NULL) THEN 'agree'::text
    ELSE NULL::text
END) STORED,
    answer_due_on date,
    proof_id uuid,
    reason text,
    sealed bytea,
    content bytea NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT act_basis_check CHECK ((basis ~ '\S'::text)),
    CONSTRAINT act_check CHECK ((((act = 'fail'::text) = (outcome IS NOT NULL)) AND ((act = ANY (ARRAY['serve'::text, 'fail'::text])) = (mode IS NOT NULL)))),
    CONSTRAINT act_check1 CHECK (((act = 'serve'::text) OR ((announced_on IS NULL) AND (failed_seq IS NULL) AND (agreement_seq IS NULL)))),
    CONSTRAINT act_check2 CHECK (((act <> 'answer'::text) OR (sealed IS NOT NULL))),
    CONSTRAINT act_check3 CHECK (((act <> ALL (ARRAY['fail'::text, 'withdraw'::text])) OR (reason IS NOT NULL))),
    CONSTRAINT act_content_check CHECK ((octet_length(content) = 32)),
    CONSTRAINT act_mode_check CHECK ((mode = ANY (ARRAY['direct'::text, 'left'::text, 'post'::text, 'announcement'::text, 'electronic'::text]))),
    CONSTRAINT act_outcome_check CHECK ((outcome = ANY (ARRAY['refused'::text, 'absent'::text, 'moved'::text, 'unreachable'::text]))),
    CONSTRAINT act_reason_check CHECK ((reason ~ '\S'::text)),
    CONSTRAINT act_seq_check CHECK ((seq > 0)),
    CONSTRAINT act_state_check CHECK ((state = ANY (ARRAY['drawn'::text, 'offered'::text, 'served'::text, 'withdrawn'::text]))),
    CONSTRAINT acted_on_its_day CHECK (((acted_on = (((acted_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date) AND (acted_on >= drawn_on))),
    CONSTRAINT an_officer_has_an_agency CHECK ((((agency_code IS NOT NULL) = (acted_by ~~ 'officer:%'::text)) AND (agency_code = authority))),
    CONSTRAINT c16_a_representative_has_a_mandate CHECK ((((mandate_id IS NOT NULL) = (acted_by ~~ 'representative:%'::text)) AND ((mandate_id IS NULL) = (mandate_seq IS NULL)))),
    CONSTRAINT c16_nobody_else_answers CHECK (((act <> ALL (ARRAY['answer'::text, 'ask-hearing'::text, 'waive'::text])) OR (mandate_id IS NOT NULL) OR ((agency_code IS NOT NULL) AND (basis IS NOT NULL) AND (acted_by <> drawn_by)))),
    CONSTRAINT c5_drawn_up_by CHECK (((act <> 'draw-up'::text) OR (acted_by = drawn_by))),
    CONSTRAINT c5_the_authority_acts_by_an_officer CHECK (((act <> ALL (ARRAY['draw-up'::text, 'offer'::text, 'fail'::text, 'withdraw'::text])) OR ((acted_by ~~ 'officer:%'::text) AND (agency_code = authority)))),
    CONSTRAINT c6_announced_last CHECK (((act <> 'serve'::text) OR (((mode = 'announcement'::text) = (announced_on IS NOT NULL)) AND ((mode = 'announcement'::text) = (failed_seq IS NOT NULL)) AND ((announced_on IS NULL) OR ((announced_on >= drawn_on) AND (served_on >= (announced_on + 30))))))),
    CONSTRAINT c6_expressly_waived CHECK (((act <> 'waive'::text) OR ((sealed IS NOT NULL) AND (answer_days > 0) AND ((mandate_id IS NOT NULL) OR (proof_id IS NOT NULL))))),
    CONSTRAINT c6_no_shorter_term CHECK (((answer_floor >= COALESCE(floor_before, '-infinity'::date)) AND ((act = ANY (ARRAY['draw-up'::text, 'serve'::text, 'redate'::text])) OR (answer_floor = floor_before)) AND ((answer_due_on IS NULL) OR ((act = ANY (ARRAY['serve'::text, 'redate'::text])) AND (answer_due_on = answer_floor))) AND ((act <> 'draw-up'::text) OR (answer_floor = '-infinity'::date)) AND ((answer_days > 0) OR ((act <> 'redate'::text) AND (answer_floor = '-infinity'::date))))),
    CONSTRAINT c6_not_before_it_was_drawn_up CHECK (((served_on >= drawn_on) AND (served_on <= acted_on))),
    CONSTRAINT c6_service_is_proved CHECK (((act <> 'serve'::text) OR COALESCE(
CASE
    WHEN (mode = 'electronic'::text) THEN ((mandate_id IS NOT NULL) AND (agreement_seq IS NOT NULL) AND (state_before = 'offered'::text) AND (served_on = acted_on) AND (proof_id IS NULL))
    ELSE ((agency_code IS NOT NULL) AND (proof_id IS NOT NULL) AND (agreement_seq IS NULL))
END, false))),
    CONSTRAINT c6_stands_on_a_service CHECK ((((act = ANY (ARRAY['serve'::text, 'redate'::text, 'answer'::text, 'ask-hearing'::text, 'waive'::text])) = (served_seq IS NOT NULL)) AND ((served_seq IS NULL) = (served_on IS NULL)) AND ((act <> 'serve'::text) OR (served_seq = seq)))),
    CONSTRAINT c6_the_term_is_whole CHECK (((act <> 'serve'::text) OR (answer_days = 0) OR (answer_floor >= (served_on + answer_days)))),
    CONSTRAINT later_for_a_reason CHECK (((act <> 'redate'::text) OR ((agency_code IS NOT NULL) AND (reason IS NOT NULL)) OR ((acted_by = 'job:notices'::text) AND (answer_due_on IS NOT NULL)))),
    CONSTRAINT states CHECK (COALESCE(
CASE act
    WHEN 'draw-up'::text THEN (state = 'drawn'::text)
    WHEN 'offer'::text THEN ((state_before = 'drawn'::text) AND (state = 'offered'::text))
    WHEN 'fail'::text THEN ((state_before = ANY (ARRAY['drawn'::text, 'offered'::text])) AND (state = state_before))
    WHEN 'serve'::text THEN ((state_before = ANY (ARRAY['drawn'::text, 'offered'::text, 'served'::text])) AND (state = 'served'::text))
    WHEN 'redate'::text THEN ((state_before = 'served'::text) AND (state = 'served'::text))
    WHEN 'answer'::text THEN ((state_before = 'served'::text) AND (state = 'served'::text))
    WHEN 'ask-hearing'::text THEN ((state_before = 'served'::text) AND (state = 'served'::text))
    WHEN 'waive'::text THEN ((state_before = 'served'::text) AND (state = 'served'::text))
    WHEN 'withdraw'::text THEN ((state_before = ANY (ARRAY['drawn'::text, 'offered'::text, 'served'::text])) AND (state = 'withdrawn'::text))
    ELSE NULL::boolean
END, false)),
    CONSTRAINT the_first_has_none_before CHECK ((((seq = 1) = (act = 'draw-up'::text)) AND ((seq = 1) = (state_before IS NULL)) AND ((seq = 1) = (floor_before IS NULL))))
);

-- Name: act_document; Type: TABLE; Schema: notices; Owner: -

CREATE TABLE notices.act_document (
    document_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    seq integer NOT NULL,
    acted_by text NOT NULL
);

-- Name: agreement; Type: TABLE; Schema: notices; Owner: -

CREATE TABLE notices.agreement (
    subject_id uuid NOT NULL,
    seq integer NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((seq - 1), 0)) STORED,
    act text NOT NULL,
    mandate_id uuid NOT NULL,
    mandate_seq integer NOT NULL,
    mandate_act text GENERATED ALWAYS AS ('accept'::text) STORED,
    acted_by text NOT NULL,
    acted_on date NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT agreement_act_check CHECK ((act = ANY (ARRAY['agree'::text, 'withdraw'::text]))),
    CONSTRAINT agreement_check CHECK ((acted_on = (((acted_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date)),
    CONSTRAINT agreement_seq_check CHECK ((seq > 0)),
    CONSTRAINT in_turn CHECK (((act = 'agree'::text) = ((seq % 2) = 1)))
);

-- Name: document; Type: TABLE; Schema: notices; Owner: -

CREATE TABLE notices.document (
    document_id uuid NOT NULL,
    file_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    digest bytea NOT NULL,
    media_type text NOT NULL,
    bytes bigint NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT document_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT document_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT document_media_type_check CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/png'::text, 'image/jpeg'::text, 'text/plain'::text])))
);

-- Name: notice; Type: TABLE; Schema: notices; Owner: -

CREATE TABLE notices.notice (
    notice_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    authority text NOT NULL,
    kind text NOT NULL,
    about_kind text NOT NULL,
    about_id uuid NOT NULL,
    answer_days integer NOT NULL,
    answer_unit text,
    hearing_days integer NOT NULL,
    hearing_unit text,
    sealed bytea NOT NULL,
    commitment bytea NOT NULL,
    drawn_by text NOT NULL,
    drawn_on date NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    CONSTRAINT c5_an_officer_draws_up CHECK ((drawn_by ~~ 'officer:%'::text)),
    CONSTRAINT c6_time_to_answer CHECK (((kind <> 'intended-listing'::text) OR (answer_days > 0))),
    CONSTRAINT drawn_on_its_day CHECK ((drawn_on = (((drawn_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date)),
    CONSTRAINT notice_about_kind_check CHECK ((about_kind = ANY (ARRAY['proceeding'::text, 'record'::text]))),
    CONSTRAINT notice_answer_days_check CHECK ((answer_days >= 0)),
    CONSTRAINT notice_answer_unit_check CHECK ((answer_unit = ANY (ARRAY['working'::text, 'calendar'::text]))),
    CONSTRAINT notice_check CHECK (((answer_days > 0) = (answer_unit IS NOT NULL))),
    CONSTRAINT notice_check1 CHECK (((hearing_days > 0) = (hearing_unit IS NOT NULL))),
    CONSTRAINT notice_commitment_check CHECK ((octet_length(commitment) = 32)),
    CONSTRAINT notice_hearing_days_check CHECK ((hearing_days >= 0)),
    CONSTRAINT notice_hearing_unit_check CHECK ((hearing_unit = ANY (ARRAY['working'::text, 'calendar'::text]))),
    CONSTRAINT notice_kind_check CHECK ((kind = ANY (ARRAY['intended-listing'::text, 'decision'::text, 'other'::text])))
);

-- Name: act; Type: TABLE; Schema: objections; Owner: -

CREATE TABLE objections.act (
    objection_id uuid NOT NULL,
    seq integer NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((seq - 1), 0)) STORED,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    record_id uuid NOT NULL,
    authority text NOT NULL,
    filed_by text NOT NULL,
    filed_on date NOT NULL,
    state_before text,
    state text NOT NULL,
    due_before date,
    due_on date,
    mark_version integer,
    change_version integer,
    level smallint,
    proposed_seq integer,
    proposed_by text,
    proposed_act text GENERATED ALWAYS AS (
CASE
    WHEN (proposed_seq IS NOT NULL) THEN 'reject'::text
    ELSE NULL::text
END) STORED,
    acted_by text NOT NULL,
    acted_on date NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    agency_code text,
    basis text,
    mandate_id uuid,
    mandate_seq integer,
    mandate_act text GENERATED ALWAYS AS (
CASE
    WHEN (mandate_id IS NOT NULL) THEN 'accept'::text
    ELSE NULL::text
END) STORED,
    sealed bytea,
    content bytea NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT act_basis_check CHECK ((basis ~ '\S'::text)),
    CONSTRAINT act_check CHECK (((act = 'escalate'::text) = (level IS NOT NULL))),
    CONSTRAINT act_check1 CHECK (((act <> ALL (ARRAY['file'::text, 'add'::text, 'attach-statement'::text, 'release-statement'::text])) OR (sealed IS NOT NULL))),
    CONSTRAINT act_content_check CHECK ((octet_length(content) = 32)),
    CONSTRAINT act_level_check CHECK ((level = ANY (ARRAY[1, 2]))),
    CONSTRAINT act_seq_check CHECK ((seq > 0)),
    CONSTRAINT act_state_check CHECK ((state = ANY (ARRAY['open'::text, 'to-confirm'::text, 'upheld'::text, 'rejected'::text, 'withdrawn'::text]))),
    CONSTRAINT acted_on_its_day CHECK (((acted_on = (((acted_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date) AND (acted_on >= filed_on))),
    CONSTRAINT an_officer_has_an_agency CHECK (((agency_code IS NOT NULL) = (acted_by ~~ 'officer:%'::text))),
    CONSTRAINT c10_a_lawful_term CHECK (((act <> ALL (ARRAY['file'::text, 'extend'::text])) OR ((due_on >= (filed_on + 1)) AND (due_on <= (filed_on + 60))))),
    CONSTRAINT c10_danger_ten_days CHECK (((act <> 'keep'::text) OR (due_on <= (acted_on + 24)))),
    CONSTRAINT c10_due_while_it_waits CHECK (((due_on IS NOT NULL) = (state = ANY (ARRAY['open'::text, 'to-confirm'::text])))),
    CONSTRAINT c10_marked CHECK (((mark_version IS NOT NULL) = ((act <> ALL (ARRAY['add'::text, 'escalate'::text, 'return'::text])) AND ((act <> 'reject'::text) OR (state = 'rejected'::text))))),
    CONSTRAINT c10_only_later_for_cause CHECK (((act <> ALL (ARRAY['extend'::text, 'keep'::text])) OR (due_on > due_before))),
    CONSTRAINT c10_the_day_stays CHECK (((act = ANY (ARRAY['file'::text, 'extend'::text, 'keep'::text])) OR (due_on IS NULL) OR (due_on = due_before))),
    CONSTRAINT c16_a_representative_has_a_mandate CHECK ((((mandate_id IS NOT NULL) = (acted_by ~~ 'representative:%'::text)) AND ((mandate_id IS NULL) = (mandate_seq IS NULL)))),
    CONSTRAINT c16_nobody_else_objects CHECK (((act <> ALL (ARRAY['file'::text, 'add'::text, 'withdraw'::text, 'attach-statement'::text, 'remove-statement'::text])) OR (mandate_id IS NOT NULL) OR ((agency_code IS NOT NULL) AND (basis IS NOT NULL)))),
    CONSTRAINT c5_another_officer CHECK ((((act = ANY (ARRAY['confirm'::text, 'return'::text])) = (proposed_seq IS NOT NULL)) AND ((proposed_seq IS NULL) = (proposed_by IS NULL)) AND ((proposed_by IS NULL) OR (acted_by <> proposed_by)))),
    CONSTRAINT c5_no_machine_answers CHECK (((acted_by !~~ 'job:%'::text) OR (act = 'escalate'::text))),
    CONSTRAINT c5_not_who_wrote_it_down CHECK (((act <> ALL (ARRAY['uphold'::text, 'reject'::text, 'confirm'::text, 'return'::text])) OR (acted_by <> filed_by))),
    CONSTRAINT c5_the_authority_answers_by_an_officer CHECK (((act <> ALL (ARRAY['extend'::text, 'keep'::text, 'uphold'::text, 'reject'::text, 'confirm'::text, 'return'::text, 'release-statement'::text])) OR ((acted_by ~~ 'officer:%'::text) AND (agency_code = authority) AND (sealed IS NOT NULL)))),
    CONSTRAINT filed_by_who_files CHECK (((act <> 'file'::text) OR (acted_by = filed_by))),
    CONSTRAINT states CHECK (COALESCE(
CASE act
    WHEN 'file'::text THEN (state = 'open'::text)
    WHEN 'add'::text THEN ((state_before = ANY (ARRAY['open'::text, 'to-confirm'::text])) AND (state = state_before))
    WHEN 'extend'::text THEN ((state_before = 'open'::text) AND (state = 'open'::text))
    WHEN 'keep'::text THEN ((state_before = ANY (ARRAY['open'::text, 'to-confirm'::text])) AND (state = state_before))
    WHEN 'escalate'::text THEN ((state_before = ANY (ARRAY['open'::text, 'to-confirm'::text])) AND (state = state_before))
    WHEN 'uphold'::text THEN ((state_before = ANY (ARRAY['open'::text, 'to-confirm'::text])) AND (state = 'upheld'::text))
    WHEN 'reject'::text THEN ((state_before = 'open'::text) AND (state =
    CASE subject_kind
        WHEN 'person'::text THEN 'to-confirm'::text
        ELSE 'rejected'::text
    END))
    WHEN 'confirm'::text THEN ((state_before = 'to-confirm'::text) AND (state = 'rejected'::text))
    WHEN 'return'::text THEN ((state_before = 'to-confirm'::text) AND (state = 'open'::text))
    WHEN 'withdraw'::text THEN ((state_before = ANY (ARRAY['open'::text, 'to-confirm'::text])) AND (state = 'withdrawn'::text))
    WHEN 'attach-statement'::text THEN ((state_before = 'rejected'::text) AND (state = 'rejected'::text))
    WHEN 'release-statement'::text THEN ((state_before = 'rejected'::text) AND (state = 'rejected'::text))
    WHEN 'remove-statement'::text THEN ((state_before = 'rejected'::text) AND (state = 'rejected'::text))
    ELSE NULL::boolean
END, false)),
    CONSTRAINT the_first_has_none_before CHECK ((((seq = 1) = (act = 'file'::text)) AND ((seq = 1) = (state_before IS NULL)))),
    CONSTRAINT upheld_by_a_change CHECK (((act = 'uphold'::text) = (change_version IS NOT NULL)))
);

-- Name: act_document; Type: TABLE; Schema: objections; Owner: -

CREATE TABLE objections.act_document (
    document_id uuid NOT NULL,
    objection_id uuid NOT NULL,
    seq integer NOT NULL,
    subject_id uuid NOT NULL,
    acted_by text NOT NULL
);

-- Name: document; Type: TABLE; Schema: objections; Owner: -

CREATE TABLE objections.document (
    document_id uuid NOT NULL,
    file_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    digest bytea NOT NULL,
    media_type text NOT NULL,
    bytes bigint NOT NULL,
    scanned_by text,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT document_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT document_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT document_media_type_check CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/png'::text, 'image/jpeg'::text, 'text/plain'::text]))),
    CONSTRAINT document_scanned_by_check CHECK ((scanned_by ~ '\S'::text))
);

-- Name: objection; Type: TABLE; Schema: objections; Owner: -

CREATE TABLE objections.objection (
    objection_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    record_id uuid NOT NULL,
    round integer NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((round - 1), 0)) STORED,
    authority text NOT NULL,
    ground text NOT NULL,
    wanted text NOT NULL,
    term_id text NOT NULL,
    term_version integer NOT NULL,
    answer_days integer NOT NULL,
    answer_unit text NOT NULL,
    extended_days integer,
    extended_unit text,
    filed_by text NOT NULL,
    filed_on date NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    CONSTRAINT filed_on_its_day CHECK ((filed_on = (((filed_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date)),
    CONSTRAINT objection_answer_days_check CHECK ((answer_days > 0)),
    CONSTRAINT objection_answer_unit_check CHECK ((answer_unit = ANY (ARRAY['working'::text, 'calendar'::text]))),
    CONSTRAINT objection_check CHECK ((extended_days > answer_days)),
    CONSTRAINT objection_check1 CHECK (((extended_days IS NULL) = (extended_unit IS NULL))),
    CONSTRAINT objection_extended_unit_check CHECK ((extended_unit = ANY (ARRAY['working'::text, 'calendar'::text]))),
    CONSTRAINT objection_ground_check CHECK ((ground = ANY (ARRAY['not-me'::text, 'wrong-fact'::text, 'should-not-be-held'::text, 'ended'::text, 'other'::text]))),
    CONSTRAINT objection_round_check CHECK ((round > 0)),
    CONSTRAINT objection_wanted_check CHECK ((wanted = ANY (ARRAY['correct'::text, 'withdraw'::text])))
);

-- Name: told; Type: TABLE; Schema: objections; Owner: -

CREATE TABLE objections.told (
    objection_id uuid NOT NULL,
    agency_code text NOT NULL,
    subject_id uuid NOT NULL,
    record_id uuid NOT NULL,
    change_version integer NOT NULL,
    last_shown_on date NOT NULL,
    told_at timestamp with time zone NOT NULL
);

-- Name: demo_day; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.demo_day (
    received_on date NOT NULL,
    filled_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: signing_key; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.signing_key (
    key_id text NOT NULL,
    algorithm text NOT NULL,
    public_jwk jsonb NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    CONSTRAINT signing_key_algorithm_check CHECK ((algorithm = 'Ed25519'::text))
);

-- Name: migration; Type: TABLE; Schema: public; Owner: -

CREATE TABLE public.migration (
    name text NOT NULL,
    digest text NOT NULL,
    ran_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: agency; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.agency AS
 SELECT agency.agency_code,
    agency.name_zh,
    agency.name_en,
    agency.kinds,
    agency.division,
    agency.since,
    agency.until
   FROM access.agency;

-- Name: alias_act; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.alias_act (
    act_id uuid NOT NULL,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    other_subject_id uuid NOT NULL,
    reverses uuid,
    reason text NOT NULL,
    detail jsonb NOT NULL,
    effective_at date NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT alias_act_act_check CHECK ((act = ANY (ARRAY['merge'::text, 'split'::text, 'reverse'::text]))),
    CONSTRAINT alias_act_check CHECK ((subject_id <> other_subject_id)),
    CONSTRAINT alias_act_check1 CHECK (((act = 'reverse'::text) = (reverses IS NOT NULL))),
    CONSTRAINT alias_act_reason_check CHECK ((reason ~ '\S'::text)),
    CONSTRAINT c5_a_person_decides CHECK ((decided_by ~~ 'officer:%'::text))
);

-- Name: alias_act; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.alias_act AS
 SELECT a.act_id,
    a.act,
    a.subject_id,
    a.other_subject_id,
    a.reverses,
    jsonb_build_object('identifiers', (a.detail -> 'identifiers'::text), 'names', (a.detail -> 'names'::text)) AS detail,
    a.effective_at,
    a.decided_at
   FROM registry.alias_act a;

-- Name: identifier; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.identifier (
    subject_id uuid NOT NULL,
    kind text NOT NULL,
    scheme text NOT NULL,
    value text NOT NULL,
    verdict text NOT NULL,
    valid_from date,
    valid_until date,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT c12_kind_is_the_codes CHECK (((scheme <> 'unified-code'::text) OR ((value ~~ '92%'::text) = (kind = 'individual-business'::text)))),
    CONSTRAINT identifier_kind_check CHECK ((kind = ANY (ARRAY['organisation'::text, 'individual-business'::text]))),
    CONSTRAINT identifier_scheme_check CHECK ((scheme = ANY (ARRAY['unified-code'::text, 'organisation-code'::text, 'registration-number'::text, 'legacy-registration-number'::text, 'tax-number'::text, 'institution-certificate'::text, 'social-organisation-certificate'::text, 'lei'::text]))),
    CONSTRAINT identifier_value_check CHECK ((value <> ''::text)),
    CONSTRAINT identifier_verdict_check CHECK ((verdict = ANY (ARRAY['valid'::text, 'checksum-exception'::text, 'unchecked'::text]))),
    CONSTRAINT no_placeholder CHECK ((value !~ '^0{8,}'::text))
);

-- Name: identifier; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.identifier WITH (security_barrier='true') AS
 SELECT i.subject_id,
    i.kind,
    i.scheme,
    i.value,
    i.verdict,
    i.valid_from,
    i.valid_until,
    i.recorded_at
   FROM registry.identifier i
  WHERE (i.kind = ANY (ARRAY['organisation'::text, 'individual-business'::text]));

-- Name: identifier_owner; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.identifier_owner (
    value text NOT NULL,
    scheme text NOT NULL,
    subject_id uuid NOT NULL,
    kind text NOT NULL,
    CONSTRAINT identifier_owner_kind_check CHECK ((kind = ANY (ARRAY['organisation'::text, 'individual-business'::text]))),
    CONSTRAINT no_placeholder CHECK ((value !~ '^0{8,}'::text))
);

-- Name: identifier_owner; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.identifier_owner WITH (security_barrier='true') AS
 SELECT o.value,
    o.scheme,
    o.subject_id,
    o.kind
   FROM registry.identifier_owner o
  WHERE (o.kind = ANY (ARRAY['organisation'::text, 'individual-business'::text]));

-- Name: item_subject; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.item_subject AS
 SELECT item_subject.item_id,
    item_subject.item_version,
    item_subject.subject_kind,
    item_subject.switched_on,
    item_subject.adverse,
    item_subject.evaluative,
    item_subject.listing,
    item_subject.publishable,
    item_subject.publication_law,
    item_subject.retention_years_max,
    item_subject.statute_beyond_five_years
   FROM catalogue.item_subject;

-- Name: item_version; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.item_version AS
 SELECT item_version.item_id,
    item_version.version,
    item_version.pack_id,
    item_version.pack_version,
    item_version.article,
    item_version.switched_on,
    item_version.effective_from,
    item_version.body
   FROM catalogue.item_version;

-- Name: list_version; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.list_version AS
 SELECT list_version.list_id,
    list_version.version,
    list_version.body
   FROM catalogue.list_version;

-- Name: subject; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.subject (
    subject_id uuid NOT NULL,
    kind text NOT NULL,
    form text,
    division text,
    founded_by text NOT NULL,
    founded_at timestamp with time zone NOT NULL,
    CONSTRAINT c12_kind_is_the_codes CHECK (((form IS NULL) OR ((form = '92'::text) = (kind = 'individual-business'::text)))),
    CONSTRAINT c13_person_without_code CHECK (((kind <> 'person'::text) OR ((form IS NULL) AND (division IS NULL)))),
    CONSTRAINT subject_division_check CHECK ((division ~ '^[0-9]{6}$'::text)),
    CONSTRAINT subject_form_check CHECK ((form ~ '^[0-9A-Y]{2}$'::text)),
    CONSTRAINT subject_kind_check CHECK ((kind = ANY (ARRAY['organisation'::text, 'individual-business'::text, 'person'::text])))
);

-- Name: listing_count; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.listing_count WITH (security_barrier='true') AS
 SELECT e.item_id,
    e.city,
    e.entered,
    e.ended,
    e.annulled,
    (count(*))::integer AS listings
   FROM ( SELECT r.item_id,
            COALESCE("left"(s.division, 4), ''::text) AS city,
            (date_trunc('month'::text, (COALESCE(c.effective_from, r.effective_from))::timestamp with time zone))::date AS entered,
                CASE
                    WHEN (c.act = 'withdraw'::text) THEN (date_trunc('month'::text, ((c.recorded_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval)))::date
                    WHEN (p.repaired_at IS NOT NULL) THEN (date_trunc('month'::text, ((p.repaired_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval)))::date
                    WHEN (
                    CASE
                        WHEN (c.version IS NULL) THEN r.effective_to
                        ELSE c.effective_to
                    END < platform.today()) THEN (date_trunc('month'::text, (
                    CASE
                        WHEN (c.version IS NULL) THEN r.effective_to
                        ELSE c.effective_to
                    END)::timestamp with time zone))::date
                    ELSE NULL::date
                END AS ended,
            (NOT (c.act IS DISTINCT FROM 'withdraw'::text)) AS annulled
           FROM (((ledger.record r
             JOIN registry.subject s ON ((s.subject_id = r.subject_id)))
             LEFT JOIN LATERAL ( SELECT c_1.version,
                    c_1.act,
                    c_1.effective_from,
                    c_1.effective_to,
                    c_1.recorded_at
                   FROM ledger.change c_1
                  WHERE ((c_1.subject_id = r.subject_id) AND (c_1.record_id = r.record_id) AND (c_1.act <> 'annotate'::text))
                  ORDER BY c_1.version DESC
                 LIMIT 1) c ON (true))
             LEFT JOIN LATERAL ( SELECT
                        CASE (a.open ->> 'state'::text)
                            WHEN 'granted'::text THEN a.recorded_at
                            ELSE NULL::timestamp with time zone
                        END AS repaired_at
                   FROM ledger.change a
                  WHERE ((a.subject_id = r.subject_id) AND (a.record_id = r.record_id) AND (a.mark = 'repair'::text) AND ((a.open ->> 'state'::text) = ANY (ARRAY['granted'::text, 'reversed'::text])))
                  ORDER BY a.version DESC
                 LIMIT 1) p ON (true))
          WHERE ((r.subject_kind = 'organisation'::text) AND (r.disclosure = 'public'::text) AND (COALESCE(c.effective_from, r.effective_from) <= platform.today()))) e
  GROUP BY e.item_id, e.city, e.entered, e.ended, e.annulled;

-- Name: measure_version; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.measure_version AS
 SELECT measure_version.measure_id,
    measure_version.version,
    measure_version.body
   FROM catalogue.measure_version;

-- Name: name; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.name (
    subject_id uuid NOT NULL,
    kind text DEFAULT 'organisation'::text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    former boolean NOT NULL,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    tokens integer[] NOT NULL,
    CONSTRAINT name_check CHECK ((valid_until >= valid_from)),
    CONSTRAINT name_kind_check CHECK ((kind = 'organisation'::text)),
    CONSTRAINT name_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 200))),
    CONSTRAINT name_role_check CHECK ((role = ANY (ARRAY['legal'::text, 'short'::text])))
);
ALTER TABLE ONLY registry.name ALTER COLUMN tokens SET STATISTICS 300;

-- Name: trade_name; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.trade_name (
    subject_id uuid NOT NULL,
    kind text DEFAULT 'individual-business'::text NOT NULL,
    name text NOT NULL,
    matched_by text NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    former boolean NOT NULL,
    public boolean NOT NULL,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT trade_name_check CHECK ((valid_until >= valid_from)),
    CONSTRAINT trade_name_kind_check CHECK ((kind = 'individual-business'::text)),
    CONSTRAINT trade_name_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 200)))
);

-- Name: name; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.name WITH (security_barrier='true') AS
 SELECT n.subject_id,
    n.kind,
    n.name,
    n.role,
    n.valid_from,
    n.valid_until,
    n.former,
    n.recorded_at
   FROM registry.name n
UNION ALL
 SELECT t.subject_id,
    t.kind,
    t.name,
    'trade'::text AS role,
    t.valid_from,
    t.valid_until,
    t.former,
    t.recorded_at
   FROM registry.trade_name t
  WHERE t.public;

-- Name: name_index; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.name_index AS
 SELECT n.subject_id,
    n.name,
    n.former,
    n.valid_until,
    n.tokens
   FROM registry.name n;

-- Name: pack; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.pack AS
 SELECT pack.pack_id,
    pack.version,
    pack.digest,
    pack.body,
    pack.loaded_at
   FROM catalogue.pack;

-- Name: procedure_version; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.procedure_version AS
 SELECT procedure_version.procedure_id,
    procedure_version.version,
    procedure_version.body
   FROM catalogue.procedure_version;

-- Name: record; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.record WITH (security_barrier='true') AS
 SELECT r.subject_id,
    r.record_id,
    r.subject_kind,
    r.item_id,
    COALESCE(c.item_version, r.item_version) AS item_version,
    r.adverse,
    r.listing,
    r.authority,
    COALESCE(c.decided_on, r.decided_on) AS decided_on,
        CASE
            WHEN (c.version IS NULL) THEN r.conduct_ended_on
            ELSE c.conduct_ended_on
        END AS conduct_ended_on,
        CASE
            WHEN (c.version IS NULL) THEN r.served_on
            ELSE c.served_on
        END AS served_on,
    COALESCE(c.effective_from, r.effective_from) AS effective_from,
        CASE
            WHEN (c.version IS NULL) THEN r.effective_to
            ELSE c.effective_to
        END AS effective_to,
        CASE
            WHEN (c.version IS NULL) THEN r.published_until
            ELSE c.published_until
        END AS published_until,
        CASE
            WHEN (c.version IS NULL) THEN r.open
            ELSE c.open
        END AS open,
    r.decided_on AS first_decided_on,
    r.recorded_at,
    c.recorded_at AS corrected_at,
    COALESCE(c.version, 1) AS version,
    m.marks
   FROM ((ledger.record r
     LEFT JOIN LATERAL ( SELECT c_1.subject_id,
            c_1.record_id,
            c_1.version,
            c_1.act,
            c_1.item_version,
            c_1.disclosure,
            c_1.decided_on,
            c_1.conduct_ended_on,
            c_1.served_on,
            c_1.answer_due_on,
            c_1.effective_from,
            c_1.effective_to,
            c_1.published_until,
            c_1.retained_until,
            c_1.reason,
            c_1.mark,
            c_1.open,
            c_1.shared,
            c_1.sealed,
            c_1.salt,
            c_1.commitment,
            c_1.entered_by,
            c_1.confirmed_by,
            c_1.recorded_at,
            c_1.batch_id,
            c_1.row_no
           FROM ledger.change c_1
          WHERE ((c_1.subject_id = r.subject_id) AND (c_1.record_id = r.record_id) AND (c_1.act <> 'annotate'::text))
          ORDER BY c_1.version DESC
         LIMIT 1) c ON (true))
     LEFT JOIN LATERAL ( SELECT jsonb_agg(jsonb_build_object('mark', a.mark, 'open', a.open, 'at', to_char((a.recorded_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text)) ORDER BY a.version) AS marks,
            ((array_agg((a.open ->> 'dueOn'::text) ORDER BY a.version DESC) FILTER (WHERE (a.mark = 'objection'::text)))[1])::date AS answer_due_on,
            COALESCE(bool_or((a.mark = 'suspension'::text)), false) AS suspended,
            (array_agg((a.open ->> 'state'::text) ORDER BY a.version DESC) FILTER (WHERE ((a.mark = 'repair'::text) AND ((a.open ->> 'state'::text) = ANY (ARRAY['granted'::text, 'reversed'::text])))))[1] AS repair
           FROM ledger.change a
          WHERE ((a.subject_id = r.subject_id) AND (a.record_id = r.record_id) AND (a.act = 'annotate'::text) AND ((a.mark <> 'release'::text) OR (a.version > COALESCE(c.version, 1))))) m ON (true))
  WHERE ((r.subject_kind <> 'person'::text) AND ((c.version IS NULL) OR (c.act = 'correct'::text)) AND (
        CASE
            WHEN (c.version IS NULL) THEN r.disclosure
            ELSE c.disclosure
        END = 'public'::text) AND (
        CASE
            WHEN (c.version IS NULL) THEN r.open
            ELSE c.open
        END IS NOT NULL) AND (m.repair IS DISTINCT FROM 'granted'::text) AND ((
        CASE
            WHEN (c.version IS NULL) THEN r.published_until
            ELSE c.published_until
        END IS NULL) OR (
        CASE
            WHEN (c.version IS NULL) THEN r.published_until
            ELSE c.published_until
        END >= platform.today())) AND (NOT m.suspended) AND ((m.answer_due_on IS NULL) OR (m.answer_due_on >= platform.today())));

-- Name: signing_key; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.signing_key AS
 SELECT signing_key.key_id,
    signing_key.algorithm,
    signing_key.public_jwk,
    signing_key.since,
    signing_key.until
   FROM platform.signing_key;

-- Name: subject; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.subject WITH (security_barrier='true') AS
 SELECT s.subject_id,
    s.kind,
    s.form,
    s.division,
    s.founded_at
   FROM registry.subject s
  WHERE (s.kind = ANY (ARRAY['organisation'::text, 'individual-business'::text]));

-- Name: tally; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.tally AS
 SELECT tally.item_id,
    tally.sector,
    tally.month,
    tally.authority,
    (sum(tally.recorded))::integer AS recorded
   FROM ledger.tally
  GROUP BY tally.item_id, tally.sector, tally.month, tally.authority;

-- Name: trade_name; Type: VIEW; Schema: public_read; Owner: -

CREATE VIEW public_read.trade_name WITH (security_barrier='true') AS
 SELECT t.subject_id,
    t.name,
    t.matched_by,
    t.former,
    t.valid_until
   FROM registry.trade_name t
  WHERE t.public;

-- Name: act; Type: TABLE; Schema: questions; Owner: -

CREATE TABLE questions.act (
    question_id uuid NOT NULL,
    seq integer NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((seq - 1), 0)) STORED,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    body text NOT NULL,
    asked_by text NOT NULL,
    asked_on date NOT NULL,
    answer_by date NOT NULL,
    decide_by date NOT NULL,
    state_before text,
    state text NOT NULL,
    due_on date GENERATED ALWAYS AS (
CASE state
    WHEN 'asked'::text THEN answer_by
    WHEN 'answered'::text THEN decide_by
    ELSE NULL::date
END) STORED,
    level smallint,
    provision text,
    acted_by text NOT NULL,
    acted_on date NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    agency_code text,
    basis text,
    mandate_id uuid,
    mandate_seq integer,
    mandate_act text GENERATED ALWAYS AS (
CASE
    WHEN (mandate_id IS NOT NULL) THEN 'accept'::text
    ELSE NULL::text
END) STORED,
    sealed bytea,
    content bytea NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT act_basis_check CHECK ((basis ~ '\S'::text)),
    CONSTRAINT act_check CHECK (((act = 'escalate'::text) = (level IS NOT NULL))),
    CONSTRAINT act_check1 CHECK (((act <> 'ask'::text) OR ((sealed IS NOT NULL) AND (acted_by = asked_by)))),
    CONSTRAINT act_check2 CHECK (((act <> 'add'::text) OR (sealed IS NOT NULL))),
    CONSTRAINT act_content_check CHECK ((octet_length(content) = 32)),
    CONSTRAINT act_level_check CHECK ((level = ANY (ARRAY[1, 2]))),
    CONSTRAINT act_provision_check CHECK ((provision ~ '\S'::text)),
    CONSTRAINT act_seq_check CHECK ((seq > 0)),
    CONSTRAINT act_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'answered'::text, 'lawful'::text, 'unlawful'::text, 'referred'::text]))),
    CONSTRAINT acted_on_its_day CHECK (((acted_on = (((acted_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date) AND (acted_on >= asked_on))),
    CONSTRAINT an_officer_has_an_agency CHECK (((agency_code IS NOT NULL) = (acted_by ~~ 'officer:%'::text))),
    CONSTRAINT another_body_decides CHECK (((act <> 'decide'::text) OR ((acted_by ~~ 'officer:%'::text) AND (agency_code <> body) AND (sealed IS NOT NULL) AND (acted_by <> asked_by)))),
    CONSTRAINT c16_a_representative_has_a_mandate CHECK ((((mandate_id IS NOT NULL) = (acted_by ~~ 'representative:%'::text)) AND ((mandate_id IS NULL) = (mandate_seq IS NULL)))),
    CONSTRAINT c16_nobody_else_asks CHECK (((act <> ALL (ARRAY['ask'::text, 'add'::text])) OR (mandate_id IS NOT NULL) OR ((agency_code IS NOT NULL) AND (basis IS NOT NULL)))),
    CONSTRAINT c5_no_machine_decides CHECK (((acted_by ~~ 'job:%'::text) = (act = 'escalate'::text))),
    CONSTRAINT states CHECK (COALESCE(
CASE act
    WHEN 'ask'::text THEN (state = 'asked'::text)
    WHEN 'add'::text THEN ((state_before = ANY (ARRAY['asked'::text, 'answered'::text])) AND (state = state_before))
    WHEN 'answer'::text THEN ((state_before = 'asked'::text) AND (state = 'answered'::text))
    WHEN 'escalate'::text THEN ((state_before = ANY (ARRAY['asked'::text, 'answered'::text])) AND (state = state_before))
    WHEN 'decide'::text THEN (((state_before = 'answered'::text) AND (state = ANY (ARRAY['lawful'::text, 'unlawful'::text, 'referred'::text]))) OR ((state_before = 'asked'::text) AND (state = ANY (ARRAY['unlawful'::text, 'referred'::text])) AND (acted_on > answer_by)))
    ELSE NULL::boolean
END, false)),
    CONSTRAINT the_body_answers CHECK (((act <> 'answer'::text) OR ((acted_by ~~ 'officer:%'::text) AND (agency_code = body) AND (sealed IS NOT NULL) AND (provision IS NOT NULL)))),
    CONSTRAINT the_first_has_none_before CHECK ((((seq = 1) = (act = 'ask'::text)) AND ((seq = 1) = (state_before IS NULL)))),
    CONSTRAINT told_when_the_day_has_passed CHECK (((act <> 'escalate'::text) OR
CASE level
    WHEN 1 THEN ((state = 'asked'::text) AND (acted_on > answer_by))
    ELSE (acted_on > decide_by)
END))
);

-- Name: question; Type: TABLE; Schema: questions; Owner: -

CREATE TABLE questions.question (
    question_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    looked_at timestamp with time zone NOT NULL,
    look_id uuid NOT NULL,
    body text NOT NULL,
    term_id text NOT NULL,
    term_version integer NOT NULL,
    answer_by date NOT NULL,
    decide_by date NOT NULL,
    asked_by text NOT NULL,
    asked_on date NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT a_lawful_term CHECK ((((answer_by >= (asked_on + 1)) AND (answer_by <= (asked_on + 60))) AND ((decide_by >= answer_by) AND (decide_by <= (asked_on + 90))))),
    CONSTRAINT asked_on_its_day CHECK ((asked_on = (((asked_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date))
);

-- Name: person_secret; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.person_secret (
    subject_id uuid NOT NULL,
    seq integer NOT NULL,
    sealed bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT person_secret_seq_check CHECK ((seq > 0))
);

-- Name: person_token; Type: TABLE; Schema: registry; Owner: -

CREATE TABLE registry.person_token (
    token bytea NOT NULL,
    subject_id uuid NOT NULL,
    CONSTRAINT person_token_token_check CHECK ((octet_length(token) = 33))
);

-- Name: acknowledgement; Type: TABLE; Schema: repair; Owner: -

CREATE TABLE repair.acknowledgement (
    request_id uuid NOT NULL,
    agency_code text NOT NULL,
    acted_by text NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    CONSTRAINT acknowledgement_acted_by_check CHECK ((acted_by ~ '^(officer|client):'::text))
);

-- Name: act; Type: TABLE; Schema: repair; Owner: -

CREATE TABLE repair.act (
    request_id uuid NOT NULL,
    seq integer NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((seq - 1), 0)) STORED,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    kind text NOT NULL,
    record_id uuid NOT NULL,
    authority text NOT NULL,
    applied_by text NOT NULL,
    applied_on date NOT NULL,
    state_before text,
    state text NOT NULL,
    mark_version integer,
    until date,
    level smallint,
    ground text,
    provision text,
    proposed_seq integer,
    proposed_by text,
    proposed_act text GENERATED ALWAYS AS (
CASE
    WHEN (proposed_seq IS NOT NULL) THEN 'refuse'::text
    ELSE NULL::text
END) STORED,
    notice_id uuid,
    notice_kind text GENERATED ALWAYS AS (
CASE
    WHEN (notice_id IS NOT NULL) THEN 'other'::text
    ELSE NULL::text
END) STORED,
    notice_seq integer,
    notice_served_on date,
    answer_due_on date,
    waived_seq integer,
    waived_act text GENERATED ALWAYS AS (
CASE
    WHEN (waived_seq IS NOT NULL) THEN 'waive'::text
    ELSE NULL::text
END) STORED,
    waived_on date,
    acted_by text NOT NULL,
    acted_on date NOT NULL,
    acted_at timestamp with time zone NOT NULL,
    agency_code text,
    basis text,
    mandate_id uuid,
    mandate_seq integer,
    mandate_act text GENERATED ALWAYS AS (
CASE
    WHEN (mandate_id IS NOT NULL) THEN 'accept'::text
    ELSE NULL::text
END) STORED,
    sealed bytea,
    content bytea NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT act_basis_check CHECK ((basis ~ '\S'::text)),
    CONSTRAINT act_check CHECK (((waived_seq IS NULL) = (waived_on IS NULL))),
    CONSTRAINT act_check1 CHECK (((act = 'escalate'::text) = (level IS NOT NULL))),
    CONSTRAINT act_check2 CHECK (((act <> ALL (ARRAY['apply'::text, 'add'::text])) OR (sealed IS NOT NULL))),
    CONSTRAINT act_content_check CHECK ((octet_length(content) = 32)),
    CONSTRAINT act_ground_check CHECK ((ground = ANY (ARRAY['duty-open'::text, 'cannot-pay'::text, 'evidence'::text, 'commitment'::text, 'other-condition'::text, 'false-statement'::text]))),
    CONSTRAINT act_level_check CHECK ((level = ANY (ARRAY[1, 2]))),
    CONSTRAINT act_provision_check CHECK ((provision ~ '\S'::text)),
    CONSTRAINT act_seq_check CHECK ((seq > 0)),
    CONSTRAINT acted_on_its_day CHECK (((acted_on = (((acted_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date) AND (acted_on >= applied_on))),
    CONSTRAINT an_officer_has_an_agency CHECK (((agency_code IS NOT NULL) = (acted_by ~~ 'officer:%'::text))),
    CONSTRAINT applied_by_who_applies CHECK (((act <> 'apply'::text) OR (acted_by = applied_by))),
    CONSTRAINT c16_a_representative_has_a_mandate CHECK ((((mandate_id IS NOT NULL) = (acted_by ~~ 'representative:%'::text)) AND ((mandate_id IS NULL) = (mandate_seq IS NULL)))),
    CONSTRAINT c16_nobody_else_applies CHECK (((act <> ALL (ARRAY['apply'::text, 'add'::text, 'withdraw'::text])) OR (mandate_id IS NOT NULL) OR ((agency_code IS NOT NULL) AND (basis IS NOT NULL)))),
    CONSTRAINT c5_another_officer CHECK ((((act = ANY (ARRAY['confirm'::text, 'return'::text])) = (proposed_seq IS NOT NULL)) AND ((proposed_seq IS NULL) = (proposed_by IS NULL)) AND ((proposed_by IS NULL) OR (acted_by <> proposed_by)))),
    CONSTRAINT c5_no_machine_decides CHECK (((acted_by !~~ 'job:%'::text) OR (act = 'escalate'::text))),
    CONSTRAINT c5_not_who_wrote_it_down CHECK (((act <> ALL (ARRAY['grant'::text, 'lift'::text, 'refuse'::text, 'confirm'::text, 'return'::text])) OR (acted_by <> applied_by))),
    CONSTRAINT c5_refused_on_a_ground CHECK ((((act = 'refuse'::text) = (ground IS NOT NULL)) AND ((ground IS DISTINCT FROM 'other-condition'::text) OR (provision IS NOT NULL)))),
    CONSTRAINT c5_the_recogniser_decides_by_an_officer CHECK (((act <> ALL (ARRAY['grant'::text, 'lift'::text, 'refuse'::text, 'confirm'::text, 'return'::text, 'intend-reversal'::text, 'drop-reversal'::text, 'reverse'::text])) OR ((acted_by ~~ 'officer:%'::text) AND (agency_code = authority) AND (sealed IS NOT NULL) AND (octet_length(sealed) > 30)))),
    CONSTRAINT c6_heard CHECK (((act <> 'reverse'::text) OR ((notice_seq IS NOT NULL) AND (notice_served_on IS NOT NULL) AND (answer_due_on IS NOT NULL) AND ((acted_on > answer_due_on) OR (waived_seq IS NOT NULL))))),
    CONSTRAINT c6_notice CHECK (((act = ANY (ARRAY['intend-reversal'::text, 'reverse'::text])) = (notice_id IS NOT NULL))),
    CONSTRAINT lifted_until_a_day CHECK ((((act = 'lift'::text) = (until IS NOT NULL)) AND ((until IS NULL) OR ((until >= acted_on) AND (until <= (acted_on + 3660)))))),
    CONSTRAINT marked CHECK (((mark_version IS NOT NULL) = (act = ANY (ARRAY['grant'::text, 'lift'::text, 'reverse'::text])))),
    CONSTRAINT states CHECK (COALESCE(
CASE act
    WHEN 'apply'::text THEN (state = 'waiting'::text)
    WHEN 'add'::text THEN ((state_before = ANY (ARRAY['waiting'::text, 'to-confirm'::text])) AND (state = state_before))
    WHEN 'withdraw'::text THEN ((state_before = ANY (ARRAY['waiting'::text, 'to-confirm'::text])) AND (state = 'withdrawn'::text))
    WHEN 'escalate'::text THEN ((state_before = ANY (ARRAY['waiting'::text, 'to-confirm'::text])) AND (state = state_before))
    WHEN 'grant'::text THEN ((state_before = ANY (ARRAY['waiting'::text, 'to-confirm'::text])) AND (state = 'granted'::text) AND (kind = 'repair'::text))
    WHEN 'lift'::text THEN ((state_before = ANY (ARRAY['waiting'::text, 'to-confirm'::text])) AND (state = 'lifted'::text) AND (kind = 'reorganisation'::text))
    WHEN 'refuse'::text THEN ((state_before = 'waiting'::text) AND (state =
    CASE subject_kind
        WHEN 'person'::text THEN 'to-confirm'::text
        ELSE 'refused'::text
    END))
    WHEN 'confirm'::text THEN ((state_before = 'to-confirm'::text) AND (state = 'refused'::text))
    WHEN 'return'::text THEN ((state_before = 'to-confirm'::text) AND (state = 'waiting'::text))
    WHEN 'intend-reversal'::text THEN ((state_before = ANY (ARRAY['granted'::text, 'lifted'::text])) AND (state = 'reversing'::text))
    WHEN 'drop-reversal'::text THEN ((state_before = 'reversing'::text) AND (state =
    CASE kind
        WHEN 'repair'::text THEN 'granted'::text
        ELSE 'lifted'::text
    END))
    WHEN 'reverse'::text THEN ((state_before = 'reversing'::text) AND (state = 'reversed'::text))
    ELSE NULL::boolean
END, false)),
    CONSTRAINT the_first_has_none_before CHECK ((((seq = 1) = (act = 'apply'::text)) AND ((seq = 1) = (state_before IS NULL))))
);

-- Name: act_document; Type: TABLE; Schema: repair; Owner: -

CREATE TABLE repair.act_document (
    document_id uuid NOT NULL,
    request_id uuid NOT NULL,
    seq integer NOT NULL,
    subject_id uuid NOT NULL,
    acted_by text NOT NULL
);

-- Name: application; Type: TABLE; Schema: repair; Owner: -

CREATE TABLE repair.application (
    application_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    kind text NOT NULL,
    rule_id text NOT NULL,
    rule_version integer NOT NULL,
    applied_by text NOT NULL,
    applied_on date NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    content bytea NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT application_content_check CHECK ((octet_length(content) = 32)),
    CONSTRAINT application_kind_check CHECK ((kind = ANY (ARRAY['repair'::text, 'reorganisation'::text]))),
    CONSTRAINT applied_on_its_day CHECK ((applied_on = (((applied_at AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date))
);

-- Name: certificate; Type: TABLE; Schema: repair; Owner: -

CREATE TABLE repair.certificate (
    code text NOT NULL,
    request_id uuid NOT NULL,
    seq integer NOT NULL,
    act text NOT NULL,
    acted_by text NOT NULL,
    key_id text NOT NULL,
    digest bytea NOT NULL,
    sealed bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    CONSTRAINT certificate_act_check CHECK ((act = 'grant'::text)),
    CONSTRAINT certificate_code_check CHECK ((code ~ '^[0-9A-HJ-NPQRTUWXY]{4}(-[0-9A-HJ-NPQRTUWXY]{4}){3}$'::text)),
    CONSTRAINT certificate_digest_check CHECK ((octet_length(digest) = 32))
);

-- Name: document; Type: TABLE; Schema: repair; Owner: -

CREATE TABLE repair.document (
    document_id uuid NOT NULL,
    file_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    digest bytea NOT NULL,
    media_type text NOT NULL,
    bytes bigint NOT NULL,
    shows text NOT NULL,
    entered_by text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT document_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT document_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT document_media_type_check CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/png'::text, 'image/jpeg'::text, 'text/plain'::text]))),
    CONSTRAINT document_shows_check CHECK ((shows = ANY (ARRAY['payment'::text, 'correction'::text, 'deferral'::text, 'ruling'::text, 'other'::text])))
);

-- Name: holder; Type: TABLE; Schema: repair; Owner: -

CREATE TABLE repair.holder (
    request_id uuid NOT NULL,
    agency_code text NOT NULL,
    subject_id uuid NOT NULL,
    record_id uuid NOT NULL,
    mark_version integer NOT NULL,
    last_shown_on date NOT NULL,
    told_at timestamp with time zone NOT NULL,
    due_on date NOT NULL
);

-- Name: request; Type: TABLE; Schema: repair; Owner: -

CREATE TABLE repair.request (
    request_id uuid NOT NULL,
    application_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    kind text NOT NULL,
    applied_by text NOT NULL,
    applied_on date NOT NULL,
    record_id uuid NOT NULL,
    rests_on uuid,
    round integer NOT NULL,
    before integer GENERATED ALWAYS AS (NULLIF((round - 1), 0)) STORED,
    authority text NOT NULL,
    item_id text NOT NULL,
    document_on date NOT NULL,
    months_min integer NOT NULL,
    earliest_on date NOT NULL,
    decide_by date NOT NULL,
    feedback_by date NOT NULL,
    receipt text NOT NULL,
    CONSTRAINT a_lawful_term CHECK ((((decide_by >= (applied_on + 1)) AND (decide_by <= (applied_on + 30))) AND ((feedback_by >= decide_by) AND (feedback_by <= (applied_on + 60))))),
    CONSTRAINT never_before_the_minimum CHECK (((kind = 'reorganisation'::text) OR (applied_on >= earliest_on))),
    CONSTRAINT request_months_min_check CHECK ((months_min >= 0)),
    CONSTRAINT request_round_check CHECK ((round > 0)),
    CONSTRAINT the_minimum_is_counted CHECK ((earliest_on =
CASE months_min
    WHEN 0 THEN document_on
    ELSE (((document_on + make_interval(months => months_min)))::date + 1)
END))
);

-- Name: code_owner; Type: TABLE; Schema: reports; Owner: -

CREATE TABLE reports.code_owner (
    report_code text NOT NULL,
    subject_id uuid NOT NULL
);

-- Name: report; Type: TABLE; Schema: reports; Owner: -

CREATE TABLE reports.report (
    subject_id uuid NOT NULL,
    subject_kind text NOT NULL,
    report_code text NOT NULL,
    audience text NOT NULL,
    format text NOT NULL,
    language text NOT NULL,
    effective_at date NOT NULL,
    known_at timestamp with time zone NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    use_before date NOT NULL,
    issued_to text NOT NULL,
    digest bytea NOT NULL,
    state_digest bytea NOT NULL,
    key_id text NOT NULL,
    signature text NOT NULL,
    CONSTRAINT c12_no_public_report_of_a_person CHECK (((audience <> 'public'::text) OR (subject_kind <> 'person'::text))),
    CONSTRAINT report_audience_check CHECK ((audience = ANY (ARRAY['public'::text, 'body'::text, 'subject'::text]))),
    CONSTRAINT report_check CHECK ((use_before > effective_at)),
    CONSTRAINT report_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT report_format_check CHECK ((format = ANY (ARRAY['pdf'::text, 'json'::text]))),
    CONSTRAINT report_issued_to_check CHECK ((issued_to ~ '^(visitor|(officer|client|representative|job):[0-9A-Za-z-]+)$'::text)),
    CONSTRAINT report_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
    CONSTRAINT report_report_code_check CHECK ((report_code ~ '^[0-9A-HJ-NPQRTUWXY]{4}(-[0-9A-HJ-NPQRTUWXY]{4}){3}$'::text)),
    CONSTRAINT report_signature_check CHECK (((length(signature) >= 80) AND (length(signature) <= 400))),
    CONSTRAINT report_state_digest_check CHECK ((octet_length(state_digest) = 32))
);

-- Name: agency_act agency_act_idempotency_key_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.agency_act
    ADD CONSTRAINT agency_act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: agency_act agency_act_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.agency_act
    ADD CONSTRAINT agency_act_pkey PRIMARY KEY (agency_code, seq);

-- Name: agency agency_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (agency_code);

-- Name: client_act client_act_idempotency_key_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.client_act
    ADD CONSTRAINT client_act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: client_act client_act_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.client_act
    ADD CONSTRAINT client_act_pkey PRIMARY KEY (client_id, seq);

-- Name: key_act key_act_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.key_act
    ADD CONSTRAINT key_act_pkey PRIMARY KEY (act_id);

-- Name: look look_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.look
    ADD CONSTRAINT look_pkey PRIMARY KEY (subject_id, looked_at, look_id);

-- Name: mandate_act mandate_act_idempotency_key_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.mandate_act
    ADD CONSTRAINT mandate_act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: mandate_act mandate_act_mandate_id_seq_act_subject_id_acted_by_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.mandate_act
    ADD CONSTRAINT mandate_act_mandate_id_seq_act_subject_id_acted_by_key UNIQUE (mandate_id, seq, act, subject_id, acted_by);

-- Name: mandate_act mandate_act_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.mandate_act
    ADD CONSTRAINT mandate_act_pkey PRIMARY KEY (mandate_id, seq);

-- Name: officer_act officer_act_idempotency_key_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.officer_act
    ADD CONSTRAINT officer_act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: officer_act officer_act_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.officer_act
    ADD CONSTRAINT officer_act_pkey PRIMARY KEY (officer_id, seq);

-- Name: refused_act refused_act_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.refused_act
    ADD CONSTRAINT refused_act_pkey PRIMARY KEY (act_id);

-- Name: session session_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token_hash);

-- Name: sign_in_identity sign_in_identity_holder_kind_holder_id_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.sign_in_identity
    ADD CONSTRAINT sign_in_identity_holder_kind_holder_id_key UNIQUE (holder_kind, holder_id);

-- Name: sign_in_identity sign_in_identity_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.sign_in_identity
    ADD CONSTRAINT sign_in_identity_pkey PRIMARY KEY (issuer, subject, holder_kind, holder_id);

-- Name: sign_in sign_in_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.sign_in
    ADD CONSTRAINT sign_in_pkey PRIMARY KEY (sign_in_id);

-- Name: used_assertion used_assertion_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.used_assertion
    ADD CONSTRAINT used_assertion_pkey PRIMARY KEY (client_id, jti);

-- Name: item_subject item_subject_item_id_item_version_subject_kind_adverse_eval_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.item_subject
    ADD CONSTRAINT item_subject_item_id_item_version_subject_kind_adverse_eval_key UNIQUE (item_id, item_version, subject_kind, adverse, evaluative, listing, retention_years_max);

-- Name: item_subject item_subject_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.item_subject
    ADD CONSTRAINT item_subject_pkey PRIMARY KEY (item_id, item_version, subject_kind);

-- Name: item_version item_version_item_id_effective_from_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.item_version
    ADD CONSTRAINT item_version_item_id_effective_from_key UNIQUE (item_id, effective_from);

-- Name: item_version item_version_item_id_version_switched_on_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.item_version
    ADD CONSTRAINT item_version_item_id_version_switched_on_key UNIQUE (item_id, version, switched_on);

-- Name: item_version item_version_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.item_version
    ADD CONSTRAINT item_version_pkey PRIMARY KEY (item_id, version);

-- Name: list list_list_id_sort_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list
    ADD CONSTRAINT list_list_id_sort_key UNIQUE (list_id, sort);

-- Name: list list_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list
    ADD CONSTRAINT list_pkey PRIMARY KEY (list_id);

-- Name: list_subject list_subject_list_id_version_subject_kind_item_id_procedure_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_subject
    ADD CONSTRAINT list_subject_list_id_version_subject_kind_item_id_procedure_key UNIQUE (list_id, version, subject_kind, item_id, procedure_id, adverse, confirms);

-- Name: list_subject list_subject_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_subject
    ADD CONSTRAINT list_subject_pkey PRIMARY KEY (list_id, version, subject_kind);

-- Name: list_trade list_trade_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_trade
    ADD CONSTRAINT list_trade_pkey PRIMARY KEY (list_id, trade);

-- Name: list_version list_version_list_id_effective_from_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_version
    ADD CONSTRAINT list_version_list_id_effective_from_key UNIQUE (list_id, effective_from);

-- Name: list_version list_version_list_id_version_sort_item_id_switched_on_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_version
    ADD CONSTRAINT list_version_list_id_version_sort_item_id_switched_on_key UNIQUE (list_id, version, sort, item_id, switched_on);

-- Name: list_version list_version_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_version
    ADD CONSTRAINT list_version_pkey PRIMARY KEY (list_id, version);

-- Name: matter matter_matter_id_trade_private_life_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.matter
    ADD CONSTRAINT matter_matter_id_trade_private_life_key UNIQUE (matter_id, trade, private_life);

-- Name: matter matter_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.matter
    ADD CONSTRAINT matter_pkey PRIMARY KEY (matter_id);

-- Name: measure_link measure_link_measure_id_version_subject_kind_place_matter_i_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_link
    ADD CONSTRAINT measure_link_measure_id_version_subject_kind_place_matter_i_key UNIQUE (measure_id, version, subject_kind, place, matter_id, sort, effect);

-- Name: measure_link measure_link_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_link
    ADD CONSTRAINT measure_link_pkey PRIMARY KEY (measure_id, version, subject_kind, place, matter_id);

-- Name: measure_version measure_version_measure_id_effective_from_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_version
    ADD CONSTRAINT measure_version_measure_id_effective_from_key UNIQUE (measure_id, effective_from);

-- Name: measure_version measure_version_measure_id_version_sort_effect_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_version
    ADD CONSTRAINT measure_version_measure_id_version_sort_effect_key UNIQUE (measure_id, version, sort, effect);

-- Name: measure_version measure_version_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_version
    ADD CONSTRAINT measure_version_pkey PRIMARY KEY (measure_id, version);

-- Name: pack pack_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.pack
    ADD CONSTRAINT pack_pkey PRIMARY KEY (pack_id, version);

-- Name: procedure_state procedure_state_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.procedure_state
    ADD CONSTRAINT procedure_state_pkey PRIMARY KEY (procedure_id, version, state);

-- Name: procedure_state procedure_state_procedure_id_version_state_final_in_force_h_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.procedure_state
    ADD CONSTRAINT procedure_state_procedure_id_version_state_final_in_force_h_key UNIQUE (procedure_id, version, state, final, in_force, heard, confirmed);

-- Name: procedure_version procedure_version_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.procedure_version
    ADD CONSTRAINT procedure_version_pkey PRIMARY KEY (procedure_id, version);

-- Name: procedure_version procedure_version_procedure_id_effective_from_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.procedure_version
    ADD CONSTRAINT procedure_version_procedure_id_effective_from_key UNIQUE (procedure_id, effective_from);

-- Name: procedure_version procedure_version_procedure_id_version_adverse_confirms_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.procedure_version
    ADD CONSTRAINT procedure_version_procedure_id_version_adverse_confirms_key UNIQUE (procedure_id, version, adverse, confirms);

-- Name: transition transition_pkey; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.transition
    ADD CONSTRAINT transition_pkey PRIMARY KEY (procedure_id, version, from_state, act);

-- Name: transition transition_procedure_id_version_from_state_act_to_state_don_key; Type: CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.transition
    ADD CONSTRAINT transition_procedure_id_version_from_state_act_to_state_don_key UNIQUE (procedure_id, version, from_state, act, to_state, done_by, guards);

-- Name: act act_idempotency_key_key; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.act
    ADD CONSTRAINT act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: act act_pkey; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (request_id, seq);

-- Name: act act_request_id_seq_act_key; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.act
    ADD CONSTRAINT act_request_id_seq_act_key UNIQUE (request_id, seq, act);

-- Name: act act_request_id_seq_state_uses_key; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.act
    ADD CONSTRAINT act_request_id_seq_state_uses_key UNIQUE (request_id, seq, state, uses);

-- Name: artefact artefact_pkey; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.artefact
    ADD CONSTRAINT artefact_pkey PRIMARY KEY (code);

-- Name: artefact artefact_request_id_seq_key; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.artefact
    ADD CONSTRAINT artefact_request_id_seq_key UNIQUE (request_id, seq);

-- Name: request request_idempotency_key_key; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.request
    ADD CONSTRAINT request_idempotency_key_key UNIQUE (idempotency_key);

-- Name: request request_pkey; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (request_id);

-- Name: request request_request_id_subject_id_subject_kind_recipient_from_o_key; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.request
    ADD CONSTRAINT request_request_id_subject_id_subject_kind_recipient_from_o_key UNIQUE (request_id, subject_id, subject_kind, recipient, from_on, until_on, times_max, answer_by, asked_on);

-- Name: request request_subject_id_recipient_purpose_round_key; Type: CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.request
    ADD CONSTRAINT request_subject_id_recipient_purpose_round_key UNIQUE (subject_id, recipient, purpose, round);

-- Name: batch_act batch_act_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.batch_act
    ADD CONSTRAINT batch_act_pkey PRIMARY KEY (batch_id, seq);

-- Name: batch batch_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (batch_id);

-- Name: document document_file_id_key; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.document
    ADD CONSTRAINT document_file_id_key UNIQUE (file_id);

-- Name: document document_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (document_id);

-- Name: entry entry_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (batch_id);

-- Name: finding finding_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (batch_id, row_no, ordinal);

-- Name: held_decision held_decision_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.held_decision
    ADD CONSTRAINT held_decision_pkey PRIMARY KEY (batch_id, row_no);

-- Name: held_row held_row_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.held_row
    ADD CONSTRAINT held_row_pkey PRIMARY KEY (batch_id, row_no);

-- Name: mapping mapping_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.mapping
    ADD CONSTRAINT mapping_pkey PRIMARY KEY (agency_code, mapping_id, version);

-- Name: nil_return nil_return_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.nil_return
    ADD CONSTRAINT nil_return_pkey PRIMARY KEY (agency_code, item_id, period_from, period_to);

-- Name: receipt receipt_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (batch_id);

-- Name: upload upload_pkey; Type: CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (upload_id);

-- Name: change change_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (subject_id, record_id, version);

-- Name: document_line document_line_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.document_line
    ADD CONSTRAINT document_line_pkey PRIMARY KEY (document_key, line, version);

-- Name: erasure erasure_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.erasure
    ADD CONSTRAINT erasure_pkey PRIMARY KEY (subject_id, record_id, erasure_id);

-- Name: outbox outbox_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (subject_id, outbox_id);

-- Name: record record_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.record
    ADD CONSTRAINT record_pkey PRIMARY KEY (subject_id, record_id);

-- Name: tally tally_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.tally
    ADD CONSTRAINT tally_pkey PRIMARY KEY (item_id, sector, month, authority, batch_id, part);

-- Name: act act_idempotency_key_key; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: act act_pkey; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (proceeding_id, seq);

-- Name: act act_proceeding_id_seq_act_acted_on_key; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT act_proceeding_id_seq_act_acted_on_key UNIQUE (proceeding_id, seq, act, acted_on);

-- Name: act act_proceeding_id_seq_record_id_key; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT act_proceeding_id_seq_record_id_key UNIQUE (proceeding_id, seq, record_id);

-- Name: act act_proceeding_id_seq_to_state_acted_by_key; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT act_proceeding_id_seq_to_state_acted_by_key UNIQUE (proceeding_id, seq, to_state, acted_by);

-- Name: candidate candidate_pkey; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.candidate
    ADD CONSTRAINT candidate_pkey PRIMARY KEY (subject_id, list_id, criterion, seq);

-- Name: leaving leaving_pkey; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.leaving
    ADD CONSTRAINT leaving_pkey PRIMARY KEY (batch_id);

-- Name: leaving leaving_proceeding_id_seq_key; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.leaving
    ADD CONSTRAINT leaving_proceeding_id_seq_key UNIQUE (proceeding_id, seq);

-- Name: proceeding proceeding_pkey; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding
    ADD CONSTRAINT proceeding_pkey PRIMARY KEY (proceeding_id);

-- Name: proceeding proceeding_proceeding_id_subject_id_procedure_id_procedure__key; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding
    ADD CONSTRAINT proceeding_proceeding_id_subject_id_procedure_id_procedure__key UNIQUE (proceeding_id, subject_id, procedure_id, procedure_version, adverse, confirms, keeper);

-- Name: proceeding_state proceeding_state_pkey; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding_state
    ADD CONSTRAINT proceeding_state_pkey PRIMARY KEY (proceeding_id);

-- Name: proceeding proceeding_subject_id_list_id_ordinal_key; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding
    ADD CONSTRAINT proceeding_subject_id_list_id_ordinal_key UNIQUE (subject_id, list_id, ordinal);

-- Name: search search_pkey; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.search
    ADD CONSTRAINT search_pkey PRIMARY KEY (search_id);

-- Name: simulation simulation_asked_by_idempotency_key_key; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.simulation
    ADD CONSTRAINT simulation_asked_by_idempotency_key_key UNIQUE (asked_by, idempotency_key);

-- Name: simulation simulation_pkey; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.simulation
    ADD CONSTRAINT simulation_pkey PRIMARY KEY (simulation_id);

-- Name: simulation_result simulation_result_pkey; Type: CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.simulation_result
    ADD CONSTRAINT simulation_result_pkey PRIMARY KEY (simulation_id);

-- Name: answer answer_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (check_id);

-- Name: answered answered_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.answered
    ADD CONSTRAINT answered_pkey PRIMARY KEY (check_id, measure_id, version, effect);

-- Name: bundle_act bundle_act_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_act
    ADD CONSTRAINT bundle_act_pkey PRIMARY KEY (bundle_id);

-- Name: bundle bundle_bundle_id_known_at_answers_until_key; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle
    ADD CONSTRAINT bundle_bundle_id_known_at_answers_until_key UNIQUE (bundle_id, known_at, answers_until);

-- Name: bundle_entry bundle_entry_bundle_id_n_digest_key; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_entry
    ADD CONSTRAINT bundle_entry_bundle_id_n_digest_key UNIQUE (bundle_id, n, digest);

-- Name: bundle_entry bundle_entry_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_entry
    ADD CONSTRAINT bundle_entry_pkey PRIMARY KEY (bundle_id, n);

-- Name: bundle_fetch bundle_fetch_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_fetch
    ADD CONSTRAINT bundle_fetch_pkey PRIMARY KEY (bundle_id, fetch_id);

-- Name: bundle_measure bundle_measure_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_measure
    ADD CONSTRAINT bundle_measure_pkey PRIMARY KEY (bundle_id, measure_id, version, place, matter_id);

-- Name: bundle bundle_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle
    ADD CONSTRAINT bundle_pkey PRIMARY KEY (bundle_id);

-- Name: bundle bundle_root_id_key; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle
    ADD CONSTRAINT bundle_root_id_key UNIQUE (root_id);

-- Name: check_batch_act check_batch_act_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_act
    ADD CONSTRAINT check_batch_act_pkey PRIMARY KEY (batch_id, act);

-- Name: check_batch_fetch check_batch_fetch_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_fetch
    ADD CONSTRAINT check_batch_fetch_pkey PRIMARY KEY (batch_id, fetch_id);

-- Name: check_batch_part check_batch_part_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_part
    ADD CONSTRAINT check_batch_part_pkey PRIMARY KEY (batch_id, part);

-- Name: check_batch check_batch_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch
    ADD CONSTRAINT check_batch_pkey PRIMARY KEY (batch_id);

-- Name: check_batch_told check_batch_told_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_told
    ADD CONSTRAINT check_batch_told_pkey PRIMARY KEY (batch_id, part);

-- Name: outcome outcome_check_id_idempotency_key_key; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.outcome
    ADD CONSTRAINT outcome_check_id_idempotency_key_key UNIQUE (check_id, idempotency_key);

-- Name: outcome outcome_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.outcome
    ADD CONSTRAINT outcome_pkey PRIMARY KEY (check_id, outcome_id);

-- Name: root root_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.root
    ADD CONSTRAINT root_pkey PRIMARY KEY (root_id);

-- Name: terms terms_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.terms
    ADD CONSTRAINT terms_pkey PRIMARY KEY (digest);

-- Name: watch watch_agency_code_idempotency_key_key; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch
    ADD CONSTRAINT watch_agency_code_idempotency_key_key UNIQUE (agency_code, idempotency_key);

-- Name: watch_attempt watch_attempt_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_attempt
    ADD CONSTRAINT watch_attempt_pkey PRIMARY KEY (event_id, nth);

-- Name: watch_delivery watch_delivery_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_delivery
    ADD CONSTRAINT watch_delivery_pkey PRIMARY KEY (event_id);

-- Name: watch_end watch_end_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_end
    ADD CONSTRAINT watch_end_pkey PRIMARY KEY (watch_id);

-- Name: watch_event watch_event_event_id_key; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_event
    ADD CONSTRAINT watch_event_event_id_key UNIQUE (event_id);

-- Name: watch_event watch_event_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_event
    ADD CONSTRAINT watch_event_pkey PRIMARY KEY (agency_code, "position");

-- Name: watch_feed watch_feed_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_feed
    ADD CONSTRAINT watch_feed_pkey PRIMARY KEY (agency_code);

-- Name: watch watch_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch
    ADD CONSTRAINT watch_pkey PRIMARY KEY (watch_id);

-- Name: watch_state watch_state_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_state
    ADD CONSTRAINT watch_state_pkey PRIMARY KEY (watch_id);

-- Name: webhook webhook_agency_code_idempotency_key_key; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.webhook
    ADD CONSTRAINT webhook_agency_code_idempotency_key_key UNIQUE (agency_code, idempotency_key);

-- Name: webhook_end webhook_end_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.webhook_end
    ADD CONSTRAINT webhook_end_pkey PRIMARY KEY (webhook_id);

-- Name: webhook webhook_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (webhook_id);

-- Name: webhook_secret webhook_secret_pkey; Type: CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.webhook_secret
    ADD CONSTRAINT webhook_secret_pkey PRIMARY KEY (webhook_id, nth);

-- Name: act_document act_document_pkey; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act_document
    ADD CONSTRAINT act_document_pkey PRIMARY KEY (document_id);

-- Name: act act_idempotency_key_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: act act_notice_id_seq_act_acted_on_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT act_notice_id_seq_act_acted_on_key UNIQUE (notice_id, seq, act, acted_on);

-- Name: act act_notice_id_seq_act_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT act_notice_id_seq_act_key UNIQUE (notice_id, seq, act);

-- Name: act act_notice_id_seq_act_served_on_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT act_notice_id_seq_act_served_on_key UNIQUE (notice_id, seq, act, served_on);

-- Name: act act_notice_id_seq_acted_by_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT act_notice_id_seq_acted_by_key UNIQUE (notice_id, seq, acted_by);

-- Name: act act_notice_id_seq_served_on_answer_due_on_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT act_notice_id_seq_served_on_answer_due_on_key UNIQUE (notice_id, seq, served_on, answer_due_on);

-- Name: act act_notice_id_seq_state_answer_floor_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT act_notice_id_seq_state_answer_floor_key UNIQUE (notice_id, seq, state, answer_floor);

-- Name: act act_pkey; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (notice_id, seq);

-- Name: agreement agreement_idempotency_key_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.agreement
    ADD CONSTRAINT agreement_idempotency_key_key UNIQUE (idempotency_key);

-- Name: agreement agreement_pkey; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (subject_id, seq);

-- Name: agreement agreement_subject_id_seq_act_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.agreement
    ADD CONSTRAINT agreement_subject_id_seq_act_key UNIQUE (subject_id, seq, act);

-- Name: document document_document_id_notice_id_entered_by_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.document
    ADD CONSTRAINT document_document_id_notice_id_entered_by_key UNIQUE (document_id, notice_id, entered_by);

-- Name: document document_file_id_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.document
    ADD CONSTRAINT document_file_id_key UNIQUE (file_id);

-- Name: document document_pkey; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (document_id);

-- Name: notice notice_notice_id_kind_about_id_subject_id_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.notice
    ADD CONSTRAINT notice_notice_id_kind_about_id_subject_id_key UNIQUE (notice_id, kind, about_id, subject_id);

-- Name: notice notice_notice_id_subject_id_authority_drawn_by_drawn_on_ans_key; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.notice
    ADD CONSTRAINT notice_notice_id_subject_id_authority_drawn_by_drawn_on_ans_key UNIQUE (notice_id, subject_id, authority, drawn_by, drawn_on, answer_days, commitment);

-- Name: notice notice_pkey; Type: CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (notice_id);

-- Name: act_document act_document_pkey; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act_document
    ADD CONSTRAINT act_document_pkey PRIMARY KEY (document_id);

-- Name: act act_idempotency_key_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: act act_objection_id_seq_act_acted_by_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT act_objection_id_seq_act_acted_by_key UNIQUE (objection_id, seq, act, acted_by);

-- Name: act act_objection_id_seq_acted_by_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT act_objection_id_seq_acted_by_key UNIQUE (objection_id, seq, acted_by);

-- Name: act act_objection_id_seq_state_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT act_objection_id_seq_state_key UNIQUE (objection_id, seq, state);

-- Name: act act_pkey; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (objection_id, seq);

-- Name: document document_document_id_subject_id_entered_by_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.document
    ADD CONSTRAINT document_document_id_subject_id_entered_by_key UNIQUE (document_id, subject_id, entered_by);

-- Name: document document_file_id_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.document
    ADD CONSTRAINT document_file_id_key UNIQUE (file_id);

-- Name: document document_pkey; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (document_id);

-- Name: objection objection_objection_id_subject_id_subject_kind_record_id_au_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.objection
    ADD CONSTRAINT objection_objection_id_subject_id_subject_kind_record_id_au_key UNIQUE (objection_id, subject_id, subject_kind, record_id, authority, filed_by, filed_on);

-- Name: objection objection_pkey; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.objection
    ADD CONSTRAINT objection_pkey PRIMARY KEY (objection_id);

-- Name: objection objection_subject_id_record_id_round_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.objection
    ADD CONSTRAINT objection_subject_id_record_id_round_key UNIQUE (subject_id, record_id, round);

-- Name: told told_objection_id_agency_code_key; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.told
    ADD CONSTRAINT told_objection_id_agency_code_key UNIQUE (objection_id, agency_code);

-- Name: told told_pkey; Type: CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.told
    ADD CONSTRAINT told_pkey PRIMARY KEY (agency_code, told_at, objection_id);

-- Name: clock clock_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.clock
    ADD CONSTRAINT clock_pkey PRIMARY KEY (only_row);

-- Name: demo_day demo_day_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.demo_day
    ADD CONSTRAINT demo_day_pkey PRIMARY KEY (received_on);

-- Name: signing_key signing_key_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (key_id);

-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: public; Owner: -

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

-- Name: act act_idempotency_key_key; Type: CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.act
    ADD CONSTRAINT act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: act act_pkey; Type: CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (question_id, seq);

-- Name: act act_question_id_seq_state_key; Type: CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.act
    ADD CONSTRAINT act_question_id_seq_state_key UNIQUE (question_id, seq, state);

-- Name: question question_pkey; Type: CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.question
    ADD CONSTRAINT question_pkey PRIMARY KEY (question_id);

-- Name: question question_question_id_subject_id_body_asked_by_asked_on_answ_key; Type: CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.question
    ADD CONSTRAINT question_question_id_subject_id_body_asked_by_asked_on_answ_key UNIQUE (question_id, subject_id, body, asked_by, asked_on, answer_by, decide_by);

-- Name: question question_subject_id_looked_at_look_id_key; Type: CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.question
    ADD CONSTRAINT question_subject_id_looked_at_look_id_key UNIQUE (subject_id, looked_at, look_id);

-- Name: alias_act alias_act_idempotency_key_key; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.alias_act
    ADD CONSTRAINT alias_act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: alias_act alias_act_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.alias_act
    ADD CONSTRAINT alias_act_pkey PRIMARY KEY (act_id);

-- Name: alias_act alias_act_reverses_key; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.alias_act
    ADD CONSTRAINT alias_act_reverses_key UNIQUE (reverses);

-- Name: identifier_owner identifier_owner_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.identifier_owner
    ADD CONSTRAINT identifier_owner_pkey PRIMARY KEY (value, scheme, subject_id);

-- Name: identifier identifier_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.identifier
    ADD CONSTRAINT identifier_pkey PRIMARY KEY (subject_id, scheme, value);

-- Name: name name_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.name
    ADD CONSTRAINT name_pkey PRIMARY KEY (subject_id, name, valid_from);

-- Name: person_secret person_secret_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.person_secret
    ADD CONSTRAINT person_secret_pkey PRIMARY KEY (subject_id, seq);

-- Name: person_token person_token_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.person_token
    ADD CONSTRAINT person_token_pkey PRIMARY KEY (token);

-- Name: subject subject_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.subject
    ADD CONSTRAINT subject_pkey PRIMARY KEY (subject_id);

-- Name: subject subject_subject_id_kind_key; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.subject
    ADD CONSTRAINT subject_subject_id_kind_key UNIQUE (subject_id, kind);

-- Name: trade_name trade_name_pkey; Type: CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.trade_name
    ADD CONSTRAINT trade_name_pkey PRIMARY KEY (subject_id, name, valid_from);

-- Name: acknowledgement acknowledgement_pkey; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.acknowledgement
    ADD CONSTRAINT acknowledgement_pkey PRIMARY KEY (request_id, agency_code);

-- Name: act_document act_document_pkey; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act_document
    ADD CONSTRAINT act_document_pkey PRIMARY KEY (document_id);

-- Name: act act_idempotency_key_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT act_idempotency_key_key UNIQUE (idempotency_key);

-- Name: act act_pkey; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (request_id, seq);

-- Name: act act_request_id_seq_act_acted_by_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT act_request_id_seq_act_acted_by_key UNIQUE (request_id, seq, act, acted_by);

-- Name: act act_request_id_seq_acted_by_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT act_request_id_seq_acted_by_key UNIQUE (request_id, seq, acted_by);

-- Name: act act_request_id_seq_state_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT act_request_id_seq_state_key UNIQUE (request_id, seq, state);

-- Name: application application_application_id_subject_id_subject_kind_kind_app_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.application
    ADD CONSTRAINT application_application_id_subject_id_subject_kind_kind_app_key UNIQUE (application_id, subject_id, subject_kind, kind, applied_by, applied_on);

-- Name: application application_idempotency_key_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.application
    ADD CONSTRAINT application_idempotency_key_key UNIQUE (idempotency_key);

-- Name: application application_pkey; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (application_id);

-- Name: certificate certificate_pkey; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.certificate
    ADD CONSTRAINT certificate_pkey PRIMARY KEY (code);

-- Name: certificate certificate_request_id_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.certificate
    ADD CONSTRAINT certificate_request_id_key UNIQUE (request_id);

-- Name: document document_document_id_subject_id_entered_by_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.document
    ADD CONSTRAINT document_document_id_subject_id_entered_by_key UNIQUE (document_id, subject_id, entered_by);

-- Name: document document_file_id_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.document
    ADD CONSTRAINT document_file_id_key UNIQUE (file_id);

-- Name: document document_pkey; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (document_id);

-- Name: holder holder_pkey; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.holder
    ADD CONSTRAINT holder_pkey PRIMARY KEY (request_id, agency_code);

-- Name: request request_pkey; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (request_id);

-- Name: request request_receipt_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_receipt_key UNIQUE (receipt);

-- Name: request request_request_id_subject_id_subject_kind_kind_record_id_a_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_request_id_subject_id_subject_kind_kind_record_id_a_key UNIQUE (request_id, subject_id, subject_kind, kind, record_id, authority, applied_by, applied_on);

-- Name: request request_subject_id_record_id_round_key; Type: CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_subject_id_record_id_round_key UNIQUE (subject_id, record_id, round);

-- Name: code_owner code_owner_pkey; Type: CONSTRAINT; Schema: reports; Owner: -

ALTER TABLE ONLY reports.code_owner
    ADD CONSTRAINT code_owner_pkey PRIMARY KEY (report_code);

-- Name: report report_pkey; Type: CONSTRAINT; Schema: reports; Owner: -

ALTER TABLE ONLY reports.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (subject_id, report_code);

-- Name: client_act_agency; Type: INDEX; Schema: access; Owner: -

CREATE INDEX client_act_agency ON access.client_act USING btree (agency_code);

-- Name: look_by_agency; Type: INDEX; Schema: access; Owner: -

CREATE INDEX look_by_agency ON access.look USING btree (agency_code, looked_at, look_id);

-- Name: look_by_day; Type: INDEX; Schema: access; Owner: -

CREATE INDEX look_by_day ON access.look USING btree (looked_at, look_id);

-- Name: mandate_act_invitation; Type: INDEX; Schema: access; Owner: -

CREATE UNIQUE INDEX mandate_act_invitation ON access.mandate_act USING btree (((detail ->> 'invitationHash'::text))) WHERE (act = 'grant'::text);

-- Name: mandate_act_representative; Type: INDEX; Schema: access; Owner: -

CREATE INDEX mandate_act_representative ON access.mandate_act USING btree (((detail ->> 'representative'::text))) WHERE (act = 'accept'::text);

-- Name: mandate_act_subject; Type: INDEX; Schema: access; Owner: -

CREATE INDEX mandate_act_subject ON access.mandate_act USING btree (subject_id);

-- Name: officer_act_agency; Type: INDEX; Schema: access; Owner: -

CREATE INDEX officer_act_agency ON access.officer_act USING btree (agency_code);

-- Name: officer_act_deputy; Type: INDEX; Schema: access; Owner: -

CREATE INDEX officer_act_deputy ON access.officer_act USING btree (((detail ->> 'deputy'::text))) WHERE (act = 'deputise'::text);

-- Name: officer_act_invitation; Type: INDEX; Schema: access; Owner: -

CREATE UNIQUE INDEX officer_act_invitation ON access.officer_act USING btree (((detail ->> 'invitationHash'::text))) WHERE (act = 'invite'::text);

-- Name: refused_act_by_time; Type: INDEX; Schema: access; Owner: -

CREATE INDEX refused_act_by_time ON access.refused_act USING btree (refused_at DESC);

-- Name: session_by_expiry; Type: INDEX; Schema: access; Owner: -

CREATE INDEX session_by_expiry ON access.session USING btree (expires_at);

-- Name: session_by_identity; Type: INDEX; Schema: access; Owner: -

CREATE INDEX session_by_identity ON access.session USING btree (issuer, subject);

-- Name: sign_in_by_identity; Type: INDEX; Schema: access; Owner: -

CREATE INDEX sign_in_by_identity ON access.sign_in USING btree (issuer, subject, at DESC);

-- Name: used_assertion_by_expiry; Type: INDEX; Schema: access; Owner: -

CREATE INDEX used_assertion_by_expiry ON access.used_assertion USING btree (expires_at);

-- Name: request_by_recipient; Type: INDEX; Schema: consents; Owner: -

CREATE INDEX request_by_recipient ON consents.request USING btree (recipient, asked_at DESC, request_id);

-- Name: batch_act_by_time; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX batch_act_by_time ON intake.batch_act USING btree (acted_at);

-- Name: batch_by_agency; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX batch_by_agency ON intake.batch USING btree (agency_code, entered_at DESC, batch_id);

-- Name: batch_by_file; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX batch_by_file ON intake.batch USING btree (file_digest) WHERE (file_digest IS NOT NULL);

-- Name: batch_by_time; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX batch_by_time ON intake.batch USING btree (entered_at DESC, batch_id DESC);

-- Name: batch_undone_once; Type: INDEX; Schema: intake; Owner: -

CREATE UNIQUE INDEX batch_undone_once ON intake.batch USING btree (undoes) WHERE (undoes IS NOT NULL);

-- Name: document_by_time; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX document_by_time ON intake.document USING btree (entered_at);

-- Name: entry_by_document; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX entry_by_document ON intake.entry USING btree (document_id) WHERE (document_id IS NOT NULL);

-- Name: entry_by_record; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX entry_by_record ON intake.entry USING btree (subject_id, record_id) WHERE (record_id IS NOT NULL);

-- Name: held_row_by_agency; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX held_row_by_agency ON intake.held_row USING btree (agency_code, held_at);

-- Name: held_row_kept; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX held_row_kept ON intake.held_row USING btree (waits_until) WHERE ((sealed IS NOT NULL) OR (said IS NOT NULL));

-- Name: held_row_said; Type: INDEX; Schema: intake; Owner: -

CREATE INDEX held_row_said ON intake.held_row USING btree (agency_code, said) WHERE (said IS NOT NULL);

-- Name: change_by_batch; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX change_by_batch ON ledger.change USING btree (batch_id, row_no);

-- Name: change_by_receipt; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX change_by_receipt ON ledger.change USING btree (recorded_at);

-- Name: change_retention; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX change_retention ON ledger.change USING btree (retained_until) WHERE ((retained_until IS NOT NULL) AND (salt IS NOT NULL));

-- Name: document_line_by_batch; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX document_line_by_batch ON ledger.document_line USING btree (batch_id);

-- Name: record_by_batch; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX record_by_batch ON ledger.record USING btree (batch_id, row_no);

-- Name: record_by_item; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX record_by_item ON ledger.record USING btree (item_id, decided_on DESC, record_id);

-- Name: record_by_receipt; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX record_by_receipt ON ledger.record USING brin (recorded_at) WITH (pages_per_range='32', autosummarize='on');

-- Name: record_retention; Type: INDEX; Schema: ledger; Owner: -

CREATE INDEX record_retention ON ledger.record USING btree (retained_until) WHERE ((retained_until IS NOT NULL) AND (salt IS NOT NULL));

-- Name: act_by_record; Type: INDEX; Schema: lists; Owner: -

CREATE INDEX act_by_record ON lists.act USING btree (record_id) WHERE (record_id IS NOT NULL);

-- Name: candidate_by_list; Type: INDEX; Schema: lists; Owner: -

CREATE INDEX candidate_by_list ON lists.candidate USING btree (list_id, subject_id, criterion, seq DESC);

-- Name: proceeding_by_keeper; Type: INDEX; Schema: lists; Owner: -

CREATE INDEX proceeding_by_keeper ON lists.proceeding USING btree (keeper, opened_at DESC, proceeding_id);

-- Name: proceeding_by_subject; Type: INDEX; Schema: lists; Owner: -

CREATE INDEX proceeding_by_subject ON lists.proceeding USING btree (subject_id);

-- Name: search_by_criterion; Type: INDEX; Schema: lists; Owner: -

CREATE INDEX search_by_criterion ON lists.search USING btree (list_id, criterion, known_at DESC);

-- Name: state_by_keeper; Type: INDEX; Schema: lists; Owner: -

CREATE INDEX state_by_keeper ON lists.proceeding_state USING btree (keeper, waits, due_on, proceeding_id);

-- Name: answer_due; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX answer_due ON measures.answer USING brin (kept_until);

-- Name: answer_told; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX answer_told ON measures.answer USING btree (agency_code, asked_at DESC, check_id) WHERE (told > 0);

-- Name: answered_record; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX answered_record ON measures.answered USING btree (record_id);

-- Name: bundle_by_agency; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX bundle_by_agency ON measures.bundle USING btree (agency_code, known_at DESC, bundle_id);

-- Name: bundle_by_term; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX bundle_by_term ON measures.bundle USING btree (hand_in_by);

-- Name: check_batch_by_agency; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX check_batch_by_agency ON measures.check_batch USING btree (agency_code, entered_at DESC, batch_id);

-- Name: outcome_beyond; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX outcome_beyond ON measures.outcome USING btree (agency_code, reported_at DESC, outcome_id) WHERE beyond;

-- Name: watch_by_agency; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX watch_by_agency ON measures.watch USING btree (agency_code, entered_at DESC, watch_id);

-- Name: watch_by_subject; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX watch_by_subject ON measures.watch USING btree (subject_id, agency_code, matter_id, purpose);

-- Name: watch_delivery_by_webhook; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX watch_delivery_by_webhook ON measures.watch_delivery USING btree (webhook_id, state);

-- Name: watch_delivery_due; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX watch_delivery_due ON measures.watch_delivery USING btree (next_at) WHERE (state = 'waiting'::text);

-- Name: watch_event_by_watch; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX watch_event_by_watch ON measures.watch_event USING btree (watch_id, "position" DESC);

-- Name: watch_event_follows; Type: INDEX; Schema: measures; Owner: -

CREATE UNIQUE INDEX watch_event_follows ON measures.watch_event USING btree (before_id) WHERE (before_id IS NOT NULL);

-- Name: watch_state_by_subject; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX watch_state_by_subject ON measures.watch_state USING gin (subject_ids) WHERE is_live;

-- Name: watch_state_unseen; Type: INDEX; Schema: measures; Owner: -

CREATE INDEX watch_state_unseen ON measures.watch_state USING btree (seen_on, watch_id) WHERE is_live;

-- Name: act_document_by_act; Type: INDEX; Schema: notices; Owner: -

CREATE INDEX act_document_by_act ON notices.act_document USING btree (notice_id, seq);

-- Name: document_by_time; Type: INDEX; Schema: notices; Owner: -

CREATE INDEX document_by_time ON notices.document USING btree (entered_at);

-- Name: notice_by_about; Type: INDEX; Schema: notices; Owner: -

CREATE INDEX notice_by_about ON notices.notice USING btree (about_id);

-- Name: notice_by_authority; Type: INDEX; Schema: notices; Owner: -

CREATE INDEX notice_by_authority ON notices.notice USING btree (authority, drawn_at DESC, notice_id);

-- Name: notice_by_subject; Type: INDEX; Schema: notices; Owner: -

CREATE INDEX notice_by_subject ON notices.notice USING btree (subject_id, drawn_at DESC);

-- Name: act_by_record; Type: INDEX; Schema: objections; Owner: -

CREATE INDEX act_by_record ON objections.act USING btree (subject_id, record_id, seq);

-- Name: act_document_by_act; Type: INDEX; Schema: objections; Owner: -

CREATE INDEX act_document_by_act ON objections.act_document USING btree (objection_id, seq);

-- Name: act_escalated_once; Type: INDEX; Schema: objections; Owner: -

CREATE UNIQUE INDEX act_escalated_once ON objections.act USING btree (objection_id, level) WHERE (act = 'escalate'::text);

-- Name: act_extended_once; Type: INDEX; Schema: objections; Owner: -

CREATE UNIQUE INDEX act_extended_once ON objections.act USING btree (objection_id) WHERE (act = 'extend'::text);

-- Name: act_kept_once; Type: INDEX; Schema: objections; Owner: -

CREATE UNIQUE INDEX act_kept_once ON objections.act USING btree (objection_id) WHERE (act = 'keep'::text);

-- Name: act_waiting; Type: INDEX; Schema: objections; Owner: -

CREATE INDEX act_waiting ON objections.act USING btree (due_on, objection_id) WHERE (due_on IS NOT NULL);

-- Name: document_by_time; Type: INDEX; Schema: objections; Owner: -

CREATE INDEX document_by_time ON objections.document USING btree (entered_at);

-- Name: objection_by_authority; Type: INDEX; Schema: objections; Owner: -

CREATE INDEX objection_by_authority ON objections.objection USING btree (authority, filed_at DESC, objection_id);

-- Name: objection_by_subject; Type: INDEX; Schema: objections; Owner: -

CREATE INDEX objection_by_subject ON objections.objection USING btree (subject_id, filed_at DESC);

-- Name: act_due; Type: INDEX; Schema: questions; Owner: -

CREATE INDEX act_due ON questions.act USING btree (due_on, question_id) WHERE (due_on IS NOT NULL);

-- Name: act_escalated_once; Type: INDEX; Schema: questions; Owner: -

CREATE UNIQUE INDEX act_escalated_once ON questions.act USING btree (question_id, level) WHERE (act = 'escalate'::text);

-- Name: question_by_body; Type: INDEX; Schema: questions; Owner: -

CREATE INDEX question_by_body ON questions.question USING btree (body, asked_at DESC, question_id);

-- Name: question_by_subject; Type: INDEX; Schema: questions; Owner: -

CREATE INDEX question_by_subject ON questions.question USING btree (subject_id, asked_at DESC);

-- Name: alias_act_other; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX alias_act_other ON registry.alias_act USING btree (other_subject_id);

-- Name: alias_act_subject; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX alias_act_subject ON registry.alias_act USING btree (subject_id);

-- Name: name_tokens; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX name_tokens ON registry.name USING gin (tokens) WITH (fastupdate='on');

-- Name: person_token_subject; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX person_token_subject ON registry.person_token USING btree (subject_id);

-- Name: trade_name_matched_by; Type: INDEX; Schema: registry; Owner: -

CREATE INDEX trade_name_matched_by ON registry.trade_name USING btree (matched_by);

-- Name: act_by_authority; Type: INDEX; Schema: repair; Owner: -

CREATE INDEX act_by_authority ON repair.act USING btree (authority, request_id, seq DESC);

-- Name: act_by_record; Type: INDEX; Schema: repair; Owner: -

CREATE INDEX act_by_record ON repair.act USING btree (subject_id, record_id, seq);

-- Name: act_document_by_act; Type: INDEX; Schema: repair; Owner: -

CREATE INDEX act_document_by_act ON repair.act_document USING btree (request_id, seq);

-- Name: act_escalated_once; Type: INDEX; Schema: repair; Owner: -

CREATE UNIQUE INDEX act_escalated_once ON repair.act USING btree (request_id, level) WHERE (act = 'escalate'::text);

-- Name: application_by_subject; Type: INDEX; Schema: repair; Owner: -

CREATE INDEX application_by_subject ON repair.application USING btree (subject_id, applied_at DESC);

-- Name: document_by_time; Type: INDEX; Schema: repair; Owner: -

CREATE INDEX document_by_time ON repair.document USING btree (entered_at);

-- Name: holder_by_agency; Type: INDEX; Schema: repair; Owner: -

CREATE INDEX holder_by_agency ON repair.holder USING btree (agency_code, told_at DESC, request_id);

-- Name: request_by_application; Type: INDEX; Schema: repair; Owner: -

CREATE INDEX request_by_application ON repair.request USING btree (application_id);

-- Name: request_by_subject; Type: INDEX; Schema: repair; Owner: -

CREATE INDEX request_by_subject ON repair.request USING btree (subject_id, record_id);

-- Name: agency_act agency_act_agency_code_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.agency_act
    ADD CONSTRAINT agency_act_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: agency agency_superior_code_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.agency
    ADD CONSTRAINT agency_superior_code_fkey FOREIGN KEY (superior_code) REFERENCES access.agency(agency_code);

-- Name: client_act client_act_agency_code_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.client_act
    ADD CONSTRAINT client_act_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: officer_act officer_act_agency_code_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.officer_act
    ADD CONSTRAINT officer_act_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: item_subject item_subject_item_id_item_version_switched_on_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.item_subject
    ADD CONSTRAINT item_subject_item_id_item_version_switched_on_fkey FOREIGN KEY (item_id, item_version, switched_on) REFERENCES catalogue.item_version(item_id, version, switched_on);

-- Name: item_version item_version_pack_id_pack_version_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.item_version
    ADD CONSTRAINT item_version_pack_id_pack_version_fkey FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack(pack_id, version);

-- Name: list_subject list_subject_list_id_version_sort_item_id_switched_on_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_subject
    ADD CONSTRAINT list_subject_list_id_version_sort_item_id_switched_on_fkey FOREIGN KEY (list_id, version, sort, item_id, switched_on) REFERENCES catalogue.list_version(list_id, version, sort, item_id, switched_on);

-- Name: list_trade list_trade_list_id_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_trade
    ADD CONSTRAINT list_trade_list_id_fkey FOREIGN KEY (list_id) REFERENCES catalogue.list(list_id);

-- Name: list_version list_version_list_id_sort_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_version
    ADD CONSTRAINT list_version_list_id_sort_fkey FOREIGN KEY (list_id, sort) REFERENCES catalogue.list(list_id, sort);

-- Name: list_version list_version_pack_id_pack_version_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.list_version
    ADD CONSTRAINT list_version_pack_id_pack_version_fkey FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack(pack_id, version);

-- Name: measure_link measure_link_list_id_list_sort_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_link
    ADD CONSTRAINT measure_link_list_id_list_sort_fkey FOREIGN KEY (list_id, list_sort) REFERENCES catalogue.list(list_id, sort);

-- Name: measure_link measure_link_list_id_list_trade_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_link
    ADD CONSTRAINT measure_link_list_id_list_trade_fkey FOREIGN KEY (list_id, list_trade) REFERENCES catalogue.list_trade(list_id, trade);

-- Name: measure_link measure_link_matter_id_matter_trade_private_life_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_link
    ADD CONSTRAINT measure_link_matter_id_matter_trade_private_life_fkey FOREIGN KEY (matter_id, matter_trade, private_life) REFERENCES catalogue.matter(matter_id, trade, private_life);

-- Name: measure_link measure_link_measure_id_version_sort_effect_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_link
    ADD CONSTRAINT measure_link_measure_id_version_sort_effect_fkey FOREIGN KEY (measure_id, version, sort, effect) REFERENCES catalogue.measure_version(measure_id, version, sort, effect);

-- Name: measure_version measure_version_pack_id_pack_version_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.measure_version
    ADD CONSTRAINT measure_version_pack_id_pack_version_fkey FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack(pack_id, version);

-- Name: procedure_state procedure_state_procedure_id_version_adverse_confirms_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.procedure_state
    ADD CONSTRAINT procedure_state_procedure_id_version_adverse_confirms_fkey FOREIGN KEY (procedure_id, version, adverse, confirms) REFERENCES catalogue.procedure_version(procedure_id, version, adverse, confirms);

-- Name: procedure_version procedure_version_pack_id_pack_version_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.procedure_version
    ADD CONSTRAINT procedure_version_pack_id_pack_version_fkey FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack(pack_id, version);

-- Name: transition transition_procedure_id_version_from_state_from_final_from_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.transition
    ADD CONSTRAINT transition_procedure_id_version_from_state_from_final_from_fkey FOREIGN KEY (procedure_id, version, from_state, from_final, from_in_force, from_heard, from_confirmed) REFERENCES catalogue.procedure_state(procedure_id, version, state, final, in_force, heard, confirmed);

-- Name: transition transition_procedure_id_version_to_state_to_final_to_in_fo_fkey; Type: FK CONSTRAINT; Schema: catalogue; Owner: -

ALTER TABLE ONLY catalogue.transition
    ADD CONSTRAINT transition_procedure_id_version_to_state_to_final_to_in_fo_fkey FOREIGN KEY (procedure_id, version, to_state, to_final, to_in_force, to_heard, to_confirmed) REFERENCES catalogue.procedure_state(procedure_id, version, state, final, in_force, heard, confirmed);

-- Name: artefact artefact_key_id_fkey; Type: FK CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.artefact
    ADD CONSTRAINT artefact_key_id_fkey FOREIGN KEY (key_id) REFERENCES platform.signing_key(key_id);

-- Name: artefact artefact_request_id_seq_act_fkey; Type: FK CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.artefact
    ADD CONSTRAINT artefact_request_id_seq_act_fkey FOREIGN KEY (request_id, seq, act) REFERENCES consents.act(request_id, seq, act);

-- Name: act c16_by_a_mandate; Type: FK CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.act
    ADD CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by) REFERENCES access.mandate_act(mandate_id, seq, act, subject_id, acted_by);

-- Name: act of_its_request; Type: FK CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.act
    ADD CONSTRAINT of_its_request FOREIGN KEY (request_id, subject_id, subject_kind, recipient, from_on, until_on, times_max, answer_by, asked_on) REFERENCES consents.request(request_id, subject_id, subject_kind, recipient, from_on, until_on, times_max, answer_by, asked_on);

-- Name: act one_after_the_other; Type: FK CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.act
    ADD CONSTRAINT one_after_the_other FOREIGN KEY (request_id, before, state_before, uses_before) REFERENCES consents.act(request_id, seq, state, uses);

-- Name: request request_recipient_fkey; Type: FK CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.request
    ADD CONSTRAINT request_recipient_fkey FOREIGN KEY (recipient) REFERENCES access.agency(agency_code);

-- Name: request request_subject_id_recipient_purpose_before_fkey; Type: FK CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.request
    ADD CONSTRAINT request_subject_id_recipient_purpose_before_fkey FOREIGN KEY (subject_id, recipient, purpose, before) REFERENCES consents.request(subject_id, recipient, purpose, round);

-- Name: request request_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: consents; Owner: -

ALTER TABLE ONLY consents.request
    ADD CONSTRAINT request_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: batch_act batch_act_batch_id_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.batch_act
    ADD CONSTRAINT batch_act_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES intake.batch(batch_id);

-- Name: batch batch_undoes_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.batch
    ADD CONSTRAINT batch_undoes_fkey FOREIGN KEY (undoes) REFERENCES intake.batch(batch_id);

-- Name: batch batch_upload_id_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.batch
    ADD CONSTRAINT batch_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES intake.upload(upload_id);

-- Name: entry entry_batch_id_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.entry
    ADD CONSTRAINT entry_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES intake.batch(batch_id);

-- Name: entry entry_document_id_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.entry
    ADD CONSTRAINT entry_document_id_fkey FOREIGN KEY (document_id) REFERENCES intake.document(document_id);

-- Name: finding finding_batch_id_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.finding
    ADD CONSTRAINT finding_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES intake.batch(batch_id);

-- Name: held_decision held_decision_batch_id_row_no_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.held_decision
    ADD CONSTRAINT held_decision_batch_id_row_no_fkey FOREIGN KEY (batch_id, row_no) REFERENCES intake.held_row(batch_id, row_no);

-- Name: held_row held_row_batch_id_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.held_row
    ADD CONSTRAINT held_row_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES intake.batch(batch_id);

-- Name: receipt receipt_batch_id_fkey; Type: FK CONSTRAINT; Schema: intake; Owner: -

ALTER TABLE ONLY intake.receipt
    ADD CONSTRAINT receipt_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES intake.batch(batch_id);

-- Name: change change_subject_id_record_id_fkey; Type: FK CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.change
    ADD CONSTRAINT change_subject_id_record_id_fkey FOREIGN KEY (subject_id, record_id) REFERENCES ledger.record(subject_id, record_id);

-- Name: record record_item_id_item_version_subject_kind_adverse_evaluativ_fkey; Type: FK CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.record
    ADD CONSTRAINT record_item_id_item_version_subject_kind_adverse_evaluativ_fkey FOREIGN KEY (item_id, item_version, subject_kind, adverse, evaluative, listing, retention_years_max) REFERENCES catalogue.item_subject(item_id, item_version, subject_kind, adverse, evaluative, listing, retention_years_max);

-- Name: record record_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.record
    ADD CONSTRAINT record_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: act a_step_of_the_procedure; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT a_step_of_the_procedure FOREIGN KEY (procedure_id, procedure_version, from_state, act, to_state, done_by, guards) REFERENCES catalogue.transition(procedure_id, version, from_state, act, to_state, done_by, guards);

-- Name: act act_proceeding_id_subject_id_procedure_id_procedure_versio_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT act_proceeding_id_subject_id_procedure_id_procedure_versio_fkey FOREIGN KEY (proceeding_id, subject_id, procedure_id, procedure_version, adverse, confirms, keeper) REFERENCES lists.proceeding(proceeding_id, subject_id, procedure_id, procedure_version, adverse, confirms, keeper);

-- Name: act act_subject_id_record_id_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT act_subject_id_record_id_fkey FOREIGN KEY (subject_id, record_id) REFERENCES ledger.record(subject_id, record_id);

-- Name: proceeding c2_a_list_of_the_catalogue; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding
    ADD CONSTRAINT c2_a_list_of_the_catalogue FOREIGN KEY (list_id, list_version, subject_kind, item_id, procedure_id, adverse, confirms) REFERENCES catalogue.list_subject(list_id, version, subject_kind, item_id, procedure_id, adverse, confirms);

-- Name: proceeding c2_a_procedure_of_the_catalogue; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding
    ADD CONSTRAINT c2_a_procedure_of_the_catalogue FOREIGN KEY (procedure_id, procedure_version) REFERENCES catalogue.procedure_version(procedure_id, version);

-- Name: act c5_moved_by_who_served; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT c5_moved_by_who_served FOREIGN KEY (moved_by, moved_seq, acted_by) REFERENCES notices.act(notice_id, seq, acted_by);

-- Name: act c6_decision_of_this_proceeding; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT c6_decision_of_this_proceeding FOREIGN KEY (decision_id, decision_kind, proceeding_id, subject_id) REFERENCES notices.notice(notice_id, kind, about_id, subject_id);

-- Name: act c6_decision_served_as_it_says; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT c6_decision_served_as_it_says FOREIGN KEY (decision_id, decision_seq, decision_service, served_on) REFERENCES notices.act(notice_id, seq, act, served_on);

-- Name: act c6_moved_as_it_says; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT c6_moved_as_it_says FOREIGN KEY (moved_by, moved_seq, moved_act) REFERENCES notices.act(notice_id, seq, act);

-- Name: act c6_notice_of_this_proceeding; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT c6_notice_of_this_proceeding FOREIGN KEY (notice_id, notice_kind, proceeding_id, subject_id) REFERENCES notices.notice(notice_id, kind, about_id, subject_id);

-- Name: act c6_served_as_it_says; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT c6_served_as_it_says FOREIGN KEY (notice_id, notice_seq, notice_served_on, answer_due_on) REFERENCES notices.act(notice_id, seq, served_on, answer_due_on);

-- Name: act c6_waived_as_it_says; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT c6_waived_as_it_says FOREIGN KEY (notice_id, waived_seq, waived_act, waived_on) REFERENCES notices.act(notice_id, seq, act, acted_on);

-- Name: candidate candidate_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.candidate
    ADD CONSTRAINT candidate_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: act decided_as_it_says; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT decided_as_it_says FOREIGN KEY (proceeding_id, decided_seq, decided_act, decided_on) REFERENCES lists.act(proceeding_id, seq, act, acted_on);

-- Name: leaving leaving_batch_id_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.leaving
    ADD CONSTRAINT leaving_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES intake.batch(batch_id);

-- Name: act one_after_the_other; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.act
    ADD CONSTRAINT one_after_the_other FOREIGN KEY (proceeding_id, before, from_state, before_by) REFERENCES lists.act(proceeding_id, seq, to_state, acted_by);

-- Name: proceeding proceeding_keeper_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding
    ADD CONSTRAINT proceeding_keeper_fkey FOREIGN KEY (keeper) REFERENCES access.agency(agency_code);

-- Name: proceeding_state proceeding_state_proceeding_id_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding_state
    ADD CONSTRAINT proceeding_state_proceeding_id_fkey FOREIGN KEY (proceeding_id) REFERENCES lists.proceeding(proceeding_id);

-- Name: proceeding proceeding_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.proceeding
    ADD CONSTRAINT proceeding_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: search search_list_id_list_version_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.search
    ADD CONSTRAINT search_list_id_list_version_fkey FOREIGN KEY (list_id, list_version) REFERENCES catalogue.list_version(list_id, version);

-- Name: simulation_result simulation_result_simulation_id_fkey; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.simulation_result
    ADD CONSTRAINT simulation_result_simulation_id_fkey FOREIGN KEY (simulation_id) REFERENCES lists.simulation(simulation_id);

-- Name: leaving the_act_that_ends_it; Type: FK CONSTRAINT; Schema: lists; Owner: -

ALTER TABLE ONLY lists.leaving
    ADD CONSTRAINT the_act_that_ends_it FOREIGN KEY (proceeding_id, seq, record_id) REFERENCES lists.act(proceeding_id, seq, record_id) DEFERRABLE INITIALLY DEFERRED;

-- Name: answered answered_check_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.answered
    ADD CONSTRAINT answered_check_id_fkey FOREIGN KEY (check_id) REFERENCES measures.answer(check_id);

-- Name: bundle_act bundle_act_bundle_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_act
    ADD CONSTRAINT bundle_act_bundle_id_fkey FOREIGN KEY (bundle_id) REFERENCES measures.bundle(bundle_id);

-- Name: bundle bundle_agency_code_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle
    ADD CONSTRAINT bundle_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: bundle_entry bundle_entry_bundle_id_known_at_answers_until_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_entry
    ADD CONSTRAINT bundle_entry_bundle_id_known_at_answers_until_fkey FOREIGN KEY (bundle_id, known_at, answers_until) REFERENCES measures.bundle(bundle_id, known_at, answers_until);

-- Name: bundle_fetch bundle_fetch_bundle_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_fetch
    ADD CONSTRAINT bundle_fetch_bundle_id_fkey FOREIGN KEY (bundle_id) REFERENCES measures.bundle(bundle_id);

-- Name: bundle_measure bundle_measure_bundle_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_measure
    ADD CONSTRAINT bundle_measure_bundle_id_fkey FOREIGN KEY (bundle_id) REFERENCES measures.bundle(bundle_id);

-- Name: bundle bundle_root_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle
    ADD CONSTRAINT bundle_root_id_fkey FOREIGN KEY (root_id) REFERENCES measures.root(root_id);

-- Name: bundle_entry c17_no_gap; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_entry
    ADD CONSTRAINT c17_no_gap FOREIGN KEY (bundle_id, prev_n, prev) REFERENCES measures.bundle_entry(bundle_id, n, digest);

-- Name: answered c7_listed_for_subject_and_matter; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.answered
    ADD CONSTRAINT c7_listed_for_subject_and_matter FOREIGN KEY (measure_id, version, subject_kind, place, matter_id, sort, effect) REFERENCES catalogue.measure_link(measure_id, version, subject_kind, place, matter_id, sort, effect);

-- Name: bundle_measure c7_listed_for_subject_and_matter; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.bundle_measure
    ADD CONSTRAINT c7_listed_for_subject_and_matter FOREIGN KEY (measure_id, version, subject_kind, place, matter_id, sort, effect) REFERENCES catalogue.measure_link(measure_id, version, subject_kind, place, matter_id, sort, effect);

-- Name: outcome c7_within_the_answer; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.outcome
    ADD CONSTRAINT c7_within_the_answer FOREIGN KEY (check_id, measure_id, version, effect) REFERENCES measures.answered(check_id, measure_id, version, effect);

-- Name: check_batch_act check_batch_act_batch_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_act
    ADD CONSTRAINT check_batch_act_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES measures.check_batch(batch_id);

-- Name: check_batch_act check_batch_act_root_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_act
    ADD CONSTRAINT check_batch_act_root_id_fkey FOREIGN KEY (root_id) REFERENCES measures.root(root_id);

-- Name: check_batch check_batch_agency_code_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch
    ADD CONSTRAINT check_batch_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: check_batch_fetch check_batch_fetch_batch_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_fetch
    ADD CONSTRAINT check_batch_fetch_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES measures.check_batch(batch_id);

-- Name: check_batch_part check_batch_part_batch_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_part
    ADD CONSTRAINT check_batch_part_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES measures.check_batch(batch_id);

-- Name: check_batch_told check_batch_told_batch_id_part_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.check_batch_told
    ADD CONSTRAINT check_batch_told_batch_id_part_fkey FOREIGN KEY (batch_id, part) REFERENCES measures.check_batch_part(batch_id, part);

-- Name: outcome outcome_check_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.outcome
    ADD CONSTRAINT outcome_check_id_fkey FOREIGN KEY (check_id) REFERENCES measures.answer(check_id);

-- Name: root root_key_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.root
    ADD CONSTRAINT root_key_id_fkey FOREIGN KEY (key_id) REFERENCES platform.signing_key(key_id);

-- Name: watch watch_agency_code_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch
    ADD CONSTRAINT watch_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: watch_attempt watch_attempt_event_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_attempt
    ADD CONSTRAINT watch_attempt_event_id_fkey FOREIGN KEY (event_id) REFERENCES measures.watch_delivery(event_id);

-- Name: watch_delivery watch_delivery_event_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_delivery
    ADD CONSTRAINT watch_delivery_event_id_fkey FOREIGN KEY (event_id) REFERENCES measures.watch_event(event_id);

-- Name: watch_delivery watch_delivery_webhook_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_delivery
    ADD CONSTRAINT watch_delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES measures.webhook(webhook_id);

-- Name: watch_end watch_end_watch_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_end
    ADD CONSTRAINT watch_end_watch_id_fkey FOREIGN KEY (watch_id) REFERENCES measures.watch(watch_id);

-- Name: watch_event watch_event_watch_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_event
    ADD CONSTRAINT watch_event_watch_id_fkey FOREIGN KEY (watch_id) REFERENCES measures.watch(watch_id);

-- Name: watch_feed watch_feed_agency_code_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_feed
    ADD CONSTRAINT watch_feed_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: watch_state watch_state_watch_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch_state
    ADD CONSTRAINT watch_state_watch_id_fkey FOREIGN KEY (watch_id) REFERENCES measures.watch(watch_id);

-- Name: watch watch_webhook_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.watch
    ADD CONSTRAINT watch_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES measures.webhook(webhook_id);

-- Name: webhook webhook_agency_code_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.webhook
    ADD CONSTRAINT webhook_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: webhook_end webhook_end_webhook_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.webhook_end
    ADD CONSTRAINT webhook_end_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES measures.webhook(webhook_id);

-- Name: webhook_secret webhook_secret_webhook_id_fkey; Type: FK CONSTRAINT; Schema: measures; Owner: -

ALTER TABLE ONLY measures.webhook_secret
    ADD CONSTRAINT webhook_secret_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES measures.webhook(webhook_id);

-- Name: act_document act_document_document_id_notice_id_acted_by_fkey; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act_document
    ADD CONSTRAINT act_document_document_id_notice_id_acted_by_fkey FOREIGN KEY (document_id, notice_id, acted_by) REFERENCES notices.document(document_id, notice_id, entered_by);

-- Name: act_document act_document_notice_id_seq_acted_by_fkey; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act_document
    ADD CONSTRAINT act_document_notice_id_seq_acted_by_fkey FOREIGN KEY (notice_id, seq, acted_by) REFERENCES notices.act(notice_id, seq, acted_by);

-- Name: agreement agreement_subject_id_before_fkey; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.agreement
    ADD CONSTRAINT agreement_subject_id_before_fkey FOREIGN KEY (subject_id, before) REFERENCES notices.agreement(subject_id, seq);

-- Name: agreement agreement_subject_id_fkey; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.agreement
    ADD CONSTRAINT agreement_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES registry.subject(subject_id);

-- Name: act c16_by_a_mandate; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by) REFERENCES access.mandate_act(mandate_id, seq, act, subject_id, acted_by);

-- Name: agreement c16_by_a_mandate; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.agreement
    ADD CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by) REFERENCES access.mandate_act(mandate_id, seq, act, subject_id, acted_by);

-- Name: act c6_after_a_failure; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT c6_after_a_failure FOREIGN KEY (notice_id, failed_seq, failed_act) REFERENCES notices.act(notice_id, seq, act);

-- Name: act c6_after_service; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT c6_after_service FOREIGN KEY (notice_id, served_seq, served_act, served_on) REFERENCES notices.act(notice_id, seq, act, served_on);

-- Name: act c6_electronic_where_agreed; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT c6_electronic_where_agreed FOREIGN KEY (subject_id, agreement_seq, agreement_act) REFERENCES notices.agreement(subject_id, seq, act);

-- Name: document document_notice_id_fkey; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.document
    ADD CONSTRAINT document_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices.notice(notice_id);

-- Name: notice notice_authority_fkey; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.notice
    ADD CONSTRAINT notice_authority_fkey FOREIGN KEY (authority) REFERENCES access.agency(agency_code);

-- Name: notice notice_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.notice
    ADD CONSTRAINT notice_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: act one_after_the_other; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT one_after_the_other FOREIGN KEY (notice_id, before, state_before, floor_before) REFERENCES notices.act(notice_id, seq, state, answer_floor);

-- Name: act proof_of_this_notice; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT proof_of_this_notice FOREIGN KEY (proof_id, notice_id, acted_by) REFERENCES notices.document(document_id, notice_id, entered_by);

-- Name: act served_is_what_was_drawn_up; Type: FK CONSTRAINT; Schema: notices; Owner: -

ALTER TABLE ONLY notices.act
    ADD CONSTRAINT served_is_what_was_drawn_up FOREIGN KEY (notice_id, subject_id, authority, drawn_by, drawn_on, answer_days, commitment) REFERENCES notices.notice(notice_id, subject_id, authority, drawn_by, drawn_on, answer_days, commitment);

-- Name: act_document act_document_document_id_subject_id_acted_by_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act_document
    ADD CONSTRAINT act_document_document_id_subject_id_acted_by_fkey FOREIGN KEY (document_id, subject_id, acted_by) REFERENCES objections.document(document_id, subject_id, entered_by);

-- Name: act_document act_document_objection_id_seq_acted_by_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act_document
    ADD CONSTRAINT act_document_objection_id_seq_acted_by_fkey FOREIGN KEY (objection_id, seq, acted_by) REFERENCES objections.act(objection_id, seq, acted_by);

-- Name: act c10_the_mark_stands; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT c10_the_mark_stands FOREIGN KEY (subject_id, record_id, mark_version) REFERENCES ledger.change(subject_id, record_id, version) DEFERRABLE INITIALLY DEFERRED;

-- Name: act c16_by_a_mandate; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by) REFERENCES access.mandate_act(mandate_id, seq, act, subject_id, acted_by);

-- Name: act c5_of_a_proposal; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT c5_of_a_proposal FOREIGN KEY (objection_id, proposed_seq, proposed_act, proposed_by) REFERENCES objections.act(objection_id, seq, act, acted_by);

-- Name: document document_subject_id_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.document
    ADD CONSTRAINT document_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES registry.subject(subject_id);

-- Name: objection objection_authority_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.objection
    ADD CONSTRAINT objection_authority_fkey FOREIGN KEY (authority) REFERENCES access.agency(agency_code);

-- Name: objection objection_subject_id_record_id_before_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.objection
    ADD CONSTRAINT objection_subject_id_record_id_before_fkey FOREIGN KEY (subject_id, record_id, before) REFERENCES objections.objection(subject_id, record_id, round);

-- Name: objection objection_subject_id_record_id_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.objection
    ADD CONSTRAINT objection_subject_id_record_id_fkey FOREIGN KEY (subject_id, record_id) REFERENCES ledger.record(subject_id, record_id);

-- Name: objection objection_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.objection
    ADD CONSTRAINT objection_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: act of_its_objection; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT of_its_objection FOREIGN KEY (objection_id, subject_id, subject_kind, record_id, authority, filed_by, filed_on) REFERENCES objections.objection(objection_id, subject_id, subject_kind, record_id, authority, filed_by, filed_on);

-- Name: act one_after_the_other; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT one_after_the_other FOREIGN KEY (objection_id, before, state_before) REFERENCES objections.act(objection_id, seq, state);

-- Name: act the_change_stands; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.act
    ADD CONSTRAINT the_change_stands FOREIGN KEY (subject_id, record_id, change_version) REFERENCES ledger.change(subject_id, record_id, version);

-- Name: told told_agency_code_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.told
    ADD CONSTRAINT told_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: told told_subject_id_record_id_change_version_fkey; Type: FK CONSTRAINT; Schema: objections; Owner: -

ALTER TABLE ONLY objections.told
    ADD CONSTRAINT told_subject_id_record_id_change_version_fkey FOREIGN KEY (subject_id, record_id, change_version) REFERENCES ledger.change(subject_id, record_id, version);

-- Name: question c15_of_a_look; Type: FK CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.question
    ADD CONSTRAINT c15_of_a_look FOREIGN KEY (subject_id, looked_at, look_id) REFERENCES access.look(subject_id, looked_at, look_id);

-- Name: act c16_by_a_mandate; Type: FK CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.act
    ADD CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by) REFERENCES access.mandate_act(mandate_id, seq, act, subject_id, acted_by);

-- Name: act of_its_question; Type: FK CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.act
    ADD CONSTRAINT of_its_question FOREIGN KEY (question_id, subject_id, body, asked_by, asked_on, answer_by, decide_by) REFERENCES questions.question(question_id, subject_id, body, asked_by, asked_on, answer_by, decide_by);

-- Name: act one_after_the_other; Type: FK CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.act
    ADD CONSTRAINT one_after_the_other FOREIGN KEY (question_id, before, state_before) REFERENCES questions.act(question_id, seq, state);

-- Name: question question_body_fkey; Type: FK CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.question
    ADD CONSTRAINT question_body_fkey FOREIGN KEY (body) REFERENCES access.agency(agency_code);

-- Name: question question_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: questions; Owner: -

ALTER TABLE ONLY questions.question
    ADD CONSTRAINT question_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: alias_act alias_act_reverses_fkey; Type: FK CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.alias_act
    ADD CONSTRAINT alias_act_reverses_fkey FOREIGN KEY (reverses) REFERENCES registry.alias_act(act_id);

-- Name: identifier identifier_subject_id_kind_fkey; Type: FK CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.identifier
    ADD CONSTRAINT identifier_subject_id_kind_fkey FOREIGN KEY (subject_id, kind) REFERENCES registry.subject(subject_id, kind);

-- Name: name name_subject_id_kind_fkey; Type: FK CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.name
    ADD CONSTRAINT name_subject_id_kind_fkey FOREIGN KEY (subject_id, kind) REFERENCES registry.subject(subject_id, kind);

-- Name: trade_name trade_name_subject_id_kind_fkey; Type: FK CONSTRAINT; Schema: registry; Owner: -

ALTER TABLE ONLY registry.trade_name
    ADD CONSTRAINT trade_name_subject_id_kind_fkey FOREIGN KEY (subject_id, kind) REFERENCES registry.subject(subject_id, kind);

-- Name: acknowledgement acknowledgement_request_id_agency_code_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.acknowledgement
    ADD CONSTRAINT acknowledgement_request_id_agency_code_fkey FOREIGN KEY (request_id, agency_code) REFERENCES repair.holder(request_id, agency_code);

-- Name: act_document act_document_document_id_subject_id_acted_by_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act_document
    ADD CONSTRAINT act_document_document_id_subject_id_acted_by_fkey FOREIGN KEY (document_id, subject_id, acted_by) REFERENCES repair.document(document_id, subject_id, entered_by);

-- Name: act_document act_document_request_id_seq_acted_by_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act_document
    ADD CONSTRAINT act_document_request_id_seq_acted_by_fkey FOREIGN KEY (request_id, seq, acted_by) REFERENCES repair.act(request_id, seq, acted_by);

-- Name: application application_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.application
    ADD CONSTRAINT application_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: act c16_by_a_mandate; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT c16_by_a_mandate FOREIGN KEY (mandate_id, mandate_seq, mandate_act, subject_id, acted_by) REFERENCES access.mandate_act(mandate_id, seq, act, subject_id, acted_by);

-- Name: act c5_of_a_proposal; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT c5_of_a_proposal FOREIGN KEY (request_id, proposed_seq, proposed_act, proposed_by) REFERENCES repair.act(request_id, seq, act, acted_by);

-- Name: act c6_notice_of_this_request; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT c6_notice_of_this_request FOREIGN KEY (notice_id, notice_kind, request_id, subject_id) REFERENCES notices.notice(notice_id, kind, about_id, subject_id);

-- Name: act c6_served; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT c6_served FOREIGN KEY (notice_id, notice_seq, notice_served_on, answer_due_on) REFERENCES notices.act(notice_id, seq, served_on, answer_due_on);

-- Name: act c6_waived; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT c6_waived FOREIGN KEY (notice_id, waived_seq, waived_act, waived_on) REFERENCES notices.act(notice_id, seq, act, acted_on);

-- Name: certificate certificate_key_id_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.certificate
    ADD CONSTRAINT certificate_key_id_fkey FOREIGN KEY (key_id) REFERENCES platform.signing_key(key_id);

-- Name: certificate certificate_request_id_seq_act_acted_by_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.certificate
    ADD CONSTRAINT certificate_request_id_seq_act_acted_by_fkey FOREIGN KEY (request_id, seq, act, acted_by) REFERENCES repair.act(request_id, seq, act, acted_by);

-- Name: document document_subject_id_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.document
    ADD CONSTRAINT document_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES registry.subject(subject_id);

-- Name: holder holder_agency_code_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.holder
    ADD CONSTRAINT holder_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES access.agency(agency_code);

-- Name: holder holder_subject_id_record_id_mark_version_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.holder
    ADD CONSTRAINT holder_subject_id_record_id_mark_version_fkey FOREIGN KEY (subject_id, record_id, mark_version) REFERENCES ledger.change(subject_id, record_id, version) DEFERRABLE INITIALLY DEFERRED;

-- Name: act of_its_request; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT of_its_request FOREIGN KEY (request_id, subject_id, subject_kind, kind, record_id, authority, applied_by, applied_on) REFERENCES repair.request(request_id, subject_id, subject_kind, kind, record_id, authority, applied_by, applied_on);

-- Name: act one_after_the_other; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT one_after_the_other FOREIGN KEY (request_id, before, state_before) REFERENCES repair.act(request_id, seq, state);

-- Name: request request_application_id_subject_id_subject_kind_kind_applie_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_application_id_subject_id_subject_kind_kind_applie_fkey FOREIGN KEY (application_id, subject_id, subject_kind, kind, applied_by, applied_on) REFERENCES repair.application(application_id, subject_id, subject_kind, kind, applied_by, applied_on);

-- Name: request request_authority_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_authority_fkey FOREIGN KEY (authority) REFERENCES access.agency(agency_code);

-- Name: request request_subject_id_record_id_before_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_subject_id_record_id_before_fkey FOREIGN KEY (subject_id, record_id, before) REFERENCES repair.request(subject_id, record_id, round);

-- Name: request request_subject_id_record_id_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_subject_id_record_id_fkey FOREIGN KEY (subject_id, record_id) REFERENCES ledger.record(subject_id, record_id);

-- Name: request request_subject_id_rests_on_fkey; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.request
    ADD CONSTRAINT request_subject_id_rests_on_fkey FOREIGN KEY (subject_id, rests_on) REFERENCES ledger.record(subject_id, record_id);

-- Name: act the_mark_stands; Type: FK CONSTRAINT; Schema: repair; Owner: -

ALTER TABLE ONLY repair.act
    ADD CONSTRAINT the_mark_stands FOREIGN KEY (subject_id, record_id, mark_version) REFERENCES ledger.change(subject_id, record_id, version) DEFERRABLE INITIALLY DEFERRED;

-- Name: report report_key_id_fkey; Type: FK CONSTRAINT; Schema: reports; Owner: -

ALTER TABLE ONLY reports.report
    ADD CONSTRAINT report_key_id_fkey FOREIGN KEY (key_id) REFERENCES platform.signing_key(key_id);

-- Name: report report_subject_id_subject_kind_fkey; Type: FK CONSTRAINT; Schema: reports; Owner: -

ALTER TABLE ONLY reports.report
    ADD CONSTRAINT report_subject_id_subject_kind_fkey FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject(subject_id, kind);

-- Name: act; Type: ROW SECURITY; Schema: consents; Owner: -

ALTER TABLE consents.act ENABLE ROW LEVEL SECURITY;

-- Name: act act_append; Type: POLICY; Schema: consents; Owner: -

CREATE POLICY act_append ON consents.act FOR INSERT WITH CHECK ((((acted_on >= (platform.today() - 1)) AND (acted_on <= platform.today())) AND ((act <> 'use'::text) OR (acted_on = platform.today())) AND ((mandate_id IS NULL) OR (NOT (EXISTS ( SELECT
   FROM access.mandate_act m
  WHERE ((m.mandate_id = act.mandate_id) AND ((m.act = 'revoke'::text) OR ((m.act = ANY (ARRAY['grant'::text, 'limit'::text])) AND (((m.detail ->> 'until'::text))::date < act.acted_on)))))))) AND ((act <> 'give'::text) OR (EXISTS ( SELECT
   FROM consents.request q
  WHERE ((q.request_id = act.request_id) AND (q.items @> act.granted))))) AND ((act = 'use'::text) OR (agency_code IS NULL) OR (EXISTS ( SELECT
   FROM access.agency a
  WHERE ((a.agency_code = act.agency_code) AND (NOT (a.kinds && '{bank,credit-agency}'::text[])))))) AND ((act <> 'use'::text) OR (EXISTS ( SELECT
   FROM access.look l
  WHERE ((l.subject_id = act.subject_id) AND (l.looked_at >= (act.acted_at - '00:01:00'::interval)) AND (l.look_id = act.look_id) AND (l.agency_code = act.recipient)))))));

-- Name: act act_read; Type: POLICY; Schema: consents; Owner: -

CREATE POLICY act_read ON consents.act FOR SELECT USING (true);

-- Name: request; Type: ROW SECURITY; Schema: consents; Owner: -

ALTER TABLE consents.request ENABLE ROW LEVEL SECURITY;

-- Name: request request_append; Type: POLICY; Schema: consents; Owner: -

CREATE POLICY request_append ON consents.request FOR INSERT WITH CHECK ((((asked_on >= (platform.today() - 1)) AND (asked_on <= platform.today())) AND (EXISTS ( SELECT
   FROM ( SELECT DISTINCT ON (pack.pack_id) pack.body
           FROM catalogue.pack
          ORDER BY pack.pack_id, pack.loaded_at DESC) p,
    LATERAL json_array_elements((p.body -> 'purposes'::text)) u(value),
    access.agency a
  WHERE (((u.value ->> 'purpose'::text) = request.purpose) AND ((u.value -> 'consent'::text) IS NOT NULL) AND (a.agency_code = request.recipient) AND (request.subject_kind IN ( SELECT json_array_elements_text((u.value -> 'subjectKinds'::text)) AS json_array_elements_text)) AND ((a.kinds && ARRAY( SELECT json_array_elements_text((u.value -> 'agencyKinds'::text)) AS json_array_elements_text)) OR (('any'::text IN ( SELECT json_array_elements_text((u.value -> 'agencyKinds'::text)) AS json_array_elements_text)) AND (NOT (a.kinds <@ '{bank,credit-agency}'::text[])))) AND (request.until_on < (request.from_on + ((u.value #>> '{consent,daysMax}'::text[]))::integer)) AND (request.times_max <= ((u.value #>> '{consent,timesMax}'::text[]))::integer) AND (NOT (EXISTS ( SELECT
           FROM jsonb_object_keys(request.items) i(i)
          WHERE (NOT (i.i IN ( SELECT json_array_elements_text((u.value #> '{consent,items}'::text[])) AS json_array_elements_text))))))))) AND (NOT (EXISTS ( SELECT
   FROM consents.request q
  WHERE ((q.subject_id = request.subject_id) AND (q.recipient = request.recipient) AND (q.purpose = request.purpose) AND (q.answer_by >= request.asked_on)))))));

-- Name: request request_read; Type: POLICY; Schema: consents; Owner: -

CREATE POLICY request_read ON consents.request FOR SELECT USING (true);

-- Name: change c5_changed_by_its_proceeding; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY c5_changed_by_its_proceeding ON ledger.change AS RESTRICTIVE FOR INSERT WITH CHECK (((act = 'annotate'::text) OR (NOT lists.is_of_proceeding(subject_id, record_id)) OR (EXISTS ( SELECT
   FROM lists.leaving l
  WHERE ((l.batch_id = change.batch_id) AND (l.record_id = change.record_id))))));

-- Name: change; Type: ROW SECURITY; Schema: ledger; Owner: -

ALTER TABLE ledger.change ENABLE ROW LEVEL SECURITY;

-- Name: change change_append; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY change_append ON ledger.change FOR INSERT WITH CHECK ((((act = 'withdraw'::text) OR (octet_length(salt) = 16)) AND ((act = 'withdraw'::text) OR ((act = 'annotate'::text) AND (mark <> 'release'::text)) OR (NOT (EXISTS ( SELECT
   FROM ledger.change w
  WHERE ((w.subject_id = change.subject_id) AND (w.record_id = change.record_id) AND (w.act = 'withdraw'::text)))))) AND ((act <> 'annotate'::text) OR (mark <> 'release'::text) OR ((open IS NOT NULL) AND (shared IS NULL) AND (sealed IS NULL) AND (EXISTS ( SELECT
   FROM (ledger.record r
     JOIN catalogue.item_version i ON (((i.item_id = r.item_id) AND (i.version = change.item_version))))
  WHERE ((r.subject_id = change.subject_id) AND (r.record_id = change.record_id) AND (r.subject_kind <> 'person'::text) AND (NOT (EXISTS ( SELECT
           FROM jsonb_object_keys(change.open) field(field)
          WHERE ((i.body #>> ARRAY['schema'::text, 'properties'::text, field.field, 'x-disclosure'::text]) IS DISTINCT FROM 'after-release'::text))))))))) AND ((act <> 'correct'::text) OR (EXISTS ( SELECT
   FROM ledger.record r
  WHERE ((r.subject_id = change.subject_id) AND (r.record_id = change.record_id) AND ((NOT r.adverse) OR ((change.published_until <= r.published_until) AND (change.retained_until <= r.retained_until))) AND ((change.disclosure <> 'public'::text) OR (r.subject_kind <> 'person'::text)) AND ((NOT r.listing) OR ((change.served_on >= change.decided_on) AND (change.answer_due_on IS NOT NULL))) AND (EXISTS ( SELECT
           FROM catalogue.item_subject i
          WHERE ((i.item_id = r.item_id) AND (i.item_version = change.item_version) AND (i.subject_kind = r.subject_kind))))))))));

-- Name: change change_marks_of_objections; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY change_marks_of_objections ON ledger.change AS RESTRICTIVE FOR INSERT WITH CHECK (((mark IS NULL) OR (mark <> ALL (ARRAY['objection'::text, 'statement'::text])) OR (EXISTS ( SELECT
   FROM objections.act a
  WHERE ((a.subject_id = change.subject_id) AND (a.record_id = change.record_id) AND (a.mark_version = change.version) AND ((a.objection_id)::text = (change.open ->> 'objection'::text)) AND (a.state = (change.open ->> 'state'::text)) AND (NOT (((change.open ->> 'dueOn'::text))::date IS DISTINCT FROM a.due_on)) AND ((change.mark = 'statement'::text) = (a.act = ANY (ARRAY['attach-statement'::text, 'release-statement'::text, 'remove-statement'::text]))))))));

-- Name: change change_marks_of_repairs; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY change_marks_of_repairs ON ledger.change AS RESTRICTIVE FOR INSERT WITH CHECK ((((mark IS DISTINCT FROM 'repair'::text) OR (EXISTS ( SELECT
   FROM repair.act a
  WHERE ((a.subject_id = change.subject_id) AND (a.record_id = change.record_id) AND (a.mark_version = change.version) AND ((a.request_id)::text = (change.open ->> 'repair'::text)) AND (a.acted_by = change.entered_by) AND ((change.open ->> 'state'::text) =
        CASE a.act
            WHEN 'grant'::text THEN 'granted'::text
            WHEN 'lift'::text THEN 'lifted'::text
            WHEN 'reverse'::text THEN 'reversed'::text
            ELSE NULL::text
        END) AND (NOT (((change.open ->> 'until'::text))::date IS DISTINCT FROM a.until)))))) AND ((act <> 'withdraw'::text) OR (NOT ledger.is_repaired(subject_id, record_id)))));

-- Name: change change_read; Type: POLICY; Schema: ledger; Owner: -

CREATE POLICY change_read ON ledger.change FOR SELECT USING (true);

-- Name: act; Type: ROW SECURITY; Schema: lists; Owner: -

ALTER TABLE lists.act ENABLE ROW LEVEL SECURITY;

-- Name: act act_append; Type: POLICY; Schema: lists; Owner: -

CREATE POLICY act_append ON lists.act FOR INSERT WITH CHECK ((((acted_on >= (platform.today() - 1)) AND (acted_on <= platform.today())) AND (reasons IS DISTINCT FROM '\x'::bytea) AND (weighed IS DISTINCT FROM '\x'::bytea) AND ((listed_from IS NULL) OR (EXISTS ( SELECT
   FROM ledger.record r
  WHERE ((r.subject_id = act.subject_id) AND (r.record_id = act.record_id) AND (r.effective_from = act.listed_from) AND ((NOT act.adverse) OR ((r.served_on = act.served_on) AND (r.effective_from >= r.served_on))))))) AND ((NOT ('another-officer'::text = ANY (guards))) OR (NOT (EXISTS ( SELECT
   FROM lists.act d
  WHERE ((d.proceeding_id = act.proceeding_id) AND (d.act = 'decide'::text) AND (d.acted_by = act.acted_by) AND (NOT (EXISTS ( SELECT
           FROM lists.act r
          WHERE ((r.proceeding_id = d.proceeding_id) AND (r.act = 'return'::text) AND (r.seq > d.seq)))))))))) AND ((act <> 'confirm'::text) OR (NOT ('another-officer'::text = ANY (guards))) OR (NOT (EXISTS ( SELECT
   FROM lists.proceeding p
  WHERE ((p.proceeding_id = act.proceeding_id) AND (p.opened_by = act.acted_by)))))) AND ((NOT (adverse AND (act = ANY (ARRAY['annul'::text, 'correct-error'::text])))) OR (EXISTS ( SELECT
   FROM lists.act m
  WHERE ((m.proceeding_id = act.proceeding_id) AND (m.act = 'move-undoing'::text) AND (m.acted_by <> act.acted_by) AND (NOT (((m.ruling_number IS DISTINCT FROM act.ruling_number) OR (m.ruling_body IS DISTINCT FROM act.ruling_body)) OR (m.ruling_on IS DISTINCT FROM act.ruling_on))) AND (NOT (EXISTS ( SELECT
           FROM lists.act l
          WHERE ((l.proceeding_id = m.proceeding_id) AND (l.seq > m.seq) AND (l.act = ANY (ARRAY['move-undoing'::text, 'decide'::text, 'return'::text])))))))))) AND ((NOT ('not-who-returned'::text = ANY (guards))) OR (NOT (EXISTS ( SELECT
   FROM lists.act r
  WHERE ((r.proceeding_id = act.proceeding_id) AND (r.act = 'return'::text) AND (r.acted_by = act.acted_by) AND (NOT (EXISTS ( SELECT
           FROM lists.act d
          WHERE ((d.proceeding_id = r.proceeding_id) AND (d.act = 'decide'::text) AND (d.seq > r.seq)))))))))) AND ((NOT ('time-to-answer-over'::text = ANY (guards))) OR (((waived_on IS NOT NULL) OR (NOT (EXISTS ( SELECT
   FROM notices.act n
  WHERE ((n.notice_id = act.notice_id) AND ((n.answer_floor >= act.acted_on) OR ((n.seq > act.notice_seq) AND (n.act = ANY (ARRAY['serve'::text, 'redate'::text]))))))))) AND ((weighed IS NOT NULL) OR (NOT (EXISTS ( SELECT
   FROM notices.act n
  WHERE ((n.notice_id = act.notice_id) AND (n.act = 'answer'::text)))))) AND (NOT (EXISTS ( SELECT
   FROM notices.act n
  WHERE ((n.notice_id = act.notice_id) AND (n.basis IS NOT NULL) AND (n.acted_by = act.acted_by))))) AND (NOT (EXISTS ( SELECT
   FROM notices.act n
  WHERE ((n.notice_id = act.notice_id) AND (n.act = 'withdraw'::text))))))) AND ((act <> 'hold-hearing'::text) OR (EXISTS ( SELECT
   FROM notices.act n
  WHERE ((n.notice_id = act.notice_id) AND (n.act = 'ask-hearing'::text) AND (n.acted_on <= act.held_on) AND ((act.summoned_on IS NULL) OR (n.acted_on <= act.summoned_on)))))) AND ((NOT ('hearing-settled'::text = ANY (guards))) OR (NOT (EXISTS ( SELECT
   FROM notices.act n
  WHERE ((n.notice_id = act.notice_id) AND (n.act = 'ask-hearing'::text) AND (NOT (EXISTS ( SELECT
           FROM lists.act h
          WHERE ((h.proceeding_id = act.proceeding_id) AND (h.act = 'hold-hearing'::text) AND (h.held_on >= n.acted_on))))))))))));

-- Name: act act_read; Type: POLICY; Schema: lists; Owner: -

CREATE POLICY act_read ON lists.act FOR SELECT USING (true);

-- Name: leaving; Type: ROW SECURITY; Schema: lists; Owner: -

ALTER TABLE lists.leaving ENABLE ROW LEVEL SECURITY;

-- Name: leaving leaving_append; Type: POLICY; Schema: lists; Owner: -

CREATE POLICY leaving_append ON lists.leaving FOR INSERT WITH CHECK ((NOT (EXISTS ( SELECT
   FROM lists.act a
  WHERE ((a.proceeding_id = leaving.proceeding_id) AND (a.seq = leaving.seq))))));

-- Name: leaving leaving_read; Type: POLICY; Schema: lists; Owner: -

CREATE POLICY leaving_read ON lists.leaving FOR SELECT USING (true);

-- Name: proceeding; Type: ROW SECURITY; Schema: lists; Owner: -

ALTER TABLE lists.proceeding ENABLE ROW LEVEL SECURITY;

-- Name: proceeding proceeding_append; Type: POLICY; Schema: lists; Owner: -

CREATE POLICY proceeding_append ON lists.proceeding FOR INSERT WITH CHECK (((sealed <> '\x'::bytea) AND (documents IS DISTINCT FROM '\x'::bytea) AND (NOT (EXISTS ( SELECT
   FROM jsonb_array_elements(proceeding.rests_on) one(value)
  WHERE (NOT (EXISTS ( SELECT
           FROM ledger.record r
          WHERE ((r.record_id = ((one.value ->> 'recordId'::text))::uuid) AND (r.subject_id = ((one.value ->> 'subjectId'::text))::uuid) AND ((r.subject_id = proceeding.subject_id) OR (EXISTS ( SELECT
                   FROM registry.alias_act a
                  WHERE (((a.subject_id = proceeding.subject_id) AND (a.other_subject_id = r.subject_id)) OR ((a.subject_id = r.subject_id) AND (a.other_subject_id = proceeding.subject_id)))))))))))))));

-- Name: proceeding proceeding_read; Type: POLICY; Schema: lists; Owner: -

CREATE POLICY proceeding_read ON lists.proceeding FOR SELECT USING (true);

-- Name: bundle; Type: ROW SECURITY; Schema: measures; Owner: -

ALTER TABLE measures.bundle ENABLE ROW LEVEL SECURITY;

-- Name: bundle bundle_make; Type: POLICY; Schema: measures; Owner: -

CREATE POLICY bundle_make ON measures.bundle FOR INSERT WITH CHECK ((NOT (EXISTS ( SELECT
   FROM measures.bundle owed
  WHERE ((owed.agency_code = bundle.agency_code) AND (owed.hand_in_by < platform.today()) AND (NOT (EXISTS ( SELECT
           FROM measures.bundle_act a
          WHERE (a.bundle_id = owed.bundle_id)))))))));

-- Name: bundle bundle_read; Type: POLICY; Schema: measures; Owner: -

CREATE POLICY bundle_read ON measures.bundle FOR SELECT USING (true);

-- Name: watch_event; Type: ROW SECURITY; Schema: measures; Owner: -

ALTER TABLE measures.watch_event ENABLE ROW LEVEL SECURITY;

-- Name: watch_event watch_event_append; Type: POLICY; Schema: measures; Owner: -

CREATE POLICY watch_event_append ON measures.watch_event FOR INSERT WITH CHECK (((kind <> 'changed'::text) OR (EXISTS ( SELECT
   FROM (measures.answer a
     JOIN measures.watch w ON ((w.watch_id = watch_event.watch_id)))
  WHERE ((a.check_id = watch_event.check_id) AND (a.agency_code = watch_event.agency_code) AND (a.agency_code = w.agency_code) AND (a.matter_id = w.matter_id) AND (a.purpose = w.purpose) AND ((a.subject_id IS NULL) OR (EXISTS ( SELECT
           FROM access.look l
          WHERE ((l.subject_id = a.subject_id) AND (l.looked_at >= (a.asked_at - '00:01:00'::interval)) AND (l.look_id = a.check_id))))))))));

-- Name: watch_event watch_event_read; Type: POLICY; Schema: measures; Owner: -

CREATE POLICY watch_event_read ON measures.watch_event FOR SELECT USING (true);

-- Name: act; Type: ROW SECURITY; Schema: notices; Owner: -

ALTER TABLE notices.act ENABLE ROW LEVEL SECURITY;

-- Name: act act_append; Type: POLICY; Schema: notices; Owner: -

CREATE POLICY act_append ON notices.act FOR INSERT WITH CHECK ((((acted_on >= (platform.today() - 1)) AND (acted_on <= platform.today())) AND ((mandate_id IS NULL) OR (NOT (EXISTS ( SELECT
   FROM access.mandate_act m
  WHERE ((m.mandate_id = act.mandate_id) AND ((m.act = 'revoke'::text) OR ((m.act = ANY (ARRAY['grant'::text, 'limit'::text])) AND (((m.detail ->> 'until'::text))::date < act.acted_on)))))))) AND ((agreement_seq IS NULL) OR (NOT (EXISTS ( SELECT
   FROM notices.agreement w
  WHERE ((w.subject_id = act.subject_id) AND (w.seq > act.agreement_seq))))))));

-- Name: act act_read; Type: POLICY; Schema: notices; Owner: -

CREATE POLICY act_read ON notices.act FOR SELECT USING (true);

-- Name: agreement; Type: ROW SECURITY; Schema: notices; Owner: -

ALTER TABLE notices.agreement ENABLE ROW LEVEL SECURITY;

-- Name: agreement agreement_append; Type: POLICY; Schema: notices; Owner: -

CREATE POLICY agreement_append ON notices.agreement FOR INSERT WITH CHECK ((((acted_on >= (platform.today() - 1)) AND (acted_on <= platform.today())) AND (NOT (EXISTS ( SELECT
   FROM access.mandate_act m
  WHERE ((m.mandate_id = agreement.mandate_id) AND ((m.act = 'revoke'::text) OR ((m.act = ANY (ARRAY['grant'::text, 'limit'::text])) AND (((m.detail ->> 'until'::text))::date < agreement.acted_on)))))))));

-- Name: agreement agreement_read; Type: POLICY; Schema: notices; Owner: -

CREATE POLICY agreement_read ON notices.agreement FOR SELECT USING (true);

-- Name: notice; Type: ROW SECURITY; Schema: notices; Owner: -

ALTER TABLE notices.notice ENABLE ROW LEVEL SECURITY;

-- Name: notice notice_append; Type: POLICY; Schema: notices; Owner: -

CREATE POLICY notice_append ON notices.notice FOR INSERT WITH CHECK (((drawn_on >= (platform.today() - 1)) AND (drawn_on <= platform.today())));

-- Name: notice notice_read; Type: POLICY; Schema: notices; Owner: -

CREATE POLICY notice_read ON notices.notice FOR SELECT USING (true);

-- Name: act; Type: ROW SECURITY; Schema: objections; Owner: -

ALTER TABLE objections.act ENABLE ROW LEVEL SECURITY;

-- Name: act act_append; Type: POLICY; Schema: objections; Owner: -

CREATE POLICY act_append ON objections.act FOR INSERT WITH CHECK ((((acted_on >= (platform.today() - 1)) AND (acted_on <= platform.today())) AND ((mandate_id IS NULL) OR (NOT (EXISTS ( SELECT
   FROM access.mandate_act m
  WHERE ((m.mandate_id = act.mandate_id) AND ((m.act = 'revoke'::text) OR ((m.act = ANY (ARRAY['grant'::text, 'limit'::text])) AND (((m.detail ->> 'until'::text))::date < act.acted_on)))))))) AND ((before IS NULL) OR (EXISTS ( SELECT
   FROM objections.act p
  WHERE ((p.objection_id = act.objection_id) AND (p.seq = act.before) AND (NOT (p.due_on IS DISTINCT FROM act.due_before)))))) AND ((act <> 'extend'::text) OR ((due_before >= platform.today()) AND (NOT (EXISTS ( SELECT
   FROM objections.act k
  WHERE ((k.objection_id = act.objection_id) AND (k.act = 'keep'::text))))))) AND ((act <> 'escalate'::text) OR (due_before < platform.today())) AND ((change_version IS NULL) OR (EXISTS ( SELECT
   FROM (ledger.change c
     JOIN objections.act f ON (((f.objection_id = act.objection_id) AND (f.act = 'file'::text))))
  WHERE ((c.subject_id = act.subject_id) AND (c.record_id = act.record_id) AND (c.version = act.change_version) AND (c.act = ANY (ARRAY['correct'::text, 'withdraw'::text])) AND (c.version > f.mark_version)))))));

-- Name: act act_read; Type: POLICY; Schema: objections; Owner: -

CREATE POLICY act_read ON objections.act FOR SELECT USING (true);

-- Name: objection; Type: ROW SECURITY; Schema: objections; Owner: -

ALTER TABLE objections.objection ENABLE ROW LEVEL SECURITY;

-- Name: objection objection_append; Type: POLICY; Schema: objections; Owner: -

CREATE POLICY objection_append ON objections.objection FOR INSERT WITH CHECK ((((filed_on >= (platform.today() - 1)) AND (filed_on <= platform.today())) AND (NOT (EXISTS ( SELECT
   FROM objections.act a
  WHERE ((a.subject_id = objection.subject_id) AND (a.record_id = objection.record_id) AND (a.state = ANY (ARRAY['open'::text, 'to-confirm'::text])) AND (NOT (EXISTS ( SELECT
           FROM objections.act l
          WHERE ((l.objection_id = a.objection_id) AND (l.seq > a.seq))))))))) AND (EXISTS ( SELECT
   FROM ledger.record r
  WHERE ((r.subject_id = objection.subject_id) AND (r.record_id = objection.record_id) AND (r.authority = objection.authority)))) AND (NOT (EXISTS ( SELECT
   FROM ledger.change w
  WHERE ((w.subject_id = objection.subject_id) AND (w.record_id = objection.record_id) AND (w.act = 'withdraw'::text)))))));

-- Name: objection objection_read; Type: POLICY; Schema: objections; Owner: -

CREATE POLICY objection_read ON objections.objection FOR SELECT USING (true);

-- Name: told; Type: ROW SECURITY; Schema: objections; Owner: -

ALTER TABLE objections.told ENABLE ROW LEVEL SECURITY;

-- Name: told told_append; Type: POLICY; Schema: objections; Owner: -

CREATE POLICY told_append ON objections.told FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM objections.act a
  WHERE ((a.objection_id = told.objection_id) AND (a.act = 'uphold'::text) AND (a.change_version = told.change_version) AND (a.record_id = told.record_id)))));

-- Name: told told_read; Type: POLICY; Schema: objections; Owner: -

CREATE POLICY told_read ON objections.told FOR SELECT USING (true);

-- Name: act; Type: ROW SECURITY; Schema: questions; Owner: -

ALTER TABLE questions.act ENABLE ROW LEVEL SECURITY;

-- Name: act act_append; Type: POLICY; Schema: questions; Owner: -

CREATE POLICY act_append ON questions.act FOR INSERT WITH CHECK ((((acted_on >= (platform.today() - 1)) AND (acted_on <= platform.today())) AND ((mandate_id IS NULL) OR (NOT (EXISTS ( SELECT
   FROM access.mandate_act m
  WHERE ((m.mandate_id = act.mandate_id) AND ((m.act = 'revoke'::text) OR ((m.act = ANY (ARRAY['grant'::text, 'limit'::text])) AND (((m.detail ->> 'until'::text))::date < act.acted_on))))))))));

-- Name: act act_read; Type: POLICY; Schema: questions; Owner: -

CREATE POLICY act_read ON questions.act FOR SELECT USING (true);

-- Name: question; Type: ROW SECURITY; Schema: questions; Owner: -

ALTER TABLE questions.question ENABLE ROW LEVEL SECURITY;

-- Name: question question_append; Type: POLICY; Schema: questions; Owner: -

CREATE POLICY question_append ON questions.question FOR INSERT WITH CHECK ((((asked_on >= (platform.today() - 1)) AND (asked_on <= platform.today())) AND (EXISTS ( SELECT
   FROM access.look l
  WHERE ((l.subject_id = question.subject_id) AND (l.looked_at = question.looked_at) AND (l.look_id = question.look_id) AND (l.agency_code = question.body) AND ((l.withheld_until IS NULL) OR (l.withheld_until <= question.asked_at)))))));

-- Name: question question_read; Type: POLICY; Schema: questions; Owner: -

CREATE POLICY question_read ON questions.question FOR SELECT USING (true);

-- Name: act; Type: ROW SECURITY; Schema: repair; Owner: -

ALTER TABLE repair.act ENABLE ROW LEVEL SECURITY;

-- Name: act act_append; Type: POLICY; Schema: repair; Owner: -

CREATE POLICY act_append ON repair.act FOR INSERT WITH CHECK ((((acted_on >= (platform.today() - 1)) AND (acted_on <= platform.today())) AND ((mandate_id IS NULL) OR (NOT (EXISTS ( SELECT
   FROM access.mandate_act m
  WHERE ((m.mandate_id = act.mandate_id) AND ((m.act = 'revoke'::text) OR ((m.act = ANY (ARRAY['grant'::text, 'limit'::text])) AND (((m.detail ->> 'until'::text))::date < act.acted_on)))))))) AND ((act <> 'escalate'::text) OR (EXISTS ( SELECT
   FROM repair.request q
  WHERE ((q.request_id = act.request_id) AND (
        CASE act.level
            WHEN 1 THEN q.decide_by
            ELSE q.feedback_by
        END < platform.today()))))) AND ((act <> 'reverse'::text) OR (EXISTS ( SELECT
   FROM repair.act i
  WHERE ((i.request_id = act.request_id) AND (i.seq < act.seq) AND (i.act = 'intend-reversal'::text) AND (i.notice_id = act.notice_id) AND (NOT (EXISTS ( SELECT
           FROM repair.act d
          WHERE ((d.request_id = i.request_id) AND (d.seq > i.seq) AND (d.act = 'drop-reversal'::text))))))))) AND ((act <> 'reverse'::text) OR (NOT (EXISTS ( SELECT
   FROM notices.act n
  WHERE ((n.notice_id = act.notice_id) AND ((n.state = 'withdrawn'::text) OR ((n.act = ANY (ARRAY['serve'::text, 'redate'::text])) AND (n.seq > act.notice_seq))))))))));

-- Name: act act_read; Type: POLICY; Schema: repair; Owner: -

CREATE POLICY act_read ON repair.act FOR SELECT USING (true);

-- Name: holder; Type: ROW SECURITY; Schema: repair; Owner: -

ALTER TABLE repair.holder ENABLE ROW LEVEL SECURITY;

-- Name: holder holder_append; Type: POLICY; Schema: repair; Owner: -

CREATE POLICY holder_append ON repair.holder FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM repair.act a
  WHERE ((a.request_id = holder.request_id) AND (a.act = 'grant'::text) AND (a.mark_version = holder.mark_version) AND (a.record_id = holder.record_id)))));

-- Name: holder holder_read; Type: POLICY; Schema: repair; Owner: -

CREATE POLICY holder_read ON repair.holder FOR SELECT USING (true);

-- Name: request; Type: ROW SECURITY; Schema: repair; Owner: -

ALTER TABLE repair.request ENABLE ROW LEVEL SECURITY;

-- Name: request request_append; Type: POLICY; Schema: repair; Owner: -

CREATE POLICY request_append ON repair.request FOR INSERT WITH CHECK ((((applied_on >= (platform.today() - 1)) AND (applied_on <= platform.today())) AND (EXISTS ( SELECT
   FROM ledger.record r
  WHERE ((r.subject_id = request.subject_id) AND (r.record_id = request.record_id) AND (r.authority = request.authority) AND (r.item_id = request.item_id) AND r.adverse AND (r.salt IS NOT NULL)))) AND (EXISTS ( SELECT
   FROM catalogue.item_version i,
    LATERAL json_array_elements((i.body #> '{terms,publication,levels}'::text[])) l(value)
  WHERE ((i.item_id = request.item_id) AND (((l.value ->> 'monthsMin'::text))::integer = request.months_min)))) AND (NOT (EXISTS ( SELECT
   FROM ledger.change w
  WHERE ((w.subject_id = request.subject_id) AND (w.record_id = request.record_id) AND (w.act = 'withdraw'::text))))) AND ((kind <> 'repair'::text) OR (NOT ledger.is_repaired(subject_id, record_id))) AND (( SELECT (o.open ->> 'dueOn'::text)
   FROM ledger.change o
  WHERE ((o.subject_id = request.subject_id) AND (o.record_id = request.record_id) AND (o.mark = 'objection'::text))
  ORDER BY o.version DESC
 LIMIT 1) IS NULL) AND (NOT (EXISTS ( SELECT
   FROM repair.act a
  WHERE ((a.subject_id = request.subject_id) AND (a.record_id = request.record_id) AND (a.state = ANY (ARRAY['waiting'::text, 'to-confirm'::text, 'reversing'::text])) AND (NOT (EXISTS ( SELECT
           FROM repair.act l
          WHERE ((l.request_id = a.request_id) AND (l.seq > a.seq)))))))))));

-- Name: request request_read; Type: POLICY; Schema: repair; Owner: -

CREATE POLICY request_read ON repair.request FOR SELECT USING (true);

-- Name: SCHEMA access; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA access TO cx_app;

-- Name: SCHEMA catalogue; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA catalogue TO cx_app;

-- Name: SCHEMA consents; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA consents TO cx_app;
GRANT USAGE ON SCHEMA consents TO cx_retention;

-- Name: SCHEMA intake; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA intake TO cx_app;
GRANT USAGE ON SCHEMA intake TO cx_retention;

-- Name: SCHEMA ledger; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA ledger TO cx_app;
GRANT USAGE ON SCHEMA ledger TO cx_retention;

-- Name: SCHEMA lists; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA lists TO cx_app;
GRANT USAGE ON SCHEMA lists TO cx_retention;

-- Name: SCHEMA measures; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA measures TO cx_app;
GRANT USAGE ON SCHEMA measures TO cx_retention;

-- Name: SCHEMA notices; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA notices TO cx_app;
GRANT USAGE ON SCHEMA notices TO cx_retention;

-- Name: SCHEMA objections; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA objections TO cx_app;
GRANT USAGE ON SCHEMA objections TO cx_retention;

-- Name: SCHEMA platform; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA platform TO cx_app;
GRANT USAGE ON SCHEMA platform TO cx_public;
GRANT USAGE ON SCHEMA platform TO cx_retention;

-- Name: SCHEMA public_read; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA public_read TO cx_public;
GRANT USAGE ON SCHEMA public_read TO cx_app;

-- Name: SCHEMA questions; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA questions TO cx_app;
GRANT USAGE ON SCHEMA questions TO cx_retention;

-- Name: SCHEMA registry; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA registry TO cx_app;
GRANT USAGE ON SCHEMA registry TO cx_retention;

-- Name: SCHEMA repair; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA repair TO cx_app;
GRANT USAGE ON SCHEMA repair TO cx_retention;

-- Name: SCHEMA reports; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA reports TO cx_app;

-- Name: FUNCTION forget_due(at_most integer); Type: ACL; Schema: consents; Owner: -

REVOKE ALL ON FUNCTION consents.forget_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION consents.forget_due(at_most integer) TO cx_retention;

-- Name: FUNCTION forget_held(at_most integer); Type: ACL; Schema: intake; Owner: -

REVOKE ALL ON FUNCTION intake.forget_held(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION intake.forget_held(at_most integer) TO cx_retention;

-- Name: FUNCTION forget_due(at_most integer); Type: ACL; Schema: ledger; Owner: -

REVOKE ALL ON FUNCTION ledger.forget_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.forget_due(at_most integer) TO cx_retention;

-- Name: TABLE change; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT,INSERT ON TABLE ledger.change TO cx_app;

-- Name: FUNCTION forget_due(at_most integer, years integer); Type: ACL; Schema: lists; Owner: -

REVOKE ALL ON FUNCTION lists.forget_due(at_most integer, years integer) FROM PUBLIC;
GRANT ALL ON FUNCTION lists.forget_due(at_most integer, years integer) TO cx_retention;

-- Name: TABLE act; Type: ACL; Schema: lists; Owner: -

GRANT SELECT,INSERT ON TABLE lists.act TO cx_app;

-- Name: FUNCTION forget_batches_due(at_most integer); Type: ACL; Schema: measures; Owner: -

REVOKE ALL ON FUNCTION measures.forget_batches_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION measures.forget_batches_due(at_most integer) TO cx_retention;

-- Name: FUNCTION forget_bundles_due(at_most integer); Type: ACL; Schema: measures; Owner: -

REVOKE ALL ON FUNCTION measures.forget_bundles_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION measures.forget_bundles_due(at_most integer) TO cx_retention;

-- Name: FUNCTION forget_due(at_most integer); Type: ACL; Schema: measures; Owner: -

REVOKE ALL ON FUNCTION measures.forget_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION measures.forget_due(at_most integer) TO cx_retention;

-- Name: FUNCTION forget_due(at_most integer); Type: ACL; Schema: notices; Owner: -

REVOKE ALL ON FUNCTION notices.forget_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION notices.forget_due(at_most integer) TO cx_retention;

-- Name: FUNCTION forget_due(at_most integer); Type: ACL; Schema: objections; Owner: -

REVOKE ALL ON FUNCTION objections.forget_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION objections.forget_due(at_most integer) TO cx_retention;

-- Name: TABLE clock; Type: ACL; Schema: platform; Owner: -

GRANT SELECT ON TABLE platform.clock TO cx_app;
GRANT SELECT ON TABLE platform.clock TO cx_public;
GRANT SELECT ON TABLE platform.clock TO cx_retention;

-- Name: FUNCTION forget_due(at_most integer); Type: ACL; Schema: questions; Owner: -

REVOKE ALL ON FUNCTION questions.forget_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION questions.forget_due(at_most integer) TO cx_retention;

-- Name: FUNCTION settle_names(); Type: ACL; Schema: registry; Owner: -

REVOKE ALL ON FUNCTION registry.settle_names() FROM PUBLIC;
GRANT ALL ON FUNCTION registry.settle_names() TO cx_app;

-- Name: FUNCTION forget_due(at_most integer); Type: ACL; Schema: repair; Owner: -

REVOKE ALL ON FUNCTION repair.forget_due(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION repair.forget_due(at_most integer) TO cx_retention;

-- Name: TABLE agency; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.agency TO cx_app;

-- Name: COLUMN agency.until; Type: ACL; Schema: access; Owner: -

GRANT UPDATE(until) ON TABLE access.agency TO cx_app;

-- Name: TABLE agency_act; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.agency_act TO cx_app;

-- Name: TABLE client_act; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.client_act TO cx_app;

-- Name: TABLE key_act; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.key_act TO cx_app;

-- Name: TABLE look; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.look TO cx_app;

-- Name: TABLE mandate_act; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.mandate_act TO cx_app;

-- Name: TABLE officer_act; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.officer_act TO cx_app;

-- Name: TABLE refused_act; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.refused_act TO cx_app;

-- Name: TABLE session; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.session TO cx_app;

-- Name: TABLE sign_in; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.sign_in TO cx_app;

-- Name: TABLE sign_in_identity; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT ON TABLE access.sign_in_identity TO cx_app;

-- Name: TABLE used_assertion; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE access.used_assertion TO cx_app;

-- Name: TABLE item_subject; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.item_subject TO cx_app;

-- Name: TABLE item_version; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.item_version TO cx_app;

-- Name: TABLE list; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.list TO cx_app;

-- Name: TABLE list_subject; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.list_subject TO cx_app;

-- Name: TABLE list_trade; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.list_trade TO cx_app;

-- Name: TABLE list_version; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.list_version TO cx_app;

-- Name: TABLE matter; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.matter TO cx_app;

-- Name: TABLE measure_link; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.measure_link TO cx_app;

-- Name: TABLE measure_version; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.measure_version TO cx_app;

-- Name: TABLE pack; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.pack TO cx_app;

-- Name: TABLE procedure_state; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.procedure_state TO cx_app;

-- Name: TABLE procedure_version; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.procedure_version TO cx_app;

-- Name: TABLE transition; Type: ACL; Schema: catalogue; Owner: -

GRANT SELECT ON TABLE catalogue.transition TO cx_app;

-- Name: TABLE act; Type: ACL; Schema: consents; Owner: -

GRANT SELECT,INSERT ON TABLE consents.act TO cx_app;

-- Name: TABLE artefact; Type: ACL; Schema: consents; Owner: -

GRANT SELECT,INSERT ON TABLE consents.artefact TO cx_app;

-- Name: TABLE request; Type: ACL; Schema: consents; Owner: -

GRANT SELECT,INSERT ON TABLE consents.request TO cx_app;

-- Name: TABLE batch; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.batch TO cx_app;

-- Name: TABLE batch_act; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.batch_act TO cx_app;

-- Name: TABLE document; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.document TO cx_app;

-- Name: TABLE entry; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.entry TO cx_app;

-- Name: TABLE finding; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.finding TO cx_app;

-- Name: TABLE held_decision; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.held_decision TO cx_app;

-- Name: TABLE held_row; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.held_row TO cx_app;

-- Name: TABLE mapping; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.mapping TO cx_app;

-- Name: TABLE nil_return; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.nil_return TO cx_app;

-- Name: TABLE receipt; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.receipt TO cx_app;

-- Name: TABLE upload; Type: ACL; Schema: intake; Owner: -

GRANT SELECT,INSERT ON TABLE intake.upload TO cx_app;

-- Name: TABLE document_line; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT,INSERT ON TABLE ledger.document_line TO cx_app;

-- Name: TABLE erasure; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT,INSERT ON TABLE ledger.erasure TO cx_app;

-- Name: TABLE outbox; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE ledger.outbox TO cx_app;

-- Name: COLUMN outbox.outbox_id; Type: ACL; Schema: ledger; Owner: -

GRANT UPDATE(outbox_id) ON TABLE ledger.outbox TO cx_app;

-- Name: TABLE record; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT,INSERT ON TABLE ledger.record TO cx_app;

-- Name: TABLE tally; Type: ACL; Schema: ledger; Owner: -

GRANT SELECT,INSERT ON TABLE ledger.tally TO cx_app;

-- Name: TABLE candidate; Type: ACL; Schema: lists; Owner: -

GRANT SELECT,INSERT ON TABLE lists.candidate TO cx_app;

-- Name: TABLE leaving; Type: ACL; Schema: lists; Owner: -

GRANT SELECT,INSERT ON TABLE lists.leaving TO cx_app;

-- Name: TABLE proceeding; Type: ACL; Schema: lists; Owner: -

GRANT SELECT,INSERT ON TABLE lists.proceeding TO cx_app;

-- Name: TABLE proceeding_state; Type: ACL; Schema: lists; Owner: -

GRANT SELECT,INSERT,UPDATE ON TABLE lists.proceeding_state TO cx_app;

-- Name: TABLE search; Type: ACL; Schema: lists; Owner: -

GRANT SELECT,INSERT ON TABLE lists.search TO cx_app;

-- Name: TABLE simulation; Type: ACL; Schema: lists; Owner: -

GRANT SELECT,INSERT ON TABLE lists.simulation TO cx_app;

-- Name: TABLE simulation_result; Type: ACL; Schema: lists; Owner: -

GRANT SELECT,INSERT ON TABLE lists.simulation_result TO cx_app;

-- Name: TABLE answer; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.answer TO cx_app;

-- Name: TABLE answered; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.answered TO cx_app;

-- Name: TABLE bundle; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.bundle TO cx_app;

-- Name: TABLE bundle_act; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.bundle_act TO cx_app;

-- Name: TABLE bundle_entry; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.bundle_entry TO cx_app;

-- Name: TABLE bundle_fetch; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.bundle_fetch TO cx_app;

-- Name: TABLE bundle_measure; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.bundle_measure TO cx_app;

-- Name: TABLE check_batch; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.check_batch TO cx_app;

-- Name: TABLE check_batch_act; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.check_batch_act TO cx_app;

-- Name: TABLE check_batch_fetch; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.check_batch_fetch TO cx_app;

-- Name: TABLE check_batch_part; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.check_batch_part TO cx_app;

-- Name: TABLE check_batch_told; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE measures.check_batch_told TO cx_app;

-- Name: TABLE outcome; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.outcome TO cx_app;

-- Name: TABLE root; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.root TO cx_app;

-- Name: TABLE terms; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.terms TO cx_app;

-- Name: TABLE watch; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.watch TO cx_app;

-- Name: TABLE watch_attempt; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.watch_attempt TO cx_app;

-- Name: TABLE watch_delivery; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.watch_delivery TO cx_app;

-- Name: COLUMN watch_delivery.state; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(state) ON TABLE measures.watch_delivery TO cx_app;

-- Name: COLUMN watch_delivery.tries; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(tries) ON TABLE measures.watch_delivery TO cx_app;

-- Name: COLUMN watch_delivery.next_at; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(next_at) ON TABLE measures.watch_delivery TO cx_app;

-- Name: TABLE watch_end; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.watch_end TO cx_app;

-- Name: TABLE watch_event; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.watch_event TO cx_app;

-- Name: TABLE watch_feed; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.watch_feed TO cx_app;

-- Name: COLUMN watch_feed.last; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(last) ON TABLE measures.watch_feed TO cx_app;

-- Name: TABLE watch_state; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.watch_state TO cx_app;

-- Name: COLUMN watch_state.subject_ids; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(subject_ids) ON TABLE measures.watch_state TO cx_app;

-- Name: COLUMN watch_state.seen_on; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(seen_on) ON TABLE measures.watch_state TO cx_app;

-- Name: COLUMN watch_state.seen_rules; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(seen_rules) ON TABLE measures.watch_state TO cx_app;

-- Name: COLUMN watch_state.substance; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(substance) ON TABLE measures.watch_state TO cx_app;

-- Name: COLUMN watch_state.last_check; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(last_check) ON TABLE measures.watch_state TO cx_app;

-- Name: COLUMN watch_state.is_live; Type: ACL; Schema: measures; Owner: -

GRANT UPDATE(is_live) ON TABLE measures.watch_state TO cx_app;

-- Name: TABLE webhook; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.webhook TO cx_app;

-- Name: TABLE webhook_end; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.webhook_end TO cx_app;

-- Name: TABLE webhook_secret; Type: ACL; Schema: measures; Owner: -

GRANT SELECT,INSERT ON TABLE measures.webhook_secret TO cx_app;

-- Name: TABLE act; Type: ACL; Schema: notices; Owner: -

GRANT SELECT,INSERT ON TABLE notices.act TO cx_app;

-- Name: TABLE act_document; Type: ACL; Schema: notices; Owner: -

GRANT SELECT,INSERT ON TABLE notices.act_document TO cx_app;

-- Name: TABLE agreement; Type: ACL; Schema: notices; Owner: -

GRANT SELECT,INSERT ON TABLE notices.agreement TO cx_app;

-- Name: TABLE document; Type: ACL; Schema: notices; Owner: -

GRANT SELECT,INSERT ON TABLE notices.document TO cx_app;

-- Name: TABLE notice; Type: ACL; Schema: notices; Owner: -

GRANT SELECT,INSERT ON TABLE notices.notice TO cx_app;

-- Name: TABLE act; Type: ACL; Schema: objections; Owner: -

GRANT SELECT,INSERT ON TABLE objections.act TO cx_app;

-- Name: TABLE act_document; Type: ACL; Schema: objections; Owner: -

GRANT SELECT,INSERT ON TABLE objections.act_document TO cx_app;

-- Name: TABLE document; Type: ACL; Schema: objections; Owner: -

GRANT SELECT,INSERT ON TABLE objections.document TO cx_app;

-- Name: TABLE objection; Type: ACL; Schema: objections; Owner: -

GRANT SELECT,INSERT ON TABLE objections.objection TO cx_app;

-- Name: TABLE told; Type: ACL; Schema: objections; Owner: -

GRANT SELECT,INSERT ON TABLE objections.told TO cx_app;

-- Name: TABLE signing_key; Type: ACL; Schema: platform; Owner: -

GRANT SELECT,INSERT ON TABLE platform.signing_key TO cx_app;
GRANT SELECT ON TABLE platform.signing_key TO cx_public;

-- Name: COLUMN signing_key.until; Type: ACL; Schema: platform; Owner: -

GRANT UPDATE(until) ON TABLE platform.signing_key TO cx_app;

-- Name: TABLE agency; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.agency TO cx_public;
GRANT SELECT ON TABLE public_read.agency TO cx_app;

-- Name: TABLE alias_act; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.alias_act TO cx_app;

-- Name: TABLE alias_act; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.alias_act TO cx_public;
GRANT SELECT ON TABLE public_read.alias_act TO cx_app;

-- Name: TABLE identifier; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.identifier TO cx_app;

-- Name: TABLE identifier; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.identifier TO cx_public;
GRANT SELECT ON TABLE public_read.identifier TO cx_app;

-- Name: TABLE identifier_owner; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.identifier_owner TO cx_app;

-- Name: TABLE identifier_owner; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.identifier_owner TO cx_public;
GRANT SELECT ON TABLE public_read.identifier_owner TO cx_app;

-- Name: TABLE item_subject; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.item_subject TO cx_public;
GRANT SELECT ON TABLE public_read.item_subject TO cx_app;

-- Name: TABLE item_version; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.item_version TO cx_public;
GRANT SELECT ON TABLE public_read.item_version TO cx_app;

-- Name: TABLE list_version; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.list_version TO cx_public;
GRANT SELECT ON TABLE public_read.list_version TO cx_app;

-- Name: TABLE subject; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.subject TO cx_app;

-- Name: TABLE listing_count; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.listing_count TO cx_public;
GRANT SELECT ON TABLE public_read.listing_count TO cx_app;

-- Name: TABLE measure_version; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.measure_version TO cx_public;
GRANT SELECT ON TABLE public_read.measure_version TO cx_app;

-- Name: TABLE name; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.name TO cx_app;

-- Name: TABLE trade_name; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.trade_name TO cx_app;

-- Name: TABLE name; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.name TO cx_public;
GRANT SELECT ON TABLE public_read.name TO cx_app;

-- Name: TABLE name_index; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.name_index TO cx_public;
GRANT SELECT ON TABLE public_read.name_index TO cx_app;

-- Name: TABLE pack; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.pack TO cx_public;
GRANT SELECT ON TABLE public_read.pack TO cx_app;

-- Name: TABLE procedure_version; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.procedure_version TO cx_public;
GRANT SELECT ON TABLE public_read.procedure_version TO cx_app;

-- Name: TABLE record; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.record TO cx_public;
GRANT SELECT ON TABLE public_read.record TO cx_app;

-- Name: TABLE signing_key; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.signing_key TO cx_public;
GRANT SELECT ON TABLE public_read.signing_key TO cx_app;

-- Name: TABLE subject; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.subject TO cx_public;
GRANT SELECT ON TABLE public_read.subject TO cx_app;

-- Name: TABLE tally; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.tally TO cx_public;
GRANT SELECT ON TABLE public_read.tally TO cx_app;

-- Name: TABLE trade_name; Type: ACL; Schema: public_read; Owner: -

GRANT SELECT ON TABLE public_read.trade_name TO cx_public;
GRANT SELECT ON TABLE public_read.trade_name TO cx_app;

-- Name: TABLE act; Type: ACL; Schema: questions; Owner: -

GRANT SELECT,INSERT ON TABLE questions.act TO cx_app;

-- Name: TABLE question; Type: ACL; Schema: questions; Owner: -

GRANT SELECT,INSERT ON TABLE questions.question TO cx_app;

-- Name: TABLE person_secret; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.person_secret TO cx_app;
GRANT SELECT,DELETE ON TABLE registry.person_secret TO cx_retention;

-- Name: TABLE person_token; Type: ACL; Schema: registry; Owner: -

GRANT SELECT,INSERT ON TABLE registry.person_token TO cx_app;
GRANT SELECT,DELETE ON TABLE registry.person_token TO cx_retention;

-- Name: TABLE acknowledgement; Type: ACL; Schema: repair; Owner: -

GRANT SELECT,INSERT ON TABLE repair.acknowledgement TO cx_app;

-- Name: TABLE act; Type: ACL; Schema: repair; Owner: -

GRANT SELECT,INSERT ON TABLE repair.act TO cx_app;

-- Name: TABLE act_document; Type: ACL; Schema: repair; Owner: -

GRANT SELECT,INSERT ON TABLE repair.act_document TO cx_app;

-- Name: TABLE application; Type: ACL; Schema: repair; Owner: -

GRANT SELECT,INSERT ON TABLE repair.application TO cx_app;

-- Name: TABLE certificate; Type: ACL; Schema: repair; Owner: -

GRANT SELECT,INSERT ON TABLE repair.certificate TO cx_app;

-- Name: TABLE document; Type: ACL; Schema: repair; Owner: -

GRANT SELECT,INSERT ON TABLE repair.document TO cx_app;

-- Name: TABLE holder; Type: ACL; Schema: repair; Owner: -

GRANT SELECT,INSERT ON TABLE repair.holder TO cx_app;

-- Name: TABLE request; Type: ACL; Schema: repair; Owner: -

GRANT SELECT,INSERT ON TABLE repair.request TO cx_app;

-- Name: TABLE code_owner; Type: ACL; Schema: reports; Owner: -

GRANT SELECT,INSERT ON TABLE reports.code_owner TO cx_app;

-- Name: TABLE report; Type: ACL; Schema: reports; Owner: -

GRANT SELECT,INSERT ON TABLE reports.report TO cx_app;

-- PostgreSQL database dump complete

