-- The rules in force, loaded from packs. Rows are only added: a new edition is a new version.
-- Citus: all reference tables.
CREATE SCHEMA catalogue;

CREATE TABLE catalogue.pack (
  pack_id text NOT NULL,
  version text NOT NULL,
  digest bytea NOT NULL,
  body jsonb NOT NULL,
  loaded_at timestamptz NOT NULL,
  PRIMARY KEY (pack_id, version)
);

-- Everything of a pack that is not an item: sectors, rules, purposes, calendars, code lists, agency kinds.
CREATE TABLE catalogue.document (
  kind text NOT NULL,
  document_id text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  pack_id text NOT NULL,
  pack_version text NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  body jsonb NOT NULL,
  PRIMARY KEY (kind, document_id, version),
  FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack
);

CREATE TABLE catalogue.item_version (
  item_id text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  pack_id text NOT NULL,
  pack_version text NOT NULL,
  -- C2: no item without its law.
  article text NOT NULL CHECK (article <> ''),
  switched_on boolean NOT NULL,
  effective_from date NOT NULL,
  effective_to date CHECK (effective_to >= effective_from),
  body jsonb NOT NULL,
  PRIMARY KEY (item_id, version),
  FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack
);

-- What an item version may say of which kind of subject. Every ledger record points here with all of these columns,
-- so that a record cannot claim to be milder, or to be about someone else, than its item allows.
CREATE TABLE catalogue.item_subject (
  item_id text NOT NULL,
  item_version int NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'individual-business', 'person')),
  adverse boolean NOT NULL,
  evaluative boolean NOT NULL,
  listing boolean NOT NULL,
  publishable boolean NOT NULL,
  retention_years_max smallint NOT NULL CHECK (retention_years_max >= 0),
  statute_beyond_five_years text,
  PRIMARY KEY (item_id, item_version, subject_kind),
  UNIQUE (item_id, item_version, subject_kind, adverse, evaluative, listing, retention_years_max),
  FOREIGN KEY (item_id, item_version) REFERENCES catalogue.item_version,
  -- C1: no evaluation of anyone but organisations.
  CHECK (NOT evaluative OR subject_kind = 'organisation'),
  -- C8: adverse information ends, after five years unless a statute is named.
  CHECK (NOT adverse OR retention_years_max BETWEEN 1 AND 5 OR (retention_years_max > 5 AND statute_beyond_five_years IS NOT NULL)),
  -- C12: persons are never public.
  CHECK (NOT publishable OR subject_kind <> 'person')
);

GRANT USAGE ON SCHEMA catalogue TO cx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA catalogue TO cx_app;
