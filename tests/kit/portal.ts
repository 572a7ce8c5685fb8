/** The whole node behind an address, for tests that come as people and programs do. */
import { after } from "node:test";
import type { Node } from "#src/cli/node.ts";
import { openApp } from "#src/serve.ts";
import { slowAnswersMs, slowDocuments } from "./slow-answers.ts";

/** Serves a node on a free port until the test file ends; returns its address. */
export async function serveNode(node: Node): Promise<string> {
  const app = await openApp(node);
  after(() => app.close());
  if (slowAnswersMs > 0) slowDocuments(app.server);
  return app.listen({ port: 0, host: "127.0.0.1" });
}
