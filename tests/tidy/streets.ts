/** Who may import whom (ARCHITECTURE.md, Directions). One table; `directions.test.ts` reads every import against it. */

/** Rooms of `src/` that are modules, in the order in which they may know each other: only doors of earlier ones. */
export const modules = [
  "access",
  "catalogue",
  "registry",
  "ledger",
  "intake",
  "notices",
  "objections",
  "lists",
  "measures",
  "reports",
  "repair",
  "consents",
  "questions",
  "inbox",
] as const;

/** npm packages a room may use; every other room may use none but Node's own and those of `anyModule`. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  core: [],
  contract: ["typebox"],
  platform: ["pg", "pg-copy-streams", "pg-boss", "pino"],
  access: ["typebox", "@cedar-policy/cedar-wasm", "jose"],
  catalogue: ["typebox", "@bufbuild/cel"],
  registry: ["typebox", "opencc-js", "pinyin-pro"],
  ledger: ["typebox"],
  intake: ["typebox", "exceljs", "saxes", "pg-copy-streams"],
  notices: ["typebox"],
  objections: ["typebox"],
  lists: ["typebox"],
  measures: ["typebox"],
  repair: ["typebox"],
  consents: ["typebox"],
  questions: ["typebox"],
  inbox: [],
  reports: ["typebox", "@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu", "qrcode"],
  http: ["fastify", "@fastify/*", "oidc-provider", "openid-client", "jose", "typebox"],
  web: ["preact", "preact-render-to-string", "fastify", "@fastify/*", "oxc-transform", "typebox"],
};
