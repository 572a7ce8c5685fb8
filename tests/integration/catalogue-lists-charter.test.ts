/** The charter where lists, procedures and measures hold it: the database refuses what a pack that slipped through could say. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { List, Matter, Measure, Procedure } from "#contract/lists-in-packs.ts";
import { isoDate } from "#core/time/date.ts";
import { soundLists, soundMeasures, soundProcedures } from "#src/catalogue/check/sound-lists.ts";
import { stateFacts, stepsOf } from "#src/catalogue/index.ts";
import {
  appendList,
  appendMatter,
  appendMeasure,
  appendProcedure,
  type EditionKey,
} from "#src/catalogue/list-store.ts";
import { inTransaction, openPool, type Transaction } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode();
const owner = openPool(node.owner, { max: 2 });
after(() => owner.end());
const today = isoDate("2026-11-10");
const head = node.catalogue.packs.find(({ pack }) => pack.id === "cn");
assert.ok(head);
const edition: EditionKey = { packId: "cn", version: head.pack.version };

/** Contents a test may change as it likes. */
type Open<T> = { -readonly [K in keyof T]: T[K] };

class RolledBack extends Error {}

/** Runs as the owner, who may add; whatever was added is taken back. */
async function tried(work: (transaction: Transaction) => Promise<void>): Promise<void> {
  await inTransaction(owner, async (transaction) => {
    await work(transaction);
    throw new RolledBack();
  }).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
}

const refusedBy = (constraint: string) => (error: Error & { constraint?: string }) => {
  assert.equal(error.constraint, constraint, error.message);
  return true;
};

function the<R extends { readonly id: string }>(rows: readonly R[], name: string): Open<R> {
  const found = rows.find(({ id }) => id === `nation/${name}`);
  assert.ok(found);
  return found;
}

const actOf = ({ acts }: Procedure, name: string) => {
  const found = acts.find(({ act }) => act === name);
  assert.ok(found);
  return found;
};

test("what holds is taken: the sound procedures, lists and measures", async () => {
  await tried(async (transaction) => {
    for (const procedure of soundProcedures()) await appendProcedure(transaction, edition, procedure);
    await addsMeasure(transaction, () => {});
  });
});

describe("a procedure that breaks the charter is refused, even from the owner", () => {
  const cases: readonly (readonly [what: string, constraint: string, change: (procedure: Open<Procedure>) => void])[] =
    [
      [
        "C6: decided before the notice was served",
        "c6_notice_before_effect",
        (procedure) => Object.assign(actOf(procedure, "decide"), { guards: ["time-to-answer-over", "reasons"] }),
      ],
      [
        "C6: a short way into force round the time to answer",
        "c6_notice_before_effect",
        ({ acts }) =>
          acts.push({
            ...actOf({ acts } as Procedure, "confirm"),
            act: "rush",
            from: ["proposed"],
            by: "decide",
            guards: ["reasons"],
          }),
      ],
      [
        "C5: put into force by a clock",
        "c5_people_put_into_force",
        (procedure) => Object.assign(actOf(procedure, "serve-decision"), { by: "clock" }),
      ],
      [
        "C5: put into force by the subject",
        "c5_people_put_into_force",
        (procedure) => Object.assign(actOf(procedure, "serve-decision"), { by: "subject" }),
      ],
      [
        "C5: a clock that refuses",
        "c5_the_clock_only_ends",
        (procedure) => Object.assign(actOf(procedure, "drop"), { by: "clock", guards: [] }),
      ],
      [
        "C8: an end that has effect",
        "c8_what_is_in_force_ends",
        ({ states }) => Object.assign(states.find(({ state }) => state === "expired") ?? {}, { inForce: true }),
      ],
      [
        "a step after the end",
        "nothing_follows_an_end",
        ({ acts }) =>
          acts.push({ ...actOf({ acts } as Procedure, "drop"), act: "revive", from: ["expired"], to: "notified" }),
      ],
    ];
  for (const [what, constraint, change] of cases)
    test(what, async () => {
      const procedure = the(soundProcedures(), "grave-listing");
      change(procedure);
      await assert.rejects(
        tried((transaction) => appendProcedure(transaction, edition, procedure)),
        refusedBy(constraint),
      );
    });

  test("a step may ask only for facts of the closed vocabulary", async () => {
    const added = tried(async (transaction) => {
      await appendProcedure(transaction, edition, the(soundProcedures(), "grave-listing"));
      await transaction.query(
        "UPDATE catalogue.transition SET guards = guards || '{good-feeling}' WHERE procedure_id = 'nation/grave-listing'",
      );
    });
    await assert.rejects(added, refusedBy("transition_guards_check"));
  });

  test("C5, C6: a state that is only called heard, or confirmed, is refused at the step that leads to it", async () => {
    const lies: readonly (readonly [act: string, to: string, guards: string, constraint: string])[] = [
      ["rush", "decided", "{reasons}", "c6_heard_by_decision_after_notice_and_answer"],
      ["wave-through", "confirmed", "{reasons}", "c5_confirmed_by_another"],
    ];
    for (const [act, to, guards, constraint] of lies) {
      const from = to === "decided" ? "proposed" : "decided";
      const lie = tried(async (transaction) => {
        await appendProcedure(transaction, edition, the(soundProcedures(), "grave-listing"));
        await transaction.query(
          `INSERT INTO catalogue.transition (procedure_id, version, from_state, act, to_state, done_by, guards, article,
             from_final, from_in_force, from_heard, from_confirmed, to_final, to_in_force, to_heard, to_confirmed)
           SELECT f.procedure_id, f.version, f.state, $1, t.state, 'decide', $2, '某法 1',
             f.final, f.in_force, f.heard, f.confirmed, t.final, t.in_force, t.heard, t.confirmed
           FROM catalogue.procedure_state f JOIN catalogue.procedure_state t USING (procedure_id, version)
           WHERE f.procedure_id = 'nation/grave-listing' AND f.state = $3 AND t.state = $4`,
          [act, guards, from, to],
        );
      });
      await assert.rejects(lie, refusedBy(constraint));
    }
  });
});

describe("a list that breaks the charter is refused, even from the owner", () => {
  const cases: readonly (readonly [what: string, constraint: string, change: (list: Open<List>) => void])[] = [
    [
      "C5: persons listed without another officer",
      "c5_persons_confirmed_by_another",
      (list) => Object.assign(list, { subjects: ["person"], confirmedFor: [] }),
    ],
    ["C8: no end", "c8_adverse_listings_end", (list) => Object.assign(list, { duration: null })],
    ["C8: six years", "c8_adverse_listings_end", (list) => Object.assign(list.duration ?? {}, { monthsMax: 72 })],
    [
      "a serious list for no permitted matter",
      "serious_lists_serve_a_permitted_matter",
      (list) => Object.assign(list, { subjectMatters: [] }),
    ],
    ["C2: a list by no law", "list_version_article_check", (list) => Object.assign(list, { law: [] })],
  ];
  for (const [what, constraint, change] of cases)
    test(what, async () => {
      const list = the(soundLists(), "grave");
      change(list);
      await assert.rejects(
        tried((transaction) => appendList(transaction, edition, list)),
        refusedBy(constraint),
      );
    });

  test("C12: a list is published of organisations only, whoever writes the row", async () => {
    for (const kind of ["person", "individual-business"]) {
      const published = tried(async (transaction) => {
        await appendList(transaction, edition, the(soundLists(), "grave"));
        await transaction.query(
          `INSERT INTO catalogue.list_subject (list_id, version, subject_kind, sort, item_id, procedure_id, adverse, confirms, publishes)
           SELECT list_id, version, $1, sort, item_id, procedure_id, adverse, true, true
           FROM catalogue.list_subject WHERE list_id = 'nation/grave'`,
          [kind],
        );
      });
      await assert.rejects(published, refusedBy("c12_lists_name_organisations_only"));
    }
  });
});

/** Adds the sound measures and what they need, one of them changed. */
async function addsMeasure(
  transaction: Transaction,
  change: (measures: readonly Open<Measure>[], matter: Open<Pick<Matter, "title">> & { privateLife: boolean }) => void,
): Promise<void> {
  const measures = soundMeasures();
  const spotChecks = { title: { zh: "抽查", en: "spot checks" }, privateLife: false };
  change(measures, spotChecks);
  for (const list of soundLists()) await appendList(transaction, edition, list);
  const plain = { title: { zh: "事项", en: "matter" }, privateLife: false };
  await appendMatter(transaction, edition, { matter: "nation/permit-food", trade: "food", ...plain });
  await appendMatter(transaction, edition, { matter: "nation/lending", trade: "finance", ...plain });
  await appendMatter(transaction, edition, { matter: "nation/spot-checks", trade: "registration", ...spotChecks });
  for (const measure of measures) await appendMeasure(transaction, edition, measure);
}

describe("a measure that breaks the charter is refused, even from the owner", () => {
  const law = { title: { zh: "某法", en: "some law" }, article: "第一条" };
  type Change = Parameters<typeof addsMeasure>[1];
  const on =
    (name: string, given: Partial<Measure>): Change =>
    (measures) =>
      Object.assign(the(measures, name), given);
  const follows =
    (name: string, given: Partial<Measure["follows"][number]>): Change =>
    (measures) =>
      Object.assign(the(measures, name).follows[0] ?? {}, given);
  const cases: readonly (readonly [what: string, constraint: string, change: Change])[] = [
    [
      "rights reduced by a ministry's rule",
      "c7_rights_reduced_by_law_only",
      on("food-ban", { grantedBy: "ministry-rule" }),
    ],
    [
      "rights reduced by central policy",
      "c7_rights_reduced_by_law_only",
      on("food-ban", { grantedBy: "central-policy" }),
    ],
    ["rights reduced by a region", "c7_rights_reduced_by_law_only", on("food-ban", { grantedBy: "local-regulation" })],
    [
      "management by a ministry's rule",
      "c7_no_measure_by_ministry_rule",
      on("more-checks", { grantedBy: "ministry-rule" }),
    ],
    ["an effect nobody listed", "c7_closed_effects", on("food-ban", { effect: "shame" as "refuse" })],
    ["a refusal called management", "c7_closed_effects", on("food-ban", { kind: 2 })],
    ["an incentive called a constraint", "c7_closed_effects", on("food-ban", { effect: "priority" })],
    ["banks forced", "c7_others_are_never_forced", on("prudence", { force: "must" })],
    ["no law at all", "measure_version_article_check", on("food-ban", { law: [] })],
    [
      "another trade than the matter's",
      "c7_linked",
      follows("food-ban", { list: "nation/irregular", trade: "registration" }),
    ],
    [
      "a trade the list has not",
      "measure_link_list_id_list_trade_fkey",
      follows("food-ban", { list: "nation/irregular" }),
    ],
    ["no link at all", "c7_linked", follows("food-ban", { link: "article", trade: null })],
    ["a person refused", "c7_persons_lose_their_trade_only", on("food-ban", { subjects: ["person"] })],
    [
      "a person disqualified beyond its trade",
      "c7_persons_lose_their_trade_only",
      (measures) => {
        Object.assign(the(measures, "food-ban"), { subjects: ["person"], effect: "disqualify" });
        Object.assign(the(measures, "food-ban").follows[0] ?? {}, { link: "article", trade: null, law });
      },
    ],
    [
      "an individual business refused",
      "c7_individual_businesses_their_trade_only",
      on("food-ban", { subjects: ["individual-business"] }),
    ],
    [
      "schooling of an individual business",
      "c7_private_life_untouched",
      (_, matter) => Object.assign(matter, { title: { zh: "入学审查", en: "school places" }, privateLife: true }),
    ],
    [
      "schooling that denies it is private life",
      "c7_private_life_is_known",
      (_, matter) => Object.assign(matter, { title: { zh: "子女入学审查", en: "places" } }),
    ],
    [
      "an incentive that follows a serious list",
      "honours_bring_incentives",
      on("food-ban", { sort: "incentive", kind: null, effect: "priority" }),
    ],
  ];
  for (const [what, constraint, change] of cases)
    test(`C7: ${what}`, async () => {
      await assert.rejects(
        tried((transaction) => addsMeasure(transaction, change)),
        refusedBy(constraint),
      );
    });

  test("C7: a person may be disqualified in the trade of its conduct, and an individual business inspected in it", async () => {
    await tried((transaction) =>
      addsMeasure(transaction, on("food-ban", { subjects: ["person", "individual-business"], effect: "disqualify" })),
    );
  });
});

test("the application cannot add, change or remove a list, a step or a measure (C2, C7)", async () => {
  const tables = [
    "procedure_version",
    "procedure_state",
    "transition",
    "list",
    "list_version",
    "list_subject",
    "list_trade",
    "matter",
    "measure_version",
    "measure_link",
  ];
  for (const table of tables)
    for (const statement of [
      `INSERT INTO catalogue.${table} SELECT * FROM catalogue.${table} LIMIT 1`,
      `DELETE FROM catalogue.${table}`,
      `TRUNCATE catalogue.${table} CASCADE`,
    ])
      await assert.rejects(node.app.query(statement), /permission denied/, statement);
  await assert.rejects(node.app.query("UPDATE catalogue.transition SET guards = '{}'"), /permission denied/);
  await assert.rejects(node.app.query("UPDATE catalogue.measure_link SET article = '某法'"), /permission denied/);
});

describe("every list and measure that is loaded keeps the charter, read back from the database", () => {
  const { catalogue } = node;
  const lists = catalogue.lists(today);
  const measures = catalogue.measures(today);

  test("enough of them are loaded for this to say anything", () => {
    assert.ok(lists.length >= 25 && measures.length >= 25, `${lists.length} lists, ${measures.length} measures`);
  });

  test("C6, C5, C8: each way of each adverse procedure into force passes notice, answer, reasons and service, and ends", () => {
    const adverse = catalogue.procedures(today).filter((procedure) => procedure.adverse);
    assert.ok(adverse.length > 0);
    for (const procedure of adverse) {
      let ways = 0;
      for (const way of waysIntoForce(procedure)) {
        ways++;
        const guards = new Set(way.flatMap((step) => step.guards));
        for (const guard of ["notice-served", "time-to-answer-over", "reasons", "decision-served"] as const)
          assert.ok(guards.has(guard), `${procedure.id}: ${way.map(({ act }) => act).join(" ")} lacks ${guard}`);
        assert.ok(way.some(({ by }) => by === "decide"));
        assert.ok(way.every(({ by }) => by !== "clock"));
      }
      assert.ok(ways > 0);
      for (const facts of stateFacts(procedure).values()) assert.ok(facts.reached && facts.ends, facts.state);
    }
  });

  test("C5, C8, C12: no list names a person; each adverse one ends; the serious are confirmed by another officer", () => {
    for (const list of lists) {
      assert.ok(!list.subjects.includes("person"), list.id);
      if (list.sort === "honour") continue;
      assert.ok(list.duration && list.duration.monthsMax <= 60, list.id);
      if (list.sort === "serious") assert.deepEqual(list.confirmedFor, list.subjects, list.id);
    }
  });

  test("C7: each measure is linked in the trade of the conduct, or by an article, and reduces rights by law only", () => {
    for (const measure of measures)
      for (const { list, link, trade, law } of measure.follows) {
        const trades = measure.matters.map((matter) => catalogue.matters.get(matter)?.trade);
        const listed = catalogue.listInForce(list, today)?.trades ?? [];
        if (link === "same-trade")
          assert.ok(trade !== null && listed.includes(trade) && trades.every((one) => one === trade));
        else assert.ok(law !== null && law.article !== "", measure.id);
        if (measure.kind === 1) assert.match(measure.grantedBy, /^(statute|administrative-regulation)$/);
        if (measure.kind === 3) assert.equal(measure.force, "may");
      }
  });

  test("C7, C16: nothing follows for a person, and for an individual business only supervision of its trade", () => {
    for (const measure of measures) {
      assert.ok(!measure.subjects.includes("person"), measure.id);
      if (measure.subjects.includes("individual-business")) assert.equal(measure.effect, "more-inspection");
    }
  });

  test("courts' orders, travel, schooling and what reaches others are declined, with the reason", () => {
    const declined = catalogue.declinedMeasures.map(({ title }) => title.zh).join("；");
    for (const word of ["消费", "出境", "升学", "法定代表人", "出行", "电话卡"])
      assert.ok(declined.includes(word), word);
    const effects = measures.map(({ title }) => title.zh).join("；");
    for (const word of ["消费（", "出境", "升学", "乘坐", "任职"]) assert.ok(!effects.includes(word), word);
  });
});

/** Every way without a state twice from the beginning to the first state in force. */
function* waysIntoForce(procedure: Procedure): Iterable<ReturnType<typeof stepsOf>> {
  const steps = stepsOf(procedure);
  const inForce = new Set(procedure.states.filter((one) => one.inForce).map(({ state }) => state));
  const walk = function* (state: string, way: ReturnType<typeof stepsOf>): Iterable<ReturnType<typeof stepsOf>> {
    if (inForce.has(state)) {
      yield way;
      return;
    }
    for (const step of steps)
      if (step.from === state && !way.some(({ from }) => from === step.to) && step.to !== state)
        yield* walk(step.to, [...way, step]);
  };
  yield* walk("", []);
}
