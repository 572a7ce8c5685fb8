/**
 * Conducts proceedings one after the other, from the proposal to the annulment, and prints each act once it is answered;
 * killed by proceedings.test.ts. After a start it goes on with those that were left in the middle.
 */
import { writeSync } from "node:fs";
import * as notices from "#contract/notices.ts";
import type { ProceedingView } from "#contract/proceedings.ts";
import { assemble } from "#src/assemble.ts";
import { readConfig } from "#src/platform/config.ts";
import { startCluster } from "#src/platform/postgres.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { attach, Bureau, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

const [home = "", dir = ""] = process.argv.slice(2);
const cluster = await startCluster({ dir });
const config = readConfig({ CHENGXIN_HOME: home, PORT: "0", LOG_LEVEL: "silent" });
const node = await assemble(config, { owner: cluster.owner("chengxin"), leave: async () => {} });
const bureau = new Bureau(node);
const clerk = marketOfficer();
const say = (what: string, view: ProceedingView) => writeSync(1, `${what} ${view.proceedingId} ${view.acts.length}\n`);

/** The next step of a proceeding, whatever was left of it. */
async function step(view: ProceedingView): Promise<ProceedingView> {
  const { proceedingId, state } = view;
  const reasons = "理由。";
  const notice = view.notices.find(({ kind }) => kind === "intended-listing");
  const decision = view.notices.find(({ kind }) => kind === "decision");
  switch (state.state) {
    case "proposed":
      await bureau.serve(proceedingId, "intended-listing", "2026-03-02", { drawn: notice?.noticeId });
      return value(await bureau.view(proceedingId));
    case "notified":
      if (notice && notice.waivedOn === null) {
        const params = { noticeId: notice.noticeId };
        const proof = await attach(node, clerk, notice.noticeId);
        const body = { confirm: true, basis: "到场人出示授权委托书", proof };
        value(await ask(node, notices.waiveTime, clerk, { params, body }));
        return value(await bureau.view(proceedingId));
      }
      return value(await bureau.decide(proceedingId));
    case "decided":
      return value(await bureau.act(proceedingId, "confirm", { reasons }, { actor: bureau.supervisor }));
    case "confirmed":
      await bureau.serve(proceedingId, "decision", "2026-03-02", { drawn: decision?.noticeId });
      return value(await bureau.view(proceedingId));
    default: {
      if (view.acts.at(-1)?.act === "move-undoing")
        return value(await bureau.act(proceedingId, "annul", { reasons }, { actor: bureau.supervisor }));
      const ruling = { number: "判1号", body: "某区人民法院", on: "2026-03-02" };
      return value(await bureau.act(proceedingId, "move-undoing", { reasons, ruling }));
    }
  }
}

async function conduct(view: ProceedingView): Promise<void> {
  for (let at = view; !at.state.final; ) {
    at = await step(at);
    say("acted", at);
  }
}

const left = await node.app.query<{ id: string }>(
  "SELECT proceeding_id::text AS id FROM lists.proceeding ORDER BY opened_at",
);
for (const { id } of left.rows) await conduct(value(await bureau.view(id)));
for (;;) {
  const { code } = await newOrganisation(node);
  const opened = value(await bureau.open(code));
  say("opened", opened);
  await conduct(opened);
}
