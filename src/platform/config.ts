import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Everything that may be set from outside, read once (docs/operate/configuration.md). */
export interface Config {
  /** Where state lives: database, keys, uploads. */
  readonly home: string;
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** How the world reaches us: in links, QR codes, OIDC redirects. No slash at the end. */
  readonly publicUrl: string;
  /** Whose receipts and reports these are: `CHENGXIN_URL`, else the first address this home was served at; null before that. */
  readonly issuerUrl: string | null;
  /** An existing PostgreSQL 15 or later (the owner's URL); null: the embedded one. */
  readonly databaseUrl: string | null;
  /** The invented province, its sign-in provider and its clock. Never in earnest. */
  readonly demo: boolean;
  /** Folders of the packs that are the law here: the nation's, then those that add to it. */
  readonly packs: readonly string[];
  /** A real OIDC issuer; null in the demo. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** Values of the `acr` claim that say the person was recognised by two factors or a certificate. */
    readonly acrSubstantial: readonly string[];
  } | null;
  /** Credential file of a service client, for commands with `--as`; null: looked for under `<home>/credentials`. */
  readonly credential: string | null;
  /** `trustProxy` of Fastify: behind TLS termination. */
  readonly trustProxy: boolean;
  /** Address of a scanner of evidence, `clamd://host:port`; null: none, and nothing is said to have been scanned. */
  readonly scanner: string | null;
  readonly logLevel: string;
  /** Webhooks may call this machine itself, by http too: for tests and for trying a receiver on the demo. */
  readonly webhookLoopback: boolean;
  /** Milliseconds the event loop may lag before requests are answered 503. */
  readonly lagMsMax: number;
}

/** The person who operates the node set something that cannot be; the message says what and how to mend it. */
export class ConfigError extends Error {}

const projectRoot = resolve(import.meta.dirname, "../..");

/** Reads the environment; throws {@link ConfigError} naming the variable. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = Number(env["PORT"] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new ConfigError("PORT: 应为 0 至 65535 的整数 / must be a whole number from 0 to 65535");
  }
  const demo = (env["CHENGXIN_DEMO"] ?? (env["DATABASE_URL"] || env["OIDC_ISSUER"] ? "0" : "1")) === "1";
  const oidc = readOidc(env);
  const home = resolve(env["CHENGXIN_HOME"] ?? join(projectRoot, "var"));
  const said = env["CHENGXIN_URL"]?.replace(/\/+$/, "");
  return {
    home,
    port,
    host: env["HOST"] ?? "127.0.0.1",
    publicUrl: said ?? `http://localhost:${port}`,
    issuerUrl: said ?? keptIssuer(home),
    databaseUrl: env["DATABASE_URL"] || null,
    demo,
    packs: (env["CHENGXIN_PACKS"] ?? (demo ? "packs/cn,packs/linjiang" : "packs/cn"))
      .split(",")
      .map((folder) => resolve(projectRoot, folder.trim())),
    oidc,
    credential: env["CHENGXIN_CREDENTIAL"] || null,
    trustProxy: env["CHENGXIN_TRUST_PROXY"] === "1",
    scanner: env["CHENGXIN_SCANNER"] || null,
    logLevel: env["LOG_LEVEL"] ?? "info",
    webhookLoopback: env["CHENGXIN_WEBHOOK_LOOPBACK"] === "1",
    lagMsMax: Number(env["CHENGXIN_LAG_MS_MAX"] ?? 3000),
  };
}

function readOidc(env: NodeJS.ProcessEnv): Config["oidc"] {
  const issuer = env["OIDC_ISSUER"];
  if (!issuer) return null;
  const clientId = env["OIDC_CLIENT_ID"];
  const clientSecret = env["OIDC_CLIENT_SECRET"];
  if (!clientId || !clientSecret) {
    throw new ConfigError(
      "OIDC_ISSUER 需与 OIDC_CLIENT_ID、OIDC_CLIENT_SECRET 同时设置 / needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it",
    );
  }
  const acrSubstantial = (env["OIDC_ACR_SUBSTANTIAL"] ?? "substantial,high").split(",").map((value) => value.trim());
  return { issuer, clientId, clientSecret, acrSubstantial };
}

/** The project's root, for packs, SQL and static files that ship with it. */
export function inProject(...parts: string[]): string {
  return join(projectRoot, ...parts);
}

/**
 * The address under which the world reaches us, once it is known: PORT=0 lets the system choose one, and only who
 * listens knows which. Whatever needs the address asks for it when it needs it.
 */
export function settlePublicUrl(config: Config, port: number): void {
  const url = URL.parse(config.publicUrl);
  if (url?.port === "0") Object.assign(config, { publicUrl: `${url.protocol}//${url.hostname}:${port}` });
}

const issuerFile = (home: string) => join(home, "issuer");

/** The address this home's receipts name, kept beside the keys that sign them; null before the node was first served. */
function keptIssuer(home: string): string | null {
  try {
    return readFileSync(issuerFile(home), "utf8").trim() || null;
  } catch {
    return null;
  }
}

/**
 * Keeps under which address the node issues, once it listens: what `CHENGXIN_URL` says, else the address it was first served at. A
 * later start on another port changes nothing of it, or older receipts would be another's.
 */
export function keepIssuer(config: Config): void {
  const issuerUrl = config.issuerUrl ?? config.publicUrl;
  Object.assign(config, { issuerUrl });
  if (keptIssuer(config.home) === issuerUrl) return;
  mkdirSync(config.home, { recursive: true });
  writeFileSync(issuerFile(config.home), `${issuerUrl}\n`);
}

/** For commands, which listen nowhere: the world reaches the node where it was served, whatever `PORT` their shell has. */
export function asServed(config: Config): Config {
  return { ...config, publicUrl: config.issuerUrl ?? config.publicUrl };
}
