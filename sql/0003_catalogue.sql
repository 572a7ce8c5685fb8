-- The rules in force, loaded from packs. Rows are only added: a new edition is a new version.
-- Only the owner may add, when it migrates: the application can neither bring an item of its own nor soften one (C2, C7).
-- Citus: all reference tables.
CREATE SCHEMA catalogue;

-- Whole editions, as anyone may download them (C18): sectors, kinds of agencies, items, rules, lists, measures ...
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

-- Procedures: the machine a proceeding runs on, as data. What C5 and C6 ask of it is proved here by induction, without
-- walking it: a state is `heard` where every way to it has passed an officer's reasoned decision after notice and the
-- time to answer; it can only be entered from a heard state or by such an act. Likewise `confirmed`.
CREATE TABLE catalogue.procedure_version (
  procedure_id text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  pack_id text NOT NULL,
  pack_version text NOT NULL,
  article text NOT NULL CHECK (article ~ '\S'),
  -- Whether what it leads to is adverse.
  adverse boolean NOT NULL,
  -- Whether a second officer confirms on every way into force.
  confirms boolean NOT NULL,
  switched_on boolean NOT NULL,
  effective_from date NOT NULL,
  body json NOT NULL,
  PRIMARY KEY (procedure_id, version),
  UNIQUE (procedure_id, version, adverse, confirms),
  UNIQUE (procedure_id, effective_from),
  FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack
);

CREATE TABLE catalogue.procedure_state (
  procedure_id text NOT NULL,
  version int NOT NULL,
  -- '' before the first act.
  state text NOT NULL,
  adverse boolean NOT NULL,
  confirms boolean NOT NULL,
  final boolean NOT NULL,
  in_force boolean NOT NULL,
  heard boolean NOT NULL,
  confirmed boolean NOT NULL,
  PRIMARY KEY (procedure_id, version, state),
  UNIQUE (procedure_id, version, state, final, in_force, heard, confirmed),
  FOREIGN KEY (procedure_id, version, adverse, confirms)
    REFERENCES catalogue.procedure_version (procedure_id, version, adverse, confirms),
  CONSTRAINT nothing_holds_before_the_first_act CHECK (
    state <> '' OR NOT (final OR in_force OR heard OR confirmed)),
  CONSTRAINT c6_notice_before_effect CHECK (NOT in_force OR NOT adverse OR heard),
  CONSTRAINT c5_confirmed_before_effect CHECK (NOT in_force OR NOT confirms OR confirmed),
  CONSTRAINT c8_what_is_in_force_ends CHECK (NOT (in_force AND final))
);

-- What may follow what. An act of a proceeding refers to its row here with all of `from_state`, `act`, `to_state`,
-- `done_by` and `guards`, so that it can neither invent a step nor leave out what the step asks for.
CREATE TABLE catalogue.transition (
  procedure_id text NOT NULL,
  version int NOT NULL,
  from_state text NOT NULL,
  act text NOT NULL CHECK (act ~ '\S'),
  to_state text NOT NULL CHECK (to_state <> ''),
  done_by text NOT NULL CHECK (done_by IN ('propose', 'decide', 'confirm', 'subject', 'service', 'clock')),
  -- In the order of the vocabulary.
  guards text[] NOT NULL CHECK (guards <@ ARRAY['notice-served', 'time-to-answer-over', 'hearing-settled', 'hearing-asked',
    'summoned', 'reasons', 'another-officer', 'not-who-returned', 'moved-by-another', 'decision-served', 'term-of-exit', 'conditions-met', 'ruling', 'end-given', 'end-reached']),
  article text NOT NULL CHECK (article ~ '\S'),
  from_final boolean NOT NULL,
  from_in_force boolean NOT NULL,
  from_heard boolean NOT NULL,
  from_confirmed boolean NOT NULL,
  to_final boolean NOT NULL,
  to_in_force boolean NOT NULL,
  to_heard boolean NOT NULL,
  to_confirmed boolean NOT NULL,
  PRIMARY KEY (procedure_id, version, from_state, act),
  UNIQUE (procedure_id, version, from_state, act, to_state, done_by, guards),
  FOREIGN KEY (procedure_id, version, from_state, from_final, from_in_force, from_heard, from_confirmed)
    REFERENCES catalogue.procedure_state (procedure_id, version, state, final, in_force, heard, confirmed),
  FOREIGN KEY (procedure_id, version, to_state, to_final, to_in_force, to_heard, to_confirmed)
    REFERENCES catalogue.procedure_state (procedure_id, version, state, final, in_force, heard, confirmed),
  -- Nothing but its undoing by a ruling, for which it is never too late.
  CONSTRAINT nothing_follows_an_end CHECK (NOT from_final OR (to_final AND act IN ('move-undoing', 'annul'))),
  CONSTRAINT c6_heard_by_decision_after_notice_and_answer CHECK (
    NOT to_heard OR from_heard
    OR (done_by = 'decide' AND guards @> ARRAY['notice-served', 'time-to-answer-over', 'reasons'])),
  CONSTRAINT c5_confirmed_by_another CHECK (
    NOT to_confirmed OR from_confirmed OR (done_by = 'confirm' AND 'another-officer' = ANY (guards))),
  -- C5: people put into force, or the service of what they decided.
  CONSTRAINT c5_people_put_into_force CHECK (NOT to_in_force OR from_in_force OR done_by IN ('decide', 'confirm')
    OR (done_by = 'service' AND 'decision-served' = ANY (guards))),
  CONSTRAINT c6_what_follows_from_service_was_served CHECK (
    done_by <> 'service' OR guards && ARRAY['notice-served', 'decision-served']),
  CONSTRAINT c5_the_clock_only_ends CHECK (done_by <> 'clock' OR (to_final AND 'end-reached' = ANY (guards)))
);

-- Lists: what never changes of one, so that measures can refer to it.
CREATE TABLE catalogue.list (
  list_id text PRIMARY KEY,
  sort text NOT NULL CHECK (sort IN ('honour', 'serious', 'abnormal')),
  pack_id text NOT NULL,
  UNIQUE (list_id, sort)
);

CREATE TABLE catalogue.list_trade (
  list_id text NOT NULL REFERENCES catalogue.list,
  trade text NOT NULL CHECK (trade ~ '\S'),
  PRIMARY KEY (list_id, trade)
);

CREATE TABLE catalogue.list_version (
  list_id text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  sort text NOT NULL,
  pack_id text NOT NULL,
  pack_version text NOT NULL,
  article text NOT NULL CHECK (article ~ '\S'),
  item_id text NOT NULL,
  subject_matters text[] NOT NULL CHECK (subject_matters <@ ARRAY[
    'life-and-health', 'market-and-social-order', 'credibility-of-law', 'national-defence']),
  set_up_by text NOT NULL CHECK (
    set_up_by IN ('statute', 'administrative-regulation', 'central-policy', 'ministry-rule', 'local-regulation')),
  switched_on boolean NOT NULL,
  effective_from date NOT NULL,
  -- Longest duration of a listing; null for honours without one.
  months_max smallint CHECK (months_max > 0),
  body json NOT NULL,
  PRIMARY KEY (list_id, version),
  UNIQUE (list_id, version, sort, item_id, switched_on),
  UNIQUE (list_id, effective_from),
  FOREIGN KEY (list_id, sort) REFERENCES catalogue.list (list_id, sort),
  FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack,
  -- 国办发〔2020〕49号: serious lists serve one of four matters.
  CONSTRAINT serious_lists_serve_a_permitted_matter CHECK ((sort = 'serious') = (cardinality(subject_matters) > 0)),
  CONSTRAINT c8_adverse_listings_end CHECK (
    sort = 'honour' OR (months_max IS NOT NULL AND months_max <= 60) OR NOT switched_on)
);

-- Whom a list may name. A proceeding refers here with all of these columns; a list that is switched off,
-- or kept elsewhere, has no rows.
CREATE TABLE catalogue.list_subject (
  list_id text NOT NULL,
  version int NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'individual-business', 'person')),
  switched_on boolean NOT NULL DEFAULT true CHECK (switched_on),
  sort text NOT NULL,
  item_id text NOT NULL,
  procedure_id text NOT NULL,
  adverse boolean NOT NULL,
  -- Whether a second officer confirms.
  confirms boolean NOT NULL,
  publishes boolean NOT NULL,
  PRIMARY KEY (list_id, version, subject_kind),
  UNIQUE (list_id, version, subject_kind, item_id, procedure_id, adverse, confirms),
  FOREIGN KEY (list_id, version, sort, item_id, switched_on)
    REFERENCES catalogue.list_version (list_id, version, sort, item_id, switched_on),
  CONSTRAINT honours_alone_are_not_adverse CHECK (adverse = (sort <> 'honour')),
  CONSTRAINT c5_persons_confirmed_by_another CHECK (subject_kind <> 'person' OR confirms OR NOT adverse),
  CONSTRAINT c12_lists_name_organisations_only CHECK (NOT publishes OR subject_kind = 'organisation')
);

-- Matters a body decides in.
CREATE TABLE catalogue.matter (
  matter_id text PRIMARY KEY,
  pack_id text NOT NULL,
  trade text NOT NULL CHECK (trade ~ '\S'),
  title_zh text NOT NULL CHECK (title_zh ~ '\S'),
  title_en text NOT NULL CHECK (title_en ~ '\S'),
  -- Touches what is never touched for a person (C7).
  private_life boolean NOT NULL,
  UNIQUE (matter_id, trade, private_life),
  CONSTRAINT c7_private_life_is_known CHECK (
    private_life OR NOT (title_zh ~ '出行|乘机|乘车|乘坐|航班|高铁|入学|升学|就学|复学|就医|住房|购房|社会保障|社会保险待遇|低保|通信|通讯|家庭|子女'
      OR title_en ~* '\m(travel|flights?|trains?|school(s|ing)?|health ?care|housing|social security|welfare|communications?|famil(y|ies))\M'))
);

CREATE TABLE catalogue.measure_version (
  measure_id text NOT NULL,
  version int NOT NULL CHECK (version > 0),
  pack_id text NOT NULL,
  pack_version text NOT NULL,
  article text NOT NULL CHECK (article ~ '\S'),
  sort text NOT NULL CHECK (sort IN ('constraint', 'incentive')),
  -- 1 reduces rights, 2 management, 3 by other organisations; 0 for incentives.
  kind smallint NOT NULL,
  effect text NOT NULL,
  force text NOT NULL CHECK (force IN ('must', 'may')),
  granted_by text NOT NULL CHECK (
    granted_by IN ('statute', 'administrative-regulation', 'central-policy', 'ministry-rule', 'local-regulation')),
  switched_on boolean NOT NULL,
  effective_from date NOT NULL,
  months_max smallint CHECK (months_max > 0),
  body json NOT NULL,
  PRIMARY KEY (measure_id, version),
  UNIQUE (measure_id, version, sort, effect),
  UNIQUE (measure_id, effective_from),
  FOREIGN KEY (pack_id, pack_version) REFERENCES catalogue.pack,
  CONSTRAINT c7_closed_effects CHECK (
    (sort = 'incentive' AND kind = 0 AND effect IN ('priority', 'simplified-procedure', 'green-channel', 'fewer-inspections'))
    OR (sort = 'constraint' AND kind = 1 AND effect IN ('refuse', 'restrict', 'disqualify'))
    OR (sort = 'constraint' AND kind = 2 AND effect IN ('more-inspection', 'no-award', 'no-funds', 'no-easing'))
    OR (sort = 'constraint' AND kind = 3 AND effect = 'note')),
  CONSTRAINT c7_rights_reduced_by_law_only CHECK (kind <> 1 OR granted_by IN ('statute', 'administrative-regulation')),
  CONSTRAINT c7_no_measure_by_ministry_rule CHECK (kind <> 2 OR granted_by <> 'ministry-rule'),
  CONSTRAINT c7_others_are_never_forced CHECK (kind <> 3 OR force = 'may')
);

-- What a measure follows from, for whom, in which matter: one row for each, so that each is held by itself.
CREATE TABLE catalogue.measure_link (
  measure_id text NOT NULL,
  version int NOT NULL,
  sort text NOT NULL,
  effect text NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'individual-business', 'person')),
  -- Which of the things it follows from, in the order of the pack.
  place smallint NOT NULL,
  matter_id text NOT NULL,
  matter_trade text NOT NULL,
  private_life boolean NOT NULL,
  list_id text NOT NULL,
  list_sort text NOT NULL,
  link text NOT NULL CHECK (link IN ('same-trade', 'article')),
  -- The trade of the listed conduct, where that is the link.
  list_trade text,
  article text CHECK (article ~ '\S'),
  PRIMARY KEY (measure_id, version, subject_kind, place, matter_id),
  -- What a check told of refers here with its sort and effect too.
  UNIQUE (measure_id, version, subject_kind, place, matter_id, sort, effect),
  FOREIGN KEY (measure_id, version, sort, effect)
    REFERENCES catalogue.measure_version (measure_id, version, sort, effect),
  FOREIGN KEY (matter_id, matter_trade, private_life) REFERENCES catalogue.matter (matter_id, trade, private_life),
  FOREIGN KEY (list_id, list_sort) REFERENCES catalogue.list (list_id, sort),
  FOREIGN KEY (list_id, list_trade) REFERENCES catalogue.list_trade (list_id, trade),
  CONSTRAINT c7_linked CHECK (
    (link = 'same-trade' AND list_trade IS NOT NULL AND list_trade = matter_trade)
    OR (link = 'article' AND list_trade IS NULL AND article IS NOT NULL)),
  CONSTRAINT honours_bring_incentives CHECK ((sort = 'incentive') = (list_sort = 'honour')),
  CONSTRAINT c7_persons_lose_their_trade_only CHECK (
    subject_kind <> 'person' OR (effect = 'disqualify' AND link = 'same-trade')),
  CONSTRAINT c7_individual_businesses_their_trade_only CHECK (
    subject_kind <> 'individual-business' OR (effect IN ('disqualify', 'more-inspection') AND link = 'same-trade')),
  CONSTRAINT c7_private_life_untouched CHECK (subject_kind = 'organisation' OR NOT private_life)
);

GRANT USAGE ON SCHEMA catalogue TO cx_app;
GRANT SELECT ON ALL TABLES IN SCHEMA catalogue TO cx_app;
