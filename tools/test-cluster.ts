/** The cluster tests run on: one a server version, kept between runs under `var/test`. */
import { inProject } from "#src/platform/config.ts";
import { type Cluster, startCluster } from "#src/platform/postgres.ts";

/** `18`: the embedded server; `15`: Debian's. Set by tools/test.ts, which runs integration tests on both. */
export const serverVersion = process.env["CHENGXIN_TEST_POSTGRES"] ?? "18";

const debianBin = "/usr/lib/postgresql/15/bin";

/** The test cluster of this server version, started or joined. Not for two processes at once before it was first made. */
export function testCluster(version = serverVersion): Promise<Cluster> {
  return startCluster({
    dir: inProject("var", "test", `postgres-${version}`),
    ...(version === "18" ? {} : { binDir: debianBin }),
    durable: false,
    settings: { max_connections: "200" },
  });
}
