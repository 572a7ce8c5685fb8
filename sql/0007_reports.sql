-- Reports that were issued. The report itself is not kept: its digests and what it stood on are, and nothing personal.
-- Citus: `report` distributed by subject_id, `code_owner` by report_code.
CREATE SCHEMA reports;

CREATE TABLE reports.report (
  subject_id uuid NOT NULL,
  subject_kind text NOT NULL,
  report_code text NOT NULL CHECK (report_code ~ '^[0-9A-HJ-NPQRTUWXY]{4}(-[0-9A-HJ-NPQRTUWXY]{4}){3}$'),
  audience text NOT NULL CHECK (audience IN ('public', 'body', 'subject')),
  format text NOT NULL CHECK (format IN ('pdf', 'json')),
  language text NOT NULL CHECK (language IN ('zh', 'en')),
  effective_at date NOT NULL,
  known_at timestamptz NOT NULL,
  issued_at timestamptz NOT NULL,
  use_before date NOT NULL CHECK (use_before > effective_at),
  -- A kind and an id, never a name; of a visitor not even that (C15).
  issued_to text NOT NULL CHECK (issued_to ~ '^(visitor|(officer|client|representative|job):[0-9A-Za-z-]+)$'),
  -- SHA-256 of the file (PDF), or of its canonical form (JSON).
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  -- SHA-256 of which records, in which versions and under which marks, the report stood on.
  state_digest bytea NOT NULL CHECK (octet_length(state_digest) = 32),
  key_id text NOT NULL REFERENCES platform.signing_key,
  -- Detached JWS over a PDF; the proof's value of a JSON.
  signature text NOT NULL CHECK (length(signature) BETWEEN 80 AND 400),
  PRIMARY KEY (subject_id, report_code),
  FOREIGN KEY (subject_id, subject_kind) REFERENCES registry.subject (subject_id, kind),
  CONSTRAINT c12_no_public_report_of_a_person CHECK (audience <> 'public' OR subject_kind <> 'person')
);
-- A code leads to its report's shard.
CREATE TABLE reports.code_owner (
  report_code text PRIMARY KEY,
  subject_id uuid NOT NULL
);

-- What was issued stays issued (C17).
GRANT USAGE ON SCHEMA reports TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA reports TO cx_app;
