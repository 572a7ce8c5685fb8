/** Writes contract/openapi.json from the contract; `--check` only says whether it is current. */
import { readFileSync, writeFileSync } from "node:fs";
import { allEndpoints } from "#contract/endpoints.ts";
import { describeApi } from "#src/http/openapi.ts";
import { inProject } from "#src/platform/config.ts";

const file = inProject("contract", "openapi.json");

/** The description as it should stand in the file. */
export async function openApiText(): Promise<string> {
  return `${JSON.stringify(await describeApi(await allEndpoints()), null, 1)}\n`;
}

if (import.meta.main) {
  const text = await openApiText();
  if (process.argv.includes("--check")) process.exitCode = readFileSync(file, "utf8") === text ? 0 : 1;
  else writeFileSync(file, text);
}
