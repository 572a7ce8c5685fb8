/** Writes sbom.json: what the product is made of (CycloneDX 1.5, made by npm from the lock file). */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { inProject } from "#src/platform/config.ts";

interface Sbom {
  serialNumber?: string;
  components: { name: string; version: string; "bom-ref": string }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
  metadata: { timestamp?: string; tools?: unknown; component: { name: string } };
}

/** The bill as it should stand in the file: npm's, less what differs between two runs or two npms. */
export function sbomText(): string {
  const flags = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--loglevel=error"];
  const sbom = JSON.parse(
    execFileSync("npm", flags, {
      cwd: inProject(),
      encoding: "utf8",
      maxBuffer: 64e6,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  ) as Sbom;
  delete sbom.serialNumber;
  delete sbom.metadata.timestamp;
  delete sbom.metadata.tools;
  // npm names the folder it runs in.
  sbom.metadata.component.name = "chengxin";
  keepRuntime(sbom);
  return `${JSON.stringify(sbom, null, 1)}\n`;
}

/** npm's own `--omit dev` also drops what development and runtime share; the lock file knows better. */
function keepRuntime(sbom: Sbom): void {
  const runtime = new Set(runtimePackages());
  sbom.components = sbom.components.filter(({ name, version }) => runtime.has(`${name}@${version}`));
  const kept = new Set([...sbom.components.map((component) => component["bom-ref"]), "chengxin@0.1.0"]);
  sbom.dependencies = sbom.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
}

/** `name@version` of everything the lock file installs to run the product. */
export function runtimePackages(): string[] {
  const { packages } = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string; dev?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== "" && !dev)
    .map(([path, { version }]) => `${path.split("node_modules/").at(-1)}@${version}`);
}

if (import.meta.main) writeFileSync(inProject("sbom.json"), sbomText());
