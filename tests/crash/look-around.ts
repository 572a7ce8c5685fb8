/** Looks at files as fast as it can and prints each subject once the look is answered; killed by looks.test.ts. */
import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { assemble } from "#src/assemble.ts";
import { readConfig } from "#src/platform/config.ts";
import { startCluster } from "#src/platform/postgres.ts";

const [home = "", dir = ""] = process.argv.slice(2);
const cluster = await startCluster({ dir });
const config = readConfig({ CHENGXIN_HOME: home, PORT: "0", LOG_LEVEL: "silent" });
const node = await assemble(config, { owner: cluster.owner("chengxin"), leave: async () => {} });
const officer = {
  kind: "officer",
  id: randomUUID(),
  name: "",
  agency: "11880000MB88001255",
  agencyKinds: [],
  roles: ["officer"],
} as const;

async function lookAround(): Promise<never> {
  for (;;) {
    const subject = randomUUID();
    const file = { type: "File", id: subject, attributes: { subjectKind: "organisation", subject } };
    const purpose = { purpose: "procurement", basis: "a test" };
    const scope = await node.door.scope(officer, "read-file", file, { audience: "body", purpose });
    if (!scope.ok) throw new Error(scope.refusal.code);
    await node.looks.look(scope.value, subject, async () => ({ value: null, outcome: "shown", shown: {} }));
    writeSync(1, `${subject}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, lookAround));
