-- The rules in force, loaded from packs. Rows are only added: a new edition is a new version.
-- Only the owner may add, when it migrates: the application can neither bring an item of its own nor soften one (C2, C7).
-- Citus: all reference tables.
CREATE SCHEMA catalogue;

-- Whole editions, as anyone may download them (C18): sectors, kinds of agencies, items, rules, purposes, calendars, codes.
CREATE TABLE catalogue.pack (
  pack_id text NOT NULL,
  version text NOT NULL,
  -- SHA-256 of the canonical JSON (RFC 8785) of `body`.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  -- As written: the order of an item's fields is the order of forms and files.
  body json NOT NULL,
  loaded_at timestamptz NOT NULL,
  PRIMARY KEY (pack_id, version)
);

-- Every version of every item that was ever loaded: what a record came under stays what it was.
CREATE TABLE catalogue.item_version (
  item_id text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  pack_id text NOT NULL,
  -- The edition that brought it.
  pack_version text NOT NULL,
  -- C2: no item without its law.
  article text NOT NULL CHECK (article ~ '\S'),
  switched_on boolean NOT NULL,
  effective_from date NOT NULL,
  body json NOT NULL,
  PRIMARY KEY (item_id, version),
  UNIQUE (item_id, version, switched_on),
  -- Two versions of an item do not begin on one day; the later one ends the earlier.
  UNIQUE (item_id, effective_from),
  FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack
);

-- What an item version may say of which kind of subject. Every ledger record points here with all of these columns,
-- so that a record cannot claim to be milder, or to be about someone else, than its item allows.
CREATE TABLE catalogue.item_subject (
  item_id text NOT NULL,
  item_version int NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'individual-business', 'person')),
  -- An item that is switched off has no rows here, so nothing can be recorded under it.
  switched_on boolean NOT NULL DEFAULT true CHECK (switched_on),
  adverse boolean NOT NULL,
  evaluative boolean NOT NULL,
  listing boolean NOT NULL,
  publishable boolean NOT NULL,
  -- The law that publishes individual businesses for this item.
  publication_law text CHECK (publication_law ~ '\S'),
  retention_years_max smallint NOT NULL CHECK (retention_years_max >= 0),
  statute_beyond_five_years text CHECK (statute_beyond_five_years ~ '\S'),
  PRIMARY KEY (item_id, item_version, subject_kind),
  UNIQUE (item_id, item_version, subject_kind, adverse, evaluative, listing, retention_years_max),
  FOREIGN KEY (item_id, item_version, switched_on) REFERENCES catalogue.item_version (item_id, version, switched_on),
  CONSTRAINT c1_organisations_only_are_evaluated CHECK (NOT evaluative OR subject_kind = 'organisation'),
  CONSTRAINT c8_adverse_ends CHECK (
    NOT adverse OR retention_years_max BETWEEN 1 AND 5
    OR (retention_years_max > 5 AND statute_beyond_five_years IS NOT NULL)),
  CONSTRAINT c12_persons_never_public CHECK (NOT publishable OR subject_kind <> 'person'),
  CONSTRAINT c12_individual_businesses_by_law_only CHECK (
    NOT publishable OR subject_kind <> 'individual-business' OR publication_law IS NOT NULL),
  -- A list speaks of adverse matter, whatever the pack calls it.
  CONSTRAINT c5_listings_are_adverse CHECK (NOT listing OR adverse)
);

GRANT USAGE ON SCHEMA catalogue TO cx_app;
GRANT SELECT ON ALL TABLES IN SCHEMA catalogue TO cx_app;
