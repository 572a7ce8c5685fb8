/** All benches of issues 2 and 3, in the order of their tables, each told as lines of bench/RESULTS.md. */

import { benchBundle, toReach as bundleToReach } from "./bundle.ts";
import { benchCheck, benchCheckGrowth, type CheckResult, toReach as checkToReach, yente } from "./check.ts";
import { toReach as batchToReach, benchCheckBatch } from "./check-batch.ts";
import { benchCode, ratioToReach } from "./code.ts";
import { benchCriteria, toReach as criteriaToReach } from "./criteria.ts";
import type { Bench, Figure } from "./figure.ts";
import { told } from "./figure.ts";
import { benchFile, toReach as fileToReach } from "./file.ts";
import { benchGrowth, toReach as growthToReach, questions } from "./growth.ts";
import { benchIntake, type IntakeRow, ratioToReach as intakeRatio } from "./intake.ts";
import { benchLooks, toReach as looksToReach } from "./looks.ts";
import { benchPage, toReach as pageToReach } from "./page.ts";
import { benchReport, toReach as reportToReach } from "./report.ts";
import { benchSearch, toReach as searchToReach } from "./search.ts";
import { benchValidate, ratioToReach as validateRatio } from "./validate.ts";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

async function intake(): Promise<Figure[]> {
  const { rows } = await benchIntake();
  return rows.map((row) => ({
    what: `${told(row.rows)} penalty rows: mapped, validated, matched, committed, receipted`,
    ours: `${told(row.ours)} rows/s; memory ${row.rssMb.at10} MB at 10 %, ${row.rssMb.at50} at 50 %, ${row.rssMb.at100} at 100 %`,
    anchor: `raw COPY of the same final rows: ${told(row.copy)} rows/s`,
    ratio: row.ratio.toFixed(2),
    reach: `≥ ${intakeRatio}, memory flat`,
    met: row.ratio >= intakeRatio,
    note: processorTime(row),
  }));
}

/** Where the time goes: one process judges and writes rows while the server stores the chunk before. */
function processorTime({ cpu, rows }: IntakeRow): string {
  const micros = (read: (one: IntakeRow["cpu"][number]) => number) =>
    told((cpu.reduce((sum, one) => sum + read(one), 0) / cpu.length / rows) * 1e6, " µs");
  return `processor a row: ${micros((one) => one.process)} of ours, ${micros((one) => one.server)} of the server, COPY ${micros((one) => one.copyServer)} of it`;
}

async function search(): Promise<Figure[]> {
  const { names, rows, ambiguous } = await benchSearch();
  const figures = rows.map(({ kind, queries, recallAt10, p95Ms, anchors }): Figure => {
    const all = [anchors.threshold, anchors.nearest];
    return {
      what: `${kind}, ${queries} queries over ${told(names)} names`,
      ours: `in the first ten ${percent(recallAt10)}; p95 ${told(p95Ms, " ms")}`,
      anchor: `pg_trgm alike (GIN), nearest (GiST): in the first ten ${all.map((one) => percent(one.recallAt10)).join(", ")}; p50 ${all.map((one) => told(one.p50Ms, " ms")).join(", ")}`,
      ratio: all.map(({ ratio }) => `${told(ratio)}×`).join(", "),
      reach: "≥ 95 %, p95 ≤ 20 ms, ≥ 50× of both",
      met:
        recallAt10 >= searchToReach.recallAt10 &&
        p95Ms <= searchToReach.p95Ms &&
        all.every(({ ratio }) => ratio >= searchToReach.ratio),
    };
  });
  const apart: Figure = {
    what: `words very many names bear (东方), ${ambiguous.queries} queries, judged apart`,
    ours: `first ten bear it as brand ${percent(ambiguous.asBrand)}, hold it ${percent(ambiguous.holding)}; p95 ${told(ambiguous.p95Ms, " ms")}`,
    reach: "p95 ≤ 20 ms",
    met: ambiguous.p95Ms <= searchToReach.p95Ms,
  };
  return [...figures, apart];
}

async function file(): Promise<Figure[]> {
  const { ours, plain, ratio, looksLogged } = await benchFile();
  return [
    {
      what: "file of 200 records by API, with its look in the log; 8 clients",
      ours: `${told(ours.requestsPerSecond)} requests/s, p50 ${ours.p50Ms} ms, p99 ${ours.p99Ms} ms`,
      anchor: `plain http + one SELECT: ${told(plain.requestsPerSecond)} requests/s, p99 ${plain.p99Ms} ms`,
      ratio: ratio.toFixed(2),
      reach: "≥ 0.6, p99 ≤ 15 ms",
      met: ratio >= fileToReach.ratio && ours.p99Ms <= fileToReach.p99Ms,
      note: `${looksLogged} looks stood in the log`,
    },
  ];
}

async function page(): Promise<Figure[]> {
  const { rows } = await benchPage();
  return rows.map((row) => ({
    what: `public page: ${row.page}; 8 clients, compressed`,
    ours: `${told(row.requestsPerSecond)} requests/s, p50 ${row.p50Ms} ms, p99 ${row.p99Ms} ms`,
    reach: "≥ 1 500 requests/s, p99 ≤ 20 ms",
    met: row.requestsPerSecond >= pageToReach.requestsPerSecond && row.p99Ms <= pageToReach.p99Ms,
  }));
}

async function report(): Promise<Figure[]> {
  const { rows, ratio, cpuMs } = await benchReport();
  const [ours, chromium] = rows;
  return [
    {
      what: "PDF report of 60 records, warm",
      ours: `median ${told(ours.medianMs, " ms")}, p95 ${told(ours.p95Ms, " ms")}; ${told(ours.bytes / 1024, " KiB")}`,
      anchor: `headless Chromium printing the same: median ${told(chromium.medianMs, " ms")}`,
      ratio: `${ratio.toFixed(1)}×`,
      reach: `≥ ${reportToReach.ratio}×, median ≤ ${reportToReach.medianMs} ms`,
      met: ratio >= reportToReach.ratio && ours.medianMs <= reportToReach.medianMs,
      note: `processor ${told(cpuMs, " ms")}`,
    },
  ];
}

async function code(): Promise<Figure[]> {
  const { rows } = await benchCode();
  return rows.map((row) => ({
    what: `${row.inputs} (${told(row.count)})`,
    ours: `${told(row.ours)} /s`,
    anchor: `stdnum: ${told(row.stdnum)} /s`,
    ratio: `${row.ratio.toFixed(1)}×`,
    reach: `≥ ${ratioToReach}×`,
    met: row.ratio >= ratioToReach,
    note: row.wronglyRefused > 0 ? `stdnum refuses ${row.wronglyRefused} that are right` : "",
  }));
}

async function validate(): Promise<Figure[]> {
  const { rows } = await benchValidate();
  return rows.map((row) => ({
    what: `a penalty row judged: schema, ${row.rules} rules, the law's time; ${row.fields} fields`,
    ours: `${told(row.validate, " µs")} of processor; terms ${told(row.terms, " µs")}, split ${told(row.split, " µs")}`,
    anchor: `the same row written as JSON and read back: ${told(row.jsonRoundTrip, " µs")}`,
    ratio: row.ratio.toFixed(2),
    reach: `≤ ${validateRatio}`,
    met: row.ratio <= validateRatio,
  }));
}

async function growth(): Promise<Figure[]> {
  const { rows, ratio } = await benchGrowth();
  return questions.map((question) => ({
    what: question,
    ours: rows
      .map(
        ({ records, p50Ms, p99Ms }) => `${records / 1e6} M: ${told(p50Ms[question])} (p99 ${told(p99Ms[question])}) ms`,
      )
      .join("; "),
    ratio: ratio[question].toFixed(2),
    reach: `≤ ${growthToReach.ratio}`,
    met: ratio[question] <= growthToReach.ratio,
  }));
}

async function check(): Promise<Figure[]> {
  const result = await benchCheck();
  const { ours, plain, ratio, answers, roots } = result;
  const times = ours.requestsPerSecond / yente.most;
  const one: Figure = {
    what: "one check by HTTP: policy decided, look on disk, receipt under a signed root; 32 clients",
    ours: `${told(ours.requestsPerSecond)} requests/s, p50 ${ours.p50Ms} ms, p99 ${ours.p99Ms} ms`,
    anchor: `plain http + one SELECT: ${told(plain.requestsPerSecond)} requests/s, p99 ${plain.p99Ms} ms`,
    ratio: ratio.toFixed(2),
    reach: "≥ 0.5, goal 0.7; p99 ≤ 15 ms",
    met: ratio >= checkToReach.ratio && ours.p99Ms <= checkToReach.p99Ms,
    note: `${told(answers)} answers under ${told(roots)} signed roots`,
  };
  const beside: Figure = {
    what: "the same beside published matchers",
    ours: `${told(ours.requestsPerSecond)} requests/s`,
    anchor: `yente, published: ${yente.least} to ${yente.most} requests/s a vCPU`,
    ratio: `${told(times)}×`,
    reach: `≥ ${checkToReach.times}×`,
    met: times >= checkToReach.times,
    note: "a matcher compares names as well; a check knows the number",
  };
  const rows = await benchCheckGrowth();
  const [least, most] = [rows[0], rows.at(-1)];
  const grown = (most?.p50Ms ?? 0) / (least?.p50Ms ?? 1);
  const growth: Figure = {
    what: "one check, in process, by entries in force",
    ours: rows
      .map(({ entries, p50Ms, p99Ms }) => `${entries / 1e6} M: ${told(p50Ms)} (p99 ${told(p99Ms)}) ms`)
      .join("; "),
    ratio: grown.toFixed(2),
    reach: `≤ ${checkToReach.growth}`,
    met: grown <= checkToReach.growth,
  };
  return [one, costs(result), beside, growth];
}

/** What each safeguard costs: the time a check takes the node, with it and without it. */
function costs({ without }: CheckResult): Figure {
  const all = without.find(({ who }) => who === "nothing");
  const micros = (perSecond: number) => 1e6 / perSecond;
  const cost = (perSecond: number) => micros(all?.requestsPerSecond ?? perSecond) - micros(perSecond);
  return {
    what: "what each safeguard costs a check: the same application without it",
    ours: without
      .filter(({ who }) => who !== "nothing")
      .map(({ who, requestsPerSecond }) => `${who}: ${told(cost(requestsPerSecond), " µs")}`)
      .join("; "),
    anchor: `with all of them ${told(micros(all?.requestsPerSecond ?? 1), " µs")}`,
    reach: "named",
    met: without.length > 0,
  };
}

async function checkBatch(): Promise<Figure[]> {
  const found = await benchCheckBatch();
  const { rssMb, ratio } = found;
  const isFlat = rssMb.at100 <= rssMb.at10 * batchToReach.memory;
  return [
    {
      what: `file of ${told(found.codes)} codes checked against ${told(found.records)} records, ${told(found.entries)} entries in force; ${told(found.told)} told of measures`,
      ours: `${told(found.seconds, " s")} until the signed result; memory ${rssMb.at10} MB at 10 %, ${rssMb.at50} at 50 %, ${rssMb.at100} at 100 %`,
      anchor: `hash join of the same sets ${told(found.joinSeconds, " s")}, COPY of the same looks ${told(found.copySeconds, " s")}`,
      ratio: ratio.toFixed(2),
      reach: `≤ ${batchToReach.ratio}, memory flat`,
      met: ratio <= batchToReach.ratio && isFlat,
      note: `${told(found.filingSeconds, " s")} more to file what was told of measures for feedback; result of ${found.resultMb} MB written out in ${told(found.resultSeconds, " s")}; ${told(found.looks)} looks stood in the log`,
    },
  ];
}

async function bundle(): Promise<Figure[]> {
  const found = await benchBundle();
  return [
    {
      what: `offline bundle made over ${told(found.codes)} codes, ${told(found.entries)} entries in force`,
      ours: `${told(found.makeSeconds, " s")}; ${told(found.megabytes, " MB")}; memory ${found.rssMb} MB`,
      anchor: `the same rows read and written as JSON: ${told(found.readSeconds, " s")}`,
      ratio: found.ratio.toFixed(2),
      reach: `≤ ${bundleToReach.ratio}`,
      met: found.ratio <= bundleToReach.ratio,
    },
    {
      what: "one question at a desk without a line: the tool starts, proves the whole bundle, journals, answers",
      ours: `${told(found.askMs, " ms")}; of it proving the bundle ${told(found.verifyMs, " ms")}`,
      anchor: `Node starting with nothing to do: ${told(found.startMs, " ms")}`,
      reach: `≤ ${bundleToReach.askMs} ms`,
      met: found.askMs <= bundleToReach.askMs,
    },
  ];
}

async function criteria(): Promise<Figure[]> {
  const { subjects, records, rules, oursMs, byHandMs, ratio, increments, growth, wholeMs } = await benchCriteria();
  const worst = rules.toSorted((a, b) => b.oursMs / b.byHandMs - a.oursMs / a.byHandMs)[0];
  return [
    {
      what: `all ${rules.length} list rules over ${told(subjects)} subjects, ${told(records)} records`,
      ours: `compiled: ${told(oursMs, " ms")}`,
      anchor: `hand-written SQL, the same subjects found: ${told(byHandMs, " ms")}`,
      ratio: ratio.toFixed(2),
      reach: `≤ ${criteriaToReach.ratio}`,
      met: ratio <= criteriaToReach.ratio,
      note: worst
        ? `worst rule ${(worst.oursMs / worst.byHandMs).toFixed(2)} (${worst.criterion}); confirmed by the library and kept: ${told(wholeMs, " ms")}`
        : "",
    },
    {
      what: "search after new records, all rules",
      ours: increments.map(({ subjects: of, ms }) => `${told(of)} subjects: ${told(ms, " ms")}`).join("; "),
      ratio: `${growth.toFixed(2)} a subject, largest over smallest`,
      reach: `proportional (≤ ${criteriaToReach.growth})`,
      met: growth <= criteriaToReach.growth,
    },
  ];
}

async function looks(): Promise<Figure[]> {
  const found = await benchLooks();
  return [
    {
      what: `who looked, a subject with ${told(found.looks)} looks: newest and later pages, one body's, and the months`,
      ours: `p95 ${told(found.p95Ms, " ms")}`,
      anchor: `the same of a subject with a hundred: p95 ${told(found.smallP95Ms, " ms")}`,
      ratio: (found.p95Ms / found.smallP95Ms).toFixed(2),
      reach: `p95 ≤ ${looksToReach.p95Ms} ms`,
      met: found.p95Ms <= looksToReach.p95Ms && found.rowsScanned === 0,
      note: `rows read without the key: ${told(found.rowsScanned)}`,
    },
  ];
}

export const benches: readonly Bench[] = [
  { name: "intake", title: "Intake beside raw COPY", run: intake },
  { name: "search", title: "Name search over real names", run: search },
  { name: "file", title: "The file of one organisation, by a body", run: file },
  { name: "check", title: "One check", run: check },
  { name: "page", title: "Public pages", run: page },
  { name: "looks", title: "Who looked", run: looks },
  { name: "check-batch", title: "Checking a file of codes", run: checkBatch },
  { name: "bundle", title: "An offline bundle", run: bundle },
  { name: "code", title: "Code check in process", run: code },
  { name: "validate", title: "Judging a row in process", run: validate },
  { name: "report", title: "A report on paper", run: report },
  { name: "growth", title: "Growth", run: growth },
  { name: "criteria", title: "Criteria of lists over the register", run: criteria },
];
