/**
 * Lets Node load `.tsx` without a build: Node strips types from `.ts` by itself, but not from `.tsx`.
 * Preloaded with `--import` by tools/run.mjs.
 */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transformSync } from "oxc-transform";

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith(".tsx")) return nextLoad(url, context);
    const file = fileURLToPath(url);
    const { code, map, errors } = transformSync(file, readFileSync(file, "utf8"), {
      jsx: { runtime: "automatic", importSource: "preact" },
      sourcemap: true,
    });
    const first = errors[0];
    if (first) throw new SyntaxError(`${file}: ${first.message}`);
    const inlineMap = map
      ? `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`
      : "";
    return { format: "module", source: code + inlineMap, shortCircuit: true };
  },
});
