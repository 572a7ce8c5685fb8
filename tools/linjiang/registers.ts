/** What the registrars send: who there is, in which form, since when. */
import { isoDate } from "#core/time/date.ts";
import type { Dice } from "./dice.ts";
import { between, type Organisation, person } from "./organisations.ts";
import { agencyNamed, nobodysNumber, openedOn } from "./province.ts";
import { type Fields, given, type Sent } from "./streams/stream.ts";

const registrars: readonly (readonly [prefix: string, agency: string])[] = [
  ["91", "临江省市场监督管理局"],
  ["92", "临江省市场监督管理局"],
  ["93", "临江省市场监督管理局"],
  ["1", "中共临江省委机构编制委员会办公室"],
  ["3", "临江省司法厅"],
  ["5", "临江省民政厅"],
  ["7", "临江省民族宗教事务委员会"],
  ["8", "临江省总工会"],
  ["N", "临江省农业农村厅"],
];

/** The agency that registers codes like this one; market regulation also those with an older number only. */
function registrarOf(org: Organisation): string {
  const found = registrars.find(([prefix]) => (org.code ?? "91").startsWith(prefix));
  if (!found) throw new Error(`nobody registers ${org.form}`);
  return found[1];
}

/** Registrations of everybody, and the changes of name since. */
export function registrations(people: readonly Organisation[]): Sent[] {
  return people.flatMap((org) => {
    const agency = agencyNamed(registrarOf(org));
    const item = org.form === "个体工商户" ? "cn/individual-business-registration" : "cn/registration";
    const first: Sent = { item, agency, org, deliveredOn: openedOn, fields: registration(org) };
    if (org.renamedOn === null || org.formerName === null) return [first];
    const before = { ...first, fields: { ...first.fields, subjectName: org.formerName } };
    const fields = { ...first.fields, formerName: org.formerName, decidedOn: org.renamedOn };
    return [before, { ...first, deliveredOn: isoDate("2026-06-30"), fields }];
  });
}

function registration(org: Organisation): Fields {
  const numbers = { unifiedCode: org.code, registrationNumber: org.oldNumber };
  const shared = { subjectName: org.name, ...numbers, division: org.place.code, businessScope: org.scope };
  const dates = { foundedOn: org.foundedOn, decidedOn: org.foundedOn, status: org.status };
  if (org.form === "个体工商户")
    return given({ ...shared, ...dates, operatorName: org.representative, premises: org.address });
  return given({
    ...shared,
    ...dates,
    organisationForm: org.form,
    registeredType: org.registeredType,
    registeredCapital: org.capital,
    address: org.address,
    province: "临江省",
    city: org.place.city,
    legalRepresentative: org.representative,
  });
}

const professions: readonly (readonly [profession: string, agency: string, prefix: string])[] = [
  ["律师", "临江省司法厅", "18801"],
  ["公证员", "临江省司法厅", "28801"],
  ["注册会计师", "临江省财政厅", "88000"],
  ["注册建造师", "临江省住房和城乡建设厅", "临188"],
  ["注册安全工程师", "临江省应急管理厅", "AQ88"],
];

/** Licences of invented practitioners; their numbers are nobody's. */
export function practitioners(dice: Dice): Sent[] {
  return Array.from({ length: 60 }, (_, at): Sent => {
    const own = dice.of(`practitioner ${at}`);
    const [profession, name, prefix] = professions[at % professions.length] as (typeof professions)[number];
    const agency = agencyNamed(name);
    const bornOn = between(own, "1962-01-01", "1996-12-31");
    const fields = {
      subjectName: person(own),
      personNumber: nobodysNumber(bornOn, at + 1),
      profession,
      documentNumber: `${prefix}${String(at + 1).padStart(6, "0")}`,
      state: own.chance(0.95) ? "有效" : "注销",
      decidedOn: between(own, "2019-01-02", "2025-12-30"),
      authorityName: agency.nameZh,
      authorityCode: agency.agencyCode,
    };
    return { item: "cn/practitioner-licence", agency, org: null, deliveredOn: openedOn, fields };
  });
}

/** Whom a disciplinary decision is about, and whether the law lets it stand. */
interface Discipline {
  readonly at: number;
  readonly bornOn: string;
  readonly conductEndedOn: string;
}

/** Decisions on practitioners: three of grown people, two of someone who was a child when it happened. */
export const disciplined: readonly Discipline[] = [
  { at: 0, bornOn: "1979-04-01", conductEndedOn: "2025-11-03" },
  { at: 1, bornOn: "1984-08-12", conductEndedOn: "2026-01-20" },
  { at: 2, bornOn: "1991-12-30", conductEndedOn: "2025-09-09" },
  { at: 3, bornOn: "2009-03-03", conductEndedOn: "2025-12-01" },
  { at: 4, bornOn: "2010-10-10", conductEndedOn: "2025-10-15" },
];

export function disciplines(dice: Dice): Sent[] {
  const agency = agencyNamed("临江省住房和城乡建设厅");
  return disciplined.map(({ at, bornOn, conductEndedOn }): Sent => {
    const fields = {
      subjectName: person(dice.of(`disciplined ${at}`)),
      personNumber: nobodysNumber(isoDate(bornOn), 500 + at),
      profession: "注册建造师",
      documentNumber: `临建执罚〔2026〕${at + 1}号`,
      measure: "停止执业",
      facts: "允许他人以本人名义执业。",
      basis: "《注册建造师管理规定》",
      conductEndedOn,
      decidedOn: "2026-03-12",
      servedOn: "2026-03-16",
      answerDueOn: "2026-03-02",
      validTo: "2026-09-11",
      authorityName: agency.nameZh,
      authorityCode: agency.agencyCode,
    };
    return { item: "cn/practitioner-discipline", agency, org: null, deliveredOn: openedOn, fields };
  });
}
