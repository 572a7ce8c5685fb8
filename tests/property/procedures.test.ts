/** Every procedure of every pack, walked with the terms of every list that follows it (C5, C6, C8). */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { List, Procedure } from "#contract/lists-in-packs.ts";
import { explore } from "#core/procedure/explore.ts";
import { isActName, type ListTerms } from "#core/procedure/procedure.ts";
import { addDays } from "#core/time/date.ts";
import { readPack } from "#src/catalogue/index.ts";
import { inProject } from "#src/platform/config.ts";

const packs = ["cn", "linjiang"].map((name) => readPack(inProject("packs", name)).contents);
const lists = packs.flatMap((pack) => pack.lists);
const procedures = packs.flatMap((pack) => pack.procedures);

/** What lists differ by, as far as the machine sees: most follow the same terms and are one walk. */
function termsOf({ duration, earlyExit, terms, confirmedFor }: List): ListTerms {
  return {
    confirmed: confirmedFor.length > 0,
    duration: duration && { monthsMin: duration.monthsMin, monthsMax: duration.monthsMax },
    earlyExit: earlyExit && { afterMonths: earlyExit.afterMonths, conditions: earlyExit.conditions.length },
    due: (name, from) => {
      const term = terms[name];
      return term && addDays(from, term.days);
    },
  };
}

test("every act of every procedure is one the machine knows", () => {
  assert.ok(procedures.length >= 3);
  for (const { id, acts } of procedures) for (const { act } of acts) assert.ok(isActName(act), `${id}: ${act}`);
});

test("no procedure of any list reaches effect without notice and answer, decision, second officer and service; each ends; no two at once", (t) => {
  const walked = new Map<string, { readonly list: List; readonly procedure: Procedure; readonly terms: ListTerms }>();
  for (const list of lists) {
    const procedure = procedures.find(({ id }) => id === list.procedure);
    if (!procedure) continue;
    const terms = termsOf(list);
    const { duration, earlyExit, confirmed } = terms;
    walked.set(JSON.stringify([procedure.id, duration, earlyExit, confirmed]), { list, procedure, terms });
  }
  let [worlds, tried, pairs] = [0, 0, 0];
  for (const { list, procedure, terms } of walked.values()) {
    const found = explore({ procedure, terms });
    assert.deepEqual(found.faults, [], `${procedure.id} for ${list.id}`);
    worlds += found.worlds;
    tried += found.tried;
    pairs += found.pairs;
  }
  t.diagnostic(
    `counted: ${lists.length} lists, ${walked.size} of them different to the machine: ${worlds} worlds, ${tried} acts tried, ${pairs} pairs`,
  );
  assert.ok(walked.size >= 3 && worlds > 1000);
});
