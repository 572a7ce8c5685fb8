/** Rows and files that are not a stream's: codes nobody knows, what is sent twice, changed or late, files refused whole. */
import { addDays, isoDate } from "#core/time/date.ts";
import type { Dice } from "./dice.ts";
import { type DirtyRow, strangersCode, type Verdict } from "./dirt.ts";
import type { Delivery } from "./generate.ts";
import type { Organisation } from "./organisations.ts";
import { agencyNamed, demoDate, nobodysNumber, openedOn } from "./province.ts";
import { disciplined } from "./registers.ts";
import { sheetOf } from "./sheet.ts";
import { documentNumber, type Fields, given, type Sent, working } from "./streams/stream.ts";

interface Noted {
  readonly dirt: string | null;
  readonly verdict: Verdict;
  readonly code: string | null;
}

const noted = (row: Sent, { dirt, verdict, code }: Noted): DirtyRow => ({ ...row, raw: {}, dirt, verdict, code });

/** Every row, with those beside the streams: strangers, children, grown practitioners, mis-keyed stories, late ones. */
export function extraRows(dice: Dice, people: readonly Organisation[], rows: readonly DirtyRow[]): DirtyRow[] {
  return [
    ...rows.map((row) => storied(judged(row))),
    ...strangers(rows),
    ...olderNumbers(people, rows),
    ...grownPersons(rows),
    ...late(dice, rows),
  ];
}

/** Children's records are refused; a registrar's wrong check character is kept and noted. */
function judged(row: DirtyRow): DirtyRow {
  if (row.item === "cn/practitioner-discipline") {
    const own = disciplined.find(({ at }) => row.fields["documentNumber"] === `临建执罚〔2026〕${at + 1}号`);
    const age = own ? Number(own.conductEndedOn.slice(0, 4)) - Number(own.bornOn.slice(0, 4)) : 0;
    if (age < 18) return { ...row, dirt: "minor", verdict: "refused", code: "person.minor-at-conduct" };
  }
  if (row.item === "cn/registration" && row.org?.wrongCheck)
    return { ...row, dirt: "wrong-check-by-registrar", code: "code.unexplained-exception" };
  return row;
}

/** The bakeries' fine was keyed in yuan into a column of 万元 the first time. */
function storied(row: DirtyRow): DirtyRow {
  const isBakery = row.org?.story === "bakery" || row.org?.story === "bakery-stall";
  const isTold = row.fields["content"] === "罚款6000元。" && row.agency.nameZh === "云溪市市场监督管理局";
  if (!isBakery || !isTold || row.deliveredOn !== "2026-08-31") return row;
  const fields = { ...row.fields, fineAmount: 60_000_000 };
  return { ...row, fields, dirt: "fine-mis-keyed", verdict: "held", code: "penalty.amount-unit-confused" };
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function firstPenalty(rows: readonly DirtyRow[], agency: string): DirtyRow {
  const found = rows.find(
    (row) =>
      row.item === "cn/penalty" &&
      row.agency.nameZh === agency &&
      row.deliveredOn === openedOn &&
      row.dirt === null &&
      row.fields["subjectCategory"] === "法人及非法人组织",
  );
  if (!found) throw new Error(`no penalty of ${agency}`);
  return found;
}

/** Codes with a wrong check character that no registrar sent: the sender of a penalty may not found anyone on them. */
function strangers(rows: readonly DirtyRow[]): DirtyRow[] {
  const model = firstPenalty(rows, "临江省市场监督管理局");
  const agency = agencyNamed("临江省交通运输厅");
  return Array.from({ length: 6 }, (_, at) => {
    const fields = {
      ...model.fields,
      unifiedCode: strangersCode(at),
      subjectName: `望岳市鹤鸣区陌路${at + 1}号物流有限公司`,
      documentNumber: `临交处罚〔2026〕${95_000 + at}号`,
      authorityName: agency.nameZh,
      authorityCode: agency.agencyCode,
      sourceName: agency.nameZh,
      sourceCode: agency.agencyCode,
    };
    return noted(
      { ...model, agency, org: null, fields },
      { dirt: "wrong-check-stranger", verdict: "held", code: "subject.number-unproved" },
    );
  });
}

/** A placeholder where the code belongs, and the older registration number where it belongs: found by that. */
function olderNumbers(people: readonly Organisation[], rows: readonly DirtyRow[]): DirtyRow[] {
  const model = firstPenalty(rows, "临江省市场监督管理局");
  return people
    .filter(({ oldNumber }) => oldNumber !== null)
    .slice(0, 20)
    .map((org, at) => {
      const fields = {
        ...model.fields,
        subjectName: org.name,
        unifiedCode: "00000000000000000X",
        registrationNumber: org.oldNumber,
        legalRepresentative: org.representative,
        documentNumber: `临市场处罚〔2025〕${96_000 + at}号`,
      };
      return noted(
        { ...model, org, fields },
        { dirt: "placeholder-with-older-number", verdict: "accepted", code: null },
      );
    });
}

/** Decisions about grown practitioners in their trade: taken, shared with bodies, never public. */
function grownPersons(rows: readonly DirtyRow[]): DirtyRow[] {
  const model = firstPenalty(rows, "云溪市住房和城乡建设局");
  const agency = agencyNamed("临江省公安厅");
  return ["1971-06-06", "1988-01-31", "1993-09-15"].map((bornOn, at) => {
    const rest = without(model.fields, [
      "unifiedCode",
      "legalRepresentative",
      "revokedCertificate",
      "fineAmount",
      "confiscatedAmount",
    ]);
    const fields = {
      ...rest,
      subjectName: "江虚构",
      subjectCategory: "自然人",
      personDocumentType: "identity-card",
      personDocumentNumber: nobodysNumber(isoDate(bornOn), 650 + at),
      occupation: "保安员",
      matter: "治安管理中的行业管理",
      violationType: "保安员违反服务规范",
      facts: "2026年2月11日检查发现当事人在执勤中扣押他人证件。",
      basis: "《保安服务管理条例》第四十五条",
      conductEndedOn: "2026-02-11",
      decidedOn: "2026-03-10",
      penaltyKinds: ["警告"],
      content: "警告。",
      procedure: "普通程序",
      severity: "minor",
      documentNumber: `临公处罚〔2026〕${97_000 + at}号`,
      authorityName: agency.nameZh,
      authorityCode: agency.agencyCode,
      sourceName: agency.nameZh,
      sourceCode: agency.agencyCode,
    };
    return noted({ ...model, agency, org: null, fields }, { dirt: "person-in-trade", verdict: "accepted", code: null });
  });
}

/** Decisions that come a month or two late, in deliveries that are otherwise fresh. */
function late(dice: Dice, rows: readonly DirtyRow[]): DirtyRow[] {
  const fresh = rows.filter(
    (row) =>
      row.dirt === null &&
      row.org?.story === null &&
      ["cn/penalty", "cn/permit"].includes(row.item) &&
      row.deliveredOn >= "2026-09-11",
  );
  return dice
    .shuffled(fresh)
    .slice(0, 24)
    .map((row, at) => {
      const on = working(addDays(isoDate(row.deliveredOn), -dice.int(32, 60)));
      const draft = { dice, org: row.org as Organisation, agency: row.agency, on, no: 98_000 + at };
      const rest = without(row.fields, ["validTo"]);
      const dates = row.item === "cn/permit" ? { validFrom: on } : { conductEndedOn: addDays(on, -20) };
      const fields = given({
        ...rest,
        ...dates,
        decidedOn: on,
        documentNumber: documentNumber(draft, "补"),
        // A permit's number stays its own: nothing else bears it.
        permitNumber: row.item === "cn/permit" ? `88${on.slice(2, 4)}${98_000 + at}` : null,
      });
      return noted({ ...row, fields }, { dirt: "late", verdict: "accepted", code: null });
    });
}

/** The same row twice in a file; and documents sent again later with something changed. */
export function repeats(dice: Dice, rows: readonly DirtyRow[]): DirtyRow[] {
  const plain = (item: string, where: (row: DirtyRow) => boolean) =>
    dice.shuffled(
      rows.filter((row) => row.item === item && row.dirt === null && row.org?.story === null && where(row)),
    );
  const opening = (row: DirtyRow) => row.deliveredOn === openedOn;
  const twice = [...plain("cn/permit", opening).slice(0, 25), ...plain("cn/penalty", opening).slice(0, 15)].map((row) =>
    noted(row, { dirt: "twice-in-file", verdict: "unchanged", code: null }),
  );
  const corrected = plain("cn/penalty", (row) => opening(row) && row.fields["correction"] === "整改中")
    .slice(0, 30)
    .map((row) => changed(row, { correction: "已整改" }, demoDate));
  const removed = plain("cn/abnormal-operation", opening)
    .slice(0, 40)
    .map((row) =>
      changed(
        row,
        { removedOn: "2026-08-20", removalReason: "已补报年度报告并公示", removalAuthority: row.agency.nameZh },
        "2026-08-31",
      ),
    );
  return [...rows, ...twice, ...corrected, ...removed];
}

function changed(row: DirtyRow, fields: Readonly<Record<string, string>>, deliveredOn: string): DirtyRow {
  const sent = { ...row, deliveredOn: isoDate(deliveredOn), fields: { ...row.fields, ...fields } };
  return noted(sent, { dirt: "sent-again-changed", verdict: "corrected", code: null });
}

/** Files of which nothing comes in: a column for banned matter, an item of another agency, an item switched off. */
export function wholeFiles(people: readonly Organisation[]): Delivery[] {
  const org = people.find(({ form, story }) => form === "公司" && story === null);
  if (!org) throw new Error("no company");
  const row = (agency: string, item: string, more: Sent["fields"]): DirtyRow => {
    const sender = agencyNamed(agency);
    const fields = {
      subjectName: org.name,
      unifiedCode: org.code,
      authorityName: sender.nameZh,
      authorityCode: sender.agencyCode,
      decidedOn: "2026-09-16",
      ...more,
    };
    return noted(
      { item, agency: sender, deliveredOn: demoDate, org, fields },
      { dirt: null, verdict: "refused", code: null },
    );
  };
  const banned = row("临江省民政厅", "cn/honour", {
    documentNumber: "临民表彰〔2026〕1号",
    honour: "先进单位",
    level: "省级",
  });
  const foreign = row("临江省教育厅", "cn/tax-grade-a", { year: 2025, grade: "A级" });
  const off = row("临江省消防救援总队（演示）", "cn/fire-serious-list", {
    documentNumber: "临消列〔2026〕1号",
    ground: "待规则文本附上后列明",
    facts: "拒不整改重大火灾隐患。",
    basis: "规则文本待附",
  });
  return [
    whole(banned, "banned-column", "intake.columns-unknown", "宗教信仰"),
    whole(foreign, "not-its-item", "intake.item-not-sent-by"),
    whole(off, "switched-off", "intake.item-switched-off"),
  ];
}

function whole(row: DirtyRow, name: string, code: string, extraColumn?: string): Delivery {
  const sheet = sheetOf("临江省发展和改革委员会", row.item, [row]);
  const widened =
    extraColumn === undefined
      ? sheet
      : { ...sheet, columns: [...sheet.columns, extraColumn], cells: sheet.cells.map((cells) => [...cells, "无"]) };
  return {
    sheet: widened,
    entry: {
      file: `${row.deliveredOn}_refused_${name}.${widened.format}`,
      receivedOn: row.deliveredOn,
      agency: row.agency.agencyCode,
      agencyName: row.agency.nameZh,
      item: row.item,
      mapping: null,
      format: widened.format,
      encoding: widened.habit.encoding,
      rows: 1,
      expected: { accepted: 0, corrected: 0, unchanged: 0, held: 0, refused: 0 },
      refusedWhole: code,
      noted: [],
    },
  };
}
