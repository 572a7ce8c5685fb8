-- Reports that were issued. The report itself is not kept: its digests and what it stood on are.
-- Citus: `report` distributed by subject_id, `code_owner` by code.
CREATE SCHEMA reports;

CREATE TABLE reports.report (
  subject_id uuid NOT NULL,
  report_code text NOT NULL CHECK (report_code ~ '^[0-9A-HJ-NPQRTUWXY]{4}(-[0-9A-HJ-NPQRTUWXY]{4}){3}$'),
  audience text NOT NULL CHECK (audience IN ('public', 'body', 'subject')),
  effective_at date NOT NULL,
  known_at timestamptz NOT NULL,
  issued_at timestamptz NOT NULL,
  issued_to text NOT NULL,
  basis_digest bytea NOT NULL,
  renderings jsonb NOT NULL,
  PRIMARY KEY (subject_id, report_code)
);
CREATE TABLE reports.code_owner (
  report_code text PRIMARY KEY,
  subject_id uuid NOT NULL
);

GRANT USAGE ON SCHEMA reports TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA reports TO cx_app;
