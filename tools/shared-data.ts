/** Material made by others, read by path (`../shared/data`, overridden by `CHENGXIN_DATA`); see its README for licences. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "#src/platform/config.ts";

/** The path of shared data; throws, so that a check whose data is absent fails and says so. */
export function sharedData(...parts: string[]): string {
  const path = join(process.env["CHENGXIN_DATA"] ?? inProject("..", "shared", "data"), ...parts);
  if (!existsSync(path)) throw new Error(`shared data is absent: ${path} (set CHENGXIN_DATA to where it is)`);
  return path;
}
