/**
 * Every criterion of every list over a register, compiled to SQL, beside the hand-written SQL of the same rules; both must
 * find the same subjects. Then the search after new records, which must cost what they are, not what the register is.
 *
 * Run: node --import ./tools/tsx.ts bench/criteria.ts [--subjects N] [--rounds N]
 */
import { parseArgs } from "node:util";
import type { IsoDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { type ListRule, rulesOf, searchedKinds, searchRegister } from "#src/lists/index.ts";
import type { Pool } from "#src/platform/database.ts";
import { handWritten } from "./criteria-by-hand.ts";
import { show } from "./figure.ts";
import { addOrganisations } from "./fill.ts";
import { withNode } from "./node.ts";

/** Issue 3: all rules over the hand-written SQL of them; the search after n times the records, per record. */
export const toReach = { ratio: 2, growth: 1.5 } as const;

export interface CriteriaResult {
  readonly subjects: number;
  readonly records: number;
  /** Milliseconds of all rules, medians of the rounds summed. */
  readonly oursMs: number;
  readonly byHandMs: number;
  readonly ratio: number;
  readonly rules: readonly {
    readonly criterion: string;
    readonly met: number;
    readonly oursMs: number;
    readonly byHandMs: number;
  }[];
  /** Searches after new records: subjects asked about, and milliseconds of all criteria. */
  readonly increments: readonly { readonly subjects: number; readonly ms: number }[];
  /** Milliseconds a subject of the largest increment over those of the smallest. */
  readonly growth: number;
  /** The first search of the day, candidates confirmed by the library and kept. */
  readonly wholeMs: number;
}

/** Records of each organisation. */
const each = 5;

export function benchCriteria({
  subjects = 1_000_000,
  rounds = 3,
}: {
  subjects?: number;
  rounds?: number;
} = {}): Promise<CriteriaResult> {
  return withNode(async (node, owner) => {
    await addOrganisations(owner, { first: 0, count: subjects });
    await addRecords(owner, node.clock.today());
    const compared = await compareRules(node, rounds);
    const job: Actor = { kind: "job", id: "candidates" };
    const began = performance.now();
    await node.candidates.search(job);
    const wholeMs = performance.now() - began;
    const increments = [];
    for (const more of [Math.ceil(subjects / 1000), Math.ceil(subjects / 100)]) {
      await addPenalties(owner, node.clock.today(), more);
      const start = performance.now();
      const searched = await node.candidates.search(job);
      increments.push({ subjects: searched[0]?.subjects ?? 0, ms: performance.now() - start });
    }
    const perSubject = increments.map(({ subjects: of, ms }) => ms / Math.max(1, of));
    return {
      subjects,
      records: subjects * each,
      ...compared,
      increments,
      growth: (perSubject.at(-1) ?? 0) / (perSubject[0] ?? 1),
      wholeMs,
    };
  });
}

async function compareRules(node: Node, rounds: number) {
  const today = node.clock.today();
  const all = node.catalogue.lists(today).flatMap((list) => rulesOf(list, today));
  const rules: CriteriaResult["rules"][number][] = [];
  for (const rule of all) rules.push(await compareRule(node, rule, rounds));
  const sum = (key: "oursMs" | "byHandMs") => rules.reduce((total, rule) => total + rule[key], 0);
  const [oursMs, byHandMs] = [sum("oursMs"), sum("byHandMs")];
  return { rules, oursMs, byHandMs, ratio: oursMs / byHandMs };
}

/** Both ways in turns; throws where they find others. */
async function compareRule(node: Node, rule: ListRule, rounds: number) {
  const today = node.clock.today();
  const scope = await node.door.scope(
    { kind: "job", id: "candidates" },
    "search-register",
    { type: "ListRules", id: rule.list.id, attributes: { keepers: rule.list.keepers } },
    { audience: "inside" },
  );
  if (!scope.ok) throw new Error("the door refused the bench");
  const kinds = searchedKinds(rule.list);
  const search = {
    condition: rule.asked.condition,
    asOf: today,
    today,
    knownAt: node.clock.now(),
    kinds,
    among: null,
    without: [],
  };
  const hand = handWritten(rule.criterion.code);
  const ours: number[] = [];
  const byHand: number[] = [];
  let met = 0;
  for (let round = 0; round <= rounds; round++) {
    let began = performance.now();
    const found = (await searchRegister(node.app, scope.value, search)).filter((one) => one.met === true);
    const oursMs = performance.now() - began;
    began = performance.now();
    const same = await node.app.query<{ subject_id: string }>(hand, [today, search.knownAt, kinds]);
    const handMs = performance.now() - began;
    mustBeSame(
      rule,
      found.map(({ subjectId }) => subjectId),
      same.rows.map((row) => row.subject_id),
    );
    met = found.length;
    // The first round reads what the others find in memory.
    if (round === 0) continue;
    ours.push(oursMs);
    byHand.push(handMs);
  }
  return { criterion: rule.criterion.code, met, oursMs: median(ours), byHandMs: median(byHand) };
}

function mustBeSame({ criterion }: ListRule, ours: readonly string[], byHand: readonly string[]): void {
  const [a, b] = [new Set(ours), new Set(byHand)];
  if (a.size !== b.size || a.difference(b).size > 0)
    throw new Error(`${criterion.code}: ${a.size} by the compiled rule, ${b.size} by hand`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/**
 * Records of many items, spread over five years, so that every criterion finds some; one in a hundred corrected, one in
 * two hundred withdrawn. Commitments are hashes of nothing: for measuring only.
 */
async function addRecords(owner: Pool, today: IsoDate): Promise<void> {
  await owner.query("SET work_mem = '256MB'");
  await owner.query("SET session_replication_role = replica");
  await owner.query(
    `INSERT INTO ledger.record (subject_id, record_id, subject_kind, item_id, item_version, adverse, evaluative, listing,
       retention_years_max, disclosure, adult_at_conduct, authority, decided_on, conduct_ended_on, entered_by, effective_from,
       published_until, retained_until, open, salt, commitment, recorded_at, batch_id, row_no)
     SELECT f.subject_id, gen_random_uuid(), 'organisation', (ARRAY['cn/penalty', 'cn/tax-grade-a', 'cn/penalty', 'cn/inspection-problem',
         'cn/penalty', 'cn/labour-violation', 'cn/penalty', 'cn/contract-performance', 'cn/penalty', 'cn/organisation-conviction',
         'cn/penalty', 'cn/social-organisation-abnormal', 'cn/penalty', 'linjiang/prepaid-deposit', 'cn/penalty', 'cn/contract-breach'])[1 + h % 16],
       1, h % 2 = 0, false, false, 5, 'public', 'not-a-person', '11880000MB8800001X', d, d, 'bench', d, d + 1095, d + 1825,
       jsonb_build_object('documentNumber', '罚〔2026〕' || h || '号',
         'matter', (ARRAY['食品', '税务', '海关', '安全生产', '政府采购', '消防', '价格', '特种设备', '统计', '社会组织、慈善', '危害税收征管', '危害公共安全、生产安全'])[1 + i % 12],
         'penaltyKinds', CASE i / 12 % 3 WHEN 0 THEN '["罚款"]' WHEN 1 THEN '["警告"]' ELSE '["限制开展生产经营活动"]' END::jsonb,
         'severity', (ARRAY['minor', 'general', 'serious'])[1 + i / 36 % 3],
         'result', (ARRAY['通过登记的住所（经营场所）无法联系', '公示信息隐瞒真实情况、弄虚作假', '未按规定公示应当公示的信息', '发现问题已责令改正'])[1 + i % 4],
         'violation', (ARRAY['克扣、无故拖欠劳动报酬，数额较大；拒不支付', '违反禁止使用童工规定'])[1 + i % 2],
         'state', (ARRAY['已履行完毕，验收合格', '补足中', '履行中'])[1 + i % 3], 'consecutive', i % 5)
         || CASE WHEN h % 5 = 0 THEN '{}' ELSE jsonb_build_object('fineAmount', h % 900000) END,
       '\\x00', sha256('bench'), now() - interval '1 day', gen_random_uuid(), 1
     FROM public.bench_filled f, generate_series(1, $2::int) k,
       LATERAL (SELECT abs(hashint8(f.n::bigint * 31 + k)) AS h) x, LATERAL (SELECT abs(hashint8(h::bigint)) AS i) z, LATERAL (SELECT $1::date - 2 - (h / 7 % 1800) AS d) y`,
    [today, each],
  );
  await owner.query(
    `INSERT INTO ledger.change (subject_id, record_id, version, act, item_version, disclosure, decided_on, conduct_ended_on,
       effective_from, published_until, retained_until, reason, open, salt, commitment, entered_by, recorded_at, batch_id, row_no)
     SELECT subject_id, record_id, 2, CASE WHEN h % 2 = 0 THEN 'correct' ELSE 'withdraw' END, 1, 'public', decided_on, conduct_ended_on,
       effective_from, published_until, retained_until, 'bench', CASE WHEN h % 2 = 0 THEN open END, '\\x00', sha256('bench'), 'bench', recorded_at, batch_id, 1
     FROM (SELECT *, abs(hashtext(record_id::text)) AS h FROM ledger.record) r WHERE h % 67 = 0`,
  );
  await owner.query("SET session_replication_role = DEFAULT");
  await owner.query("VACUUM ANALYZE ledger.record");
  await owner.query("VACUUM ANALYZE ledger.change");
}

/** New penalties, one of each of so many organisations, received now. */
async function addPenalties(owner: Pool, today: IsoDate, count: number): Promise<void> {
  await owner.query("SET session_replication_role = replica");
  await owner.query(
    `INSERT INTO ledger.record (subject_id, record_id, subject_kind, item_id, item_version, adverse, evaluative, listing,
       retention_years_max, disclosure, adult_at_conduct, authority, decided_on, entered_by, effective_from, published_until,
       retained_until, open, salt, commitment, recorded_at, batch_id, row_no)
     SELECT subject_id, gen_random_uuid(), 'organisation', 'cn/penalty', 2, true, false, false, 5, 'public', 'not-a-person',
       '11880000MB8800001X', $1::date - 10, 'bench', $1::date - 10, $1::date + 1000, $1::date + 1800,
       '{"matter": "税务", "fineAmount": 700000, "severity": "serious"}', '\\x00', sha256('bench'), now(), gen_random_uuid(), 1
     FROM public.bench_filled ORDER BY hashint8(n) LIMIT $2`,
    [today, count],
  );
  await owner.query("SET session_replication_role = DEFAULT");
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { subjects: { type: "string" }, rounds: { type: "string" } } });
  show(
    await benchCriteria({
      ...(values.subjects ? { subjects: Number(values.subjects) } : {}),
      ...(values.rounds ? { rounds: Number(values.rounds) } : {}),
    }),
  );
  process.exit(0);
}
