/** Whatever happens in whatever order: what a watch tells is what a check would answer, each change once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { CheckAnswer } from "#contract/checks.ts";
import { addDays, addMonths } from "#core/time/date.ts";
import type { RecordRow } from "#src/ledger/index.ts";
import { addAgency, once, value } from "#tests/kit/access.ts";
import { about, changeListing, knownSubject, listing, recordListings } from "#tests/kit/checks.ts";
import { testNode } from "#tests/kit/database.ts";
import { programOf, watchesOn, watching } from "#tests/kit/watches.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const agency = await addAgency(node, { kinds: ["finance"] });
const program = await programOf(node, agency);
const { clock, measures, watches } = watchesOn(node);

const lists = ["cn/procurement-serious-list", "cn/wage-arrears-list"] as const;

type Deed =
  | { readonly do: "list"; readonly whom: number; readonly list: number; readonly from: number; readonly days: number }
  | { readonly do: "change"; readonly which: number; readonly how: "withdraw" | "shorten" | "suspension" }
  | { readonly do: "wait"; readonly days: number }
  | { readonly do: "watch" | "end"; readonly whom: number }
  | { readonly do: "stirred" | "all" };

const deeds = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant("list" as const),
      whom: fc.nat(1),
      list: fc.nat(1),
      from: fc.integer({ min: -3, max: 4 }),
      days: fc.integer({ min: 0, max: 12 }),
    }),
    fc.record({
      do: fc.constant("change" as const),
      which: fc.nat(5),
      how: fc.constantFrom("withdraw" as const, "shorten" as const, "suspension" as const),
    }),
    fc.record({ do: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ do: fc.constantFrom("watch" as const, "watch" as const, "end" as const), whom: fc.nat(1) }),
    fc.record({ do: fc.constantFrom("stirred" as const, "all" as const, "all" as const) }),
  ),
  { minLength: 6, maxLength: 22 },
);

/** What an answer says, written by itself and not as the program does. */
function saysOf({ outcome, constraints, incentives }: CheckAnswer): string {
  const told = [...constraints, ...incentives].map(
    ({ measure, from, until, effect, force, decision, marks }) =>
      `${measure} ${effect} ${force} ${from} ${until} ${decision.recordId} ${decision.version} ${marks.map(({ mark }) => mark)}`,
  );
  return [outcome, ...told.sort()].join("\n");
}

/** One run of the model against the program. */
class World {
  readonly subjects: readonly { code: string; subjectId: string }[];
  readonly rows: { row: RecordRow; version: number; gone: boolean }[] = [];
  /** Live watches: what each told last, and how many changes it told. */
  readonly live = new Map<number, { watch: string; says: string; told: number }>();

  constructor(subjects: World["subjects"]) {
    this.subjects = subjects;
  }

  async now(whom: number): Promise<string> {
    return saysOf(value(await measures.ask(program, about(this.subjects[whom]?.code ?? ""))).answer);
  }

  async does(deed: Deed): Promise<void> {
    switch (deed.do) {
      case "list":
        return this.list(deed);
      case "change":
        return this.change(deed);
      case "wait":
        return clock.moveTo(new Date(clock.now().getTime() + deed.days * 86_400_000));
      case "watch":
        return this.watch(deed.whom);
      case "end":
        return this.end(deed.whom);
      case "stirred":
        await watches.tellWhatStirred();
        return this.compare({ isWhole: false });
      default:
        await Promise.all([
          watches.tellWhatStirred(),
          watches.tellOfToday(),
          watches.tellWhatStirred(),
          watches.tellOfToday(),
        ]);
        // Rows that another had locked were passed over by some of them.
        await watches.tellWhatStirred();
        await watches.tellOfToday();
        return this.compare({ isWhole: true });
    }
  }

  async list({ whom, list, from, days }: Extract<Deed, { do: "list" }>): Promise<void> {
    const effectiveFrom = addDays(clock.today(), from);
    const effectiveTo = addDays(effectiveFrom, days);
    const over = { effectiveFrom, effectiveTo, publishedUntil: effectiveTo };
    const row = listing(node, lists[list] ?? "", this.subjects[whom]?.subjectId ?? "", over);
    await recordListings(node, row);
    this.rows.push({ row, version: 1, gone: false });
  }

  async change({ which, how }: Extract<Deed, { do: "change" }>): Promise<void> {
    const one = this.rows[which];
    if (!one || one.gone) return;
    one.version++;
    const nothing = { version: one.version, itemVersion: null, disclosure: null } as const;
    if (how === "withdraw") await changeListing(node, one.row, { ...nothing, act: "withdraw", open: null, salt: null });
    else if (how === "suspension")
      await changeListing(node, one.row, { ...nothing, act: "annotate", mark: how, open: null });
    else {
      const { effectiveFrom: effectiveTo } = one.row;
      await changeListing(node, one.row, {
        version: one.version,
        effectiveFrom: effectiveTo,
        effectiveTo,
        publishedUntil: effectiveTo,
      });
    }
    one.gone = how === "withdraw";
  }

  async watch(whom: number): Promise<void> {
    if (this.live.has(whom)) return;
    const asked = watching(this.subjects[whom]?.code ?? "", addMonths(clock.today(), 6));
    const { watch, receipt } = value(await watches.add(once(program), asked));
    this.live.set(whom, { watch: watch.watch, says: saysOf(JSON.parse(receipt).answer), told: 0 });
  }

  async end(whom: number): Promise<void> {
    const one = this.live.get(whom);
    if (!one) return;
    value(await watches.end(program, one.watch));
    this.live.delete(whom);
  }

  /** Every live watch has told what a check answers now, once where that is something else than it told last. */
  async compare({ isWhole }: { isWhole: boolean }): Promise<void> {
    const { items } = value(await watches.feed(program, { limit: 200, cursor: String(this.passed) }));
    for (const [whom, one] of this.live) {
      const told = items.filter((event) => event.watch === one.watch && event.type === "watch.changed");
      const now = await this.now(whom);
      const isOther = now !== one.says;
      if (isWhole) assert.equal(told.length - one.told, isOther ? 1 : 0, `${one.says}\n--\n${now}`);
      else assert.ok(told.length - one.told <= (isOther ? 1 : 0), "told though nothing changed");
      const last = told.at(-1);
      if (last && told.length > one.told) {
        const whole = value(await watches.event(program, last.event));
        const { answer } = JSON.parse(whole.receipt ?? "{}");
        assert.equal(saysOf(answer), now, "told something else than a check answers");
        assert.ok(whole.changes && whole.changes.length > 0);
        one.says = now;
        one.told = told.length;
      }
    }
  }

  passed = 0;
}

test("for any order of listings, ends, annulments, marks, watches and runs, what is told is every change of the answer, once", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (given) => {
      const world = new World([await knownSubject(node), await knownSubject(node)]);
      for (let cursor = "0"; ; ) {
        const page = value(await watches.feed(program, { limit: 200, cursor }));
        world.passed = Number(page.next);
        cursor = page.next;
        if (!page.more) break;
      }
      for (const deed of given) await world.does(deed);
      await world.does({ do: "all" });
      for (const whom of [...world.live.keys()]) await world.end(whom);
    }),
    { numRuns: 25 },
  );
});
