-- What an anonymous visitor's request can see, whatever the application gets wrong: these views and nothing else (C12).
CREATE SCHEMA public_read;

CREATE VIEW public_read.subject WITH (security_barrier) AS
  SELECT s.subject_id, s.kind, s.form, s.division, s.founded_at
  FROM registry.subject s
  WHERE s.kind IN ('organisation', 'individual-business');

-- Neither table can hold a row about a person (their foreign keys and CHECKs); the views say it once more.
CREATE VIEW public_read.identifier WITH (security_barrier) AS
  SELECT i.subject_id, i.kind, i.scheme, i.value, i.verdict, i.valid_from, i.valid_until, i.recorded_at
  FROM registry.identifier i
  WHERE i.kind IN ('organisation', 'individual-business');

CREATE VIEW public_read.identifier_owner WITH (security_barrier) AS
  SELECT o.value, o.scheme, o.subject_id, o.kind
  FROM registry.identifier_owner o
  WHERE o.kind IN ('organisation', 'individual-business');

-- A trade name that holds its operator's name, or may hold it, is not here: the code stands in its place (C12).
CREATE VIEW public_read.name WITH (security_barrier) AS
  SELECT n.subject_id, n.kind, n.name, n.role, n.valid_from, n.valid_until, n.former, n.recorded_at
  FROM registry.name n
  UNION ALL
  SELECT t.subject_id, t.kind, t.name, 'trade', t.valid_from, t.valid_until, t.former, t.recorded_at
  FROM registry.trade_name t
  WHERE t.public;

-- Part-name search: organisations only, by the table itself. No barrier, or the index could not be used; nothing is
-- filtered here that a barrier would protect.
CREATE VIEW public_read.name_index AS
  SELECT n.subject_id, n.name, n.former, n.valid_until, n.tokens FROM registry.name n;

CREATE VIEW public_read.trade_name WITH (security_barrier) AS
  SELECT t.subject_id, t.name, t.matched_by, t.former, t.valid_until FROM registry.trade_name t WHERE t.public;

-- That two codes are one organisation is public; who decided it and in which words is not.
CREATE VIEW public_read.alias_act AS
  SELECT a.act_id, a.act, a.subject_id, a.other_subject_id, a.reverses,
    jsonb_build_object('identifiers', a.detail -> 'identifiers', 'names', a.detail -> 'names') AS detail,
    a.effective_at, a.decided_at
  FROM registry.alias_act a;

-- The latest standing content of every record that may be public today. No superseded and no withdrawn content, so
-- nobody can dig up what was corrected; no record whose publication ended, so a late job discloses nothing (C8); none
-- whose authority left an objection unanswered (C10).
CREATE VIEW public_read.record WITH (security_barrier) AS
  SELECT
    r.subject_id, r.record_id, r.subject_kind, r.item_id, coalesce(c.item_version, r.item_version) AS item_version,
    r.adverse, r.listing, r.authority,
    coalesce(c.decided_on, r.decided_on) AS decided_on,
    CASE WHEN c.version IS NULL THEN r.conduct_ended_on ELSE c.conduct_ended_on END AS conduct_ended_on,
    CASE WHEN c.version IS NULL THEN r.served_on ELSE c.served_on END AS served_on,
    coalesce(c.effective_from, r.effective_from) AS effective_from,
    CASE WHEN c.version IS NULL THEN r.effective_to ELSE c.effective_to END AS effective_to,
    CASE WHEN c.version IS NULL THEN r.published_until ELSE c.published_until END AS published_until,
    CASE WHEN c.version IS NULL THEN r.open ELSE c.open END AS open,
    -- The first version's day: what an index of the ledger can sort by.
    r.decided_on AS first_decided_on,
    r.recorded_at, c.recorded_at AS corrected_at, coalesce(c.version, 1) AS version,
    m.marks
  FROM ledger.record r
  LEFT JOIN LATERAL (
    SELECT c.* FROM ledger.change c
    WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act <> 'annotate'
    ORDER BY c.version DESC LIMIT 1
  ) c ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('mark', a.mark, 'open', a.open, 'at', to_char(a.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY a.version) AS marks,
      -- C10: the last mark of an objection says until when its answer is due, null once it is answered.
      (array_agg(a.open ->> 'dueOn' ORDER BY a.version DESC) FILTER (WHERE a.mark = 'objection'))[1]::date AS answer_due_on,
      coalesce(bool_or(a.mark = 'suspension'), false) AS suspended,
      (array_agg(a.open ->> 'state' ORDER BY a.version DESC)
        FILTER (WHERE a.mark = 'repair' AND a.open ->> 'state' IN ('granted', 'reversed')))[1] AS repair
    FROM ledger.change a
    WHERE a.subject_id = r.subject_id AND a.record_id = r.record_id AND a.act = 'annotate'
      -- A release of masked text speaks of the content it was made for; a later correction voids it.
      AND (a.mark <> 'release' OR a.version > coalesce(c.version, 1))
  ) m ON true
  WHERE r.subject_kind <> 'person'
    AND (c.version IS NULL OR c.act = 'correct')
    AND CASE WHEN c.version IS NULL THEN r.disclosure ELSE c.disclosure END = 'public'
    AND CASE WHEN c.version IS NULL THEN r.open ELSE c.open END IS NOT NULL
    -- What is repaired is published no more from the instant of the decision (NDRC Order 36).
    AND m.repair IS DISTINCT FROM 'granted'
    AND (CASE WHEN c.version IS NULL THEN r.published_until ELSE c.published_until END IS NULL
      OR CASE WHEN c.version IS NULL THEN r.published_until ELSE c.published_until END >= platform.today())
    -- C10: an objection nobody answered in time suspends publication by its date; no job has to run.
    AND NOT m.suspended AND (m.answer_due_on IS NULL OR m.answer_due_on >= platform.today());

-- How many organisations entered a list and left it, by month and city: numbers, and nobody in them (C12). An entry that
-- was withdrawn was annulled; one whose last day has passed has left.
CREATE VIEW public_read.listing_count WITH (security_barrier) AS
  SELECT e.item_id, e.city, e.entered, e.ended, e.annulled, count(*)::int AS listings
  FROM (
    SELECT r.item_id, coalesce(left(s.division, 4), '') AS city,
      date_trunc('month', coalesce(c.effective_from, r.effective_from))::date AS entered,
      CASE
        WHEN c.act = 'withdraw' THEN date_trunc('month', (c.recorded_at AT TIME ZONE 'UTC') + interval '8 hours')::date
        WHEN p.repaired_at IS NOT NULL THEN date_trunc('month', (p.repaired_at AT TIME ZONE 'UTC') + interval '8 hours')::date
        WHEN CASE WHEN c.version IS NULL THEN r.effective_to ELSE c.effective_to END < platform.today()
          THEN date_trunc('month', CASE WHEN c.version IS NULL THEN r.effective_to ELSE c.effective_to END)::date
      END AS ended,
      c.act IS NOT DISTINCT FROM 'withdraw' AS annulled
    FROM ledger.record r
    JOIN registry.subject s ON s.subject_id = r.subject_id
    LEFT JOIN LATERAL (
      SELECT c.version, c.act, c.effective_from, c.effective_to, c.recorded_at FROM ledger.change c
      WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act <> 'annotate'
      ORDER BY c.version DESC LIMIT 1
    ) c ON true
    LEFT JOIN LATERAL (
      SELECT CASE a.open ->> 'state' WHEN 'granted' THEN a.recorded_at END AS repaired_at FROM ledger.change a
      WHERE a.subject_id = r.subject_id AND a.record_id = r.record_id AND a.mark = 'repair'
        AND a.open ->> 'state' IN ('granted', 'reversed')
      ORDER BY a.version DESC LIMIT 1
    ) p ON true
    WHERE r.subject_kind = 'organisation' AND r.disclosure = 'public'
      AND coalesce(c.effective_from, r.effective_from) <= platform.today()
  ) e
  GROUP BY e.item_id, e.city, e.entered, e.ended, e.annulled;

-- C18: the rules are public.
CREATE VIEW public_read.pack AS SELECT pack_id, version, digest, body, loaded_at FROM catalogue.pack;
CREATE VIEW public_read.item_version AS SELECT * FROM catalogue.item_version;
CREATE VIEW public_read.item_subject AS SELECT * FROM catalogue.item_subject;
CREATE VIEW public_read.list_version AS SELECT list_id, version, body FROM catalogue.list_version;
CREATE VIEW public_read.procedure_version AS SELECT procedure_id, version, body FROM catalogue.procedure_version;
CREATE VIEW public_read.measure_version AS SELECT measure_id, version, body FROM catalogue.measure_version;
CREATE VIEW public_read.agency AS SELECT agency_code, name_zh, name_en, kinds, division, since, until FROM access.agency;
CREATE VIEW public_read.tally AS
  SELECT item_id, sector, month, authority, sum(recorded)::int AS recorded FROM ledger.tally GROUP BY item_id, sector, month, authority;
CREATE VIEW public_read.signing_key AS SELECT * FROM platform.signing_key;

GRANT USAGE ON SCHEMA public_read TO cx_public, cx_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public_read TO cx_public, cx_app;
