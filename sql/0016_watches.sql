-- Watches: a body is told when the answer to its check changes; what it is told, how that is delivered, and when it ends.
-- Citus: `ledger.outbox` is distributed by subject_id; all others are local to the coordinator, which alone calls and tells.

-- Subjects whose listings changed and whose watchers have not been looked after yet. A row stands in the transaction that
-- changed the ledger, and goes in the one in which its watches were looked at anew: a queue has no cursor, so what
-- commits late is not passed over.
CREATE TABLE ledger.outbox (
  subject_id uuid NOT NULL,
  outbox_id bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (subject_id, outbox_id)
);
GRANT SELECT, INSERT, DELETE ON ledger.outbox TO cx_app;
-- Locking a row asks for leave to change it; this column is the one that nothing can change.
GRANT UPDATE (outbox_id) ON ledger.outbox TO cx_app;

-- A standing question. Nothing of a person's number stands here: a person is watched by the platform's own id (C13).
CREATE TABLE measures.watch (
  watch_id uuid PRIMARY KEY,
  agency_code text NOT NULL REFERENCES access.agency,
  -- Who keeps it, as the door knows them; no name. The looks of the watch are theirs.
  actor jsonb NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('officer', 'client')),
  actor_id text NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'individual-business', 'person')),
  subject_id uuid NOT NULL,
  number text,
  matter_id text NOT NULL,
  purpose text NOT NULL CHECK (purpose ~ '\S'),
  basis text NOT NULL CHECK (basis ~ '\S'),
  began_on date NOT NULL,
  ends_on date NOT NULL,
  webhook_id uuid,
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  idempotency_key text NOT NULL,
  -- The check that answered when it was set up, and what that answer said.
  first_check uuid NOT NULL,
  UNIQUE (agency_code, idempotency_key),
  CONSTRAINT c13_persons_by_our_own_id CHECK ((subject_kind = 'person') = (number IS NULL)),
  -- C8: nothing is watched for ever; what a purpose justifies is shorter and the catalogue's to say.
  CONSTRAINT c8_watches_end CHECK (ends_on >= began_on AND ends_on <= began_on + make_interval(months => 24))
);
CREATE INDEX watch_by_agency ON measures.watch (agency_code, entered_at DESC, watch_id);
CREATE INDEX watch_by_subject ON measures.watch (subject_id, agency_code, matter_id, purpose);

-- Ended before its day by whoever kept it, at its day, or because its body may no longer ask. Once.
CREATE TABLE measures.watch_end (
  watch_id uuid PRIMARY KEY REFERENCES measures.watch,
  why text NOT NULL CHECK (why IN ('asked', 'expired', 'lapsed')),
  refusal text,
  ended_by text NOT NULL,
  ended_at timestamptz NOT NULL,
  CHECK ((why = 'lapsed') = (refusal IS NOT NULL))
);

-- How far a watch has been looked after: on which day, by which edition of the rules, and what its last answer said (a
-- hash). It moves in the transaction that tells of a change, and its row is locked meanwhile.
CREATE TABLE measures.watch_state (
  watch_id uuid PRIMARY KEY REFERENCES measures.watch,
  -- Whose records it follows: of a subject that was merged, all of them.
  subject_ids uuid[] NOT NULL CHECK (cardinality(subject_ids) > 0),
  seen_on date NOT NULL,
  seen_rules text NOT NULL,
  substance bytea NOT NULL CHECK (octet_length(substance) = 32),
  last_check uuid NOT NULL,
  is_live boolean NOT NULL
);
CREATE INDEX watch_state_by_subject ON measures.watch_state USING gin (subject_ids) WHERE is_live;
CREATE INDEX watch_state_unseen ON measures.watch_state (seen_on, watch_id) WHERE is_live;

-- Places in a body's feed. Its row is locked until the transaction ends, so that places are in the order of commits and a
-- reader's cursor passes nothing over.
CREATE TABLE measures.watch_feed (
  agency_code text PRIMARY KEY REFERENCES access.agency,
  last bigint NOT NULL CHECK (last >= 0)
);

-- What a watcher is told. An answer that changed stands in `measures.answer` with its receipt, under the id of its look (C15).
CREATE TABLE measures.watch_event (
  agency_code text NOT NULL,
  position bigint NOT NULL CHECK (position > 0),
  event_id uuid NOT NULL UNIQUE,
  watch_id uuid REFERENCES measures.watch,
  kind text NOT NULL CHECK (kind IN ('changed', 'ended', 'test')),
  at timestamptz NOT NULL,
  check_id uuid,
  -- The answer it took the place of.
  before_id uuid,
  PRIMARY KEY (agency_code, position),
  CONSTRAINT c15_no_change_without_its_answer CHECK ((kind = 'changed') = (check_id IS NOT NULL)),
  CHECK ((check_id IS NULL) = (before_id IS NULL)),
  CHECK ((kind = 'test') = (watch_id IS NULL))
);
-- Each answer follows one, and is told once.
CREATE UNIQUE INDEX watch_event_follows ON measures.watch_event (before_id) WHERE before_id IS NOT NULL;
CREATE INDEX watch_event_by_watch ON measures.watch_event (watch_id, position DESC);


-- C15: no change is told without its answer, nor without its look, both of this very transaction or an earlier one.
ALTER TABLE measures.watch_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY watch_event_read ON measures.watch_event FOR SELECT USING (true);
CREATE POLICY watch_event_append ON measures.watch_event FOR INSERT WITH CHECK (
  kind <> 'changed' OR EXISTS (
    SELECT FROM measures.answer a JOIN measures.watch w ON w.watch_id = watch_event.watch_id
    WHERE a.check_id = watch_event.check_id AND a.agency_code = watch_event.agency_code
      AND a.agency_code = w.agency_code AND a.matter_id = w.matter_id AND a.purpose = w.purpose
      AND (a.subject_id IS NULL OR EXISTS (
        SELECT FROM access.look l
        WHERE l.subject_id = a.subject_id AND l.looked_at >= a.asked_at - interval '1 minute' AND l.look_id = a.check_id)))
);

-- Where a body wants to be called. Secrets are sealed; the one before is good for a while after the next.
CREATE TABLE measures.webhook (
  webhook_id uuid PRIMARY KEY,
  agency_code text NOT NULL REFERENCES access.agency,
  address text NOT NULL CHECK (address ~ '^https?://'),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  idempotency_key text NOT NULL,
  UNIQUE (agency_code, idempotency_key)
);
CREATE TABLE measures.webhook_secret (
  webhook_id uuid NOT NULL REFERENCES measures.webhook,
  nth int NOT NULL CHECK (nth > 0),
  sealed bytea NOT NULL,
  -- On the machine's clock, as the times of deliveries are.
  since timestamptz NOT NULL,
  entered_by text NOT NULL,
  PRIMARY KEY (webhook_id, nth)
);
CREATE TABLE measures.webhook_end (
  webhook_id uuid PRIMARY KEY REFERENCES measures.webhook,
  ended_by text NOT NULL,
  ended_at timestamptz NOT NULL
);
ALTER TABLE measures.watch ADD FOREIGN KEY (webhook_id) REFERENCES measures.webhook;

-- Calls to make, and how each went. The row stands in the transaction of its event: a process that is killed loses none.
CREATE TABLE measures.watch_delivery (
  event_id uuid PRIMARY KEY REFERENCES measures.watch_event (event_id),
  webhook_id uuid NOT NULL REFERENCES measures.webhook,
  state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'given-up')),
  tries int NOT NULL CHECK (tries >= 0),
  -- On the machine's clock: when it is tried next, or, while it is tried, when it is thought lost.
  next_at timestamptz NOT NULL
);
CREATE INDEX watch_delivery_due ON measures.watch_delivery (next_at) WHERE state = 'waiting';
CREATE INDEX watch_delivery_by_webhook ON measures.watch_delivery (webhook_id, state);
CREATE TABLE measures.watch_attempt (
  event_id uuid NOT NULL REFERENCES measures.watch_delivery,
  nth int NOT NULL CHECK (nth > 0),
  at timestamptz NOT NULL,
  result text NOT NULL CHECK (result IN ('delivered', 'answered-no', 'unreachable', 'too-slow', 'address-not-public', 'ended')),
  status int CHECK (status BETWEEN 100 AND 999),
  PRIMARY KEY (event_id, nth)
);

GRANT SELECT, INSERT ON measures.watch, measures.watch_end, measures.watch_state, measures.watch_feed,
  measures.watch_event, measures.webhook, measures.webhook_secret, measures.webhook_end, measures.watch_delivery,
  measures.watch_attempt TO cx_app;
GRANT UPDATE (subject_ids, seen_on, seen_rules, substance, last_check, is_live) ON measures.watch_state TO cx_app;
GRANT UPDATE (last) ON measures.watch_feed TO cx_app;
GRANT UPDATE (state, tries, next_at) ON measures.watch_delivery TO cx_app;
