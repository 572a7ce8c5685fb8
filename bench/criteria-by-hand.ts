/**
 * The criteria of the packs as somebody would write them in SQL who knows the tables: the anchor of bench/criteria.ts.
 * The fold of corrections and withdrawals is one text, as it would be a view; the rest is each rule's own.
 * Parameters: $1 the day, $2 what is known at, $3 kinds of subjects.
 */

/** Standing records of an item and of some months; `o` the payload, `d` the day of the decision. */
function standing(item: string, months: number | null, where: string): string {
  return `FROM ledger.record r
    LEFT JOIN (
      SELECT DISTINCT ON (subject_id, record_id) subject_id, record_id, decided_on, effective_from, retained_until, open
      FROM ledger.change WHERE act = 'correct' AND recorded_at <= $2 ORDER BY subject_id, record_id, version DESC
    ) c ON c.subject_id = r.subject_id AND c.record_id = r.record_id
    CROSS JOIN LATERAL (SELECT coalesce(c.open, r.open) AS o, coalesce(c.decided_on, r.decided_on) AS d) x
    WHERE r.item_id = '${item}' AND r.subject_kind = ANY ($3::text[]) AND r.recorded_at <= $2 AND d <= $1::date
      AND coalesce(c.effective_from, r.effective_from) <= $1::date AND o IS NOT NULL
      AND coalesce(c.retained_until, r.retained_until, 'infinity') >= $1::date
      ${months === null ? "" : `AND d >= ($1::date - interval '${months} months')::date`}
      AND (${where})
      AND NOT EXISTS (SELECT FROM ledger.change w WHERE w.subject_id = r.subject_id AND w.record_id = r.record_id
        AND w.act = 'withdraw' AND w.recorded_at <= $2)`;
}

const some = (item: string, months: number | null, where: string) =>
  `SELECT DISTINCT r.subject_id ${standing(item, months, where)}`;
const many = (item: string, months: number, where: string, having: string) =>
  `SELECT r.subject_id ${standing(item, months, where)} GROUP BY r.subject_id HAVING ${having}`;
const but = (found: string, item: string, months: number) => `${found} EXCEPT ${some(item, months, "true")}`;

const serious = (matter: string) => some("cn/penalty", 12, `o->>'matter' = '${matter}' AND o->>'severity' = 'serious'`);
const inspected = (result: string) => some("cn/inspection-problem", 6, `o->>'result' = '${result}'`);

const byCode: Readonly<Record<string, string>> = {
  "abnormal-operation.unreachable": inspected("通过登记的住所（经营场所）无法联系"),
  "abnormal-operation.false": inspected("公示信息隐瞒真实情况、弄虚作假"),
  "abnormal-operation.unpublished": inspected("未按规定公示应当公示的信息"),
  "customs-dishonest.repeated": many(
    "cn/penalty",
    12,
    "o->>'matter' = '海关'",
    "count(*) >= 3 AND coalesce(sum((o->>'fineAmount')::float8), 0) > 1000000",
  ),
  "honour.three-years": but(some("cn/tax-grade-a", 18, "(o->>'consecutive')::numeric >= 3"), "cn/penalty", 36),
  "market-serious.food": serious("食品"),
  "market-serious.drugs": serious("药品、医疗器械、化妆品"),
  "market-serious.product": serious("产品质量、计量、标准"),
  "market-serious.equipment": serious("特种设备"),
  "market-serious.consumers": serious("消费者权益、电子商务"),
  "market-serious.order": serious("竞争、广告、商标"),
  "procurement-serious.banned": some(
    "cn/penalty",
    12,
    "o->>'matter' = '政府采购' AND o->'penaltyKinds' ? '限制开展生产经营活动'",
  ),
  "social-organisation-abnormal.penalty": some(
    "cn/penalty",
    6,
    "o->>'matter' = '社会组织、慈善' AND o->'penaltyKinds' ?| ARRAY['警告', '罚款']",
  ),
  "social-organisation-serious.two-years": some(
    "cn/social-organisation-abnormal",
    null,
    "NOT o ? 'removedOn' AND d <= ($1::date - interval '24 months')::date",
  ),
  "tax-serious.penalty": some("cn/penalty", 12, "o->>'matter' = '税务' AND (o->>'fineAmount')::numeric >= 500000"),
  "tax-serious.conviction": some("cn/organisation-conviction", 36, "o->>'matter' = '危害税收征管'"),
  "wage-arrears.published": some(
    "cn/labour-violation",
    12,
    "o->>'violation' = '克扣、无故拖欠劳动报酬，数额较大；拒不支付'",
  ),
  "work-safety.penalty": serious("安全生产"),
  "work-safety.conviction": some("cn/organisation-conviction", 36, "o->>'matter' = '危害公共安全、生产安全'"),
  "prepaid-default.escrow": many("linjiang/prepaid-deposit", 12, "o->>'state' = '补足中'", "count(*) >= 2"),
  "trustworthy-village.contracts": but(
    many("cn/contract-performance", 36, "o->>'state' = '已履行完毕，验收合格'", "count(*) >= 3"),
    "cn/contract-breach",
    36,
  ),
};

/** Throws where nobody wrote a criterion by hand: then it cannot be measured against. */
export function handWritten(criterion: string): string {
  const sql = byCode[criterion];
  if (sql === undefined) throw new Error(`nobody wrote ${criterion} by hand (bench/criteria-by-hand.ts)`);
  return sql;
}
