/**
 * Writes the invented province's data into a folder: `node --import ./tools/tsx.ts tools/linjiang/main.ts FOLDER`.
 * With `--mappings` it writes the mapping files of the pack instead.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeLinjiang } from "./generate.ts";
import { mappingFiles } from "./mappings.ts";
import { packFolder } from "./province.ts";

const [asked] = process.argv.slice(2);
if (asked === undefined) {
  process.stderr.write("usage: tools/linjiang/main.ts FOLDER | --mappings\n");
  process.exit(64);
} else if (asked === "--mappings") {
  for (const { file, text } of mappingFiles()) writeFileSync(join(packFolder, file), text);
} else {
  const { totals } = await writeLinjiang(asked);
  process.stdout.write(`${JSON.stringify(totals)}\n`);
}
