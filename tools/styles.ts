/**
 * Compiles `web/styles/` to `web/static/site.css`, which is committed so that the portal starts without a build:
 * `node --import ./tools/tsx.ts tools/styles.ts`. tests/tidy/styles.test.ts holds that it is current.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compile } from "sass";

const root = resolve(import.meta.dirname, "..");

/** Where the compiled styles stand. */
export const stylesFile = join(root, "web", "static", "site.css");

/** The portal's styles as CSS. */
export function compileStyles(): string {
  const { css } = compile(join(root, "web", "styles", "site.scss"), {
    loadPaths: [join(root, "node_modules")],
    style: "compressed",
    charset: false,
    quietDeps: true,
  });
  return `${css}\n`;
}

if (import.meta.main) writeFileSync(stylesFile, compileStyles());
