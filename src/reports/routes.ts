/** Reports' operations: contract in, act or view, contract out. */
import type { Readable } from "node:stream";
import * as contract from "#contract/reports.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type FileAnswer, type Reply, type Route, reply, route } from "#src/access/index.ts";
import { type Issued, issueForBody, issueOwn, issuePublic, previewPublic } from "./acts.ts";
import { keysDocument } from "./keys.ts";
import type { ReportParts } from "./parts.ts";
import { findByCode, verifyCode, verifyFile } from "./verify.ts";

export function reportRoutes(parts: ReportParts): Route[] {
  return [
    route(contract.previewReport, async ({ params }) => {
      const preview = await previewPublic(parts, params.code);
      return preview.ok ? reply(preview.value) : preview;
    }),
    route(contract.issuePublicReport, async ({ body }) => handedOver(await issuePublic(parts, body))),
    route(contract.issueReportForBody, async ({ actor, body }) => handedOver(await issueForBody(parts, actor, body))),
    route(contract.issueOwnReport, async ({ actor, body }) => handedOver(await issueOwn(parts, actor, body))),
    route(contract.verifyReportCode, async ({ actor, params }) => reply(await verifyCode(parts, actor, params.code))),
    route(contract.verifyReportFile, async ({ actor, file }) => {
      const bytes = await readWhole(file);
      return bytes.ok ? reply(await verifyFile(parts, actor, bytes.value)) : bytes;
    }),
    route(contract.getReportSignature, async ({ params }) => {
      const row = await findByCode(parts, params.code);
      if (!row) return refuse("reports.unknown-report");
      if (row.format !== "pdf") return refuse("reports.signed-within");
      const fileName = `chengxin-${row.reportCode}.pdf.jws`;
      return reply({ bytes: Buffer.from(`${row.signature}\n`), mediaType: "application/jose", fileName });
    }),
    route(contract.getKeys, async () => reply(await keysDocument(parts), { publicForSeconds: 300 })),
  ];
}

function handedOver(issued: Outcome<Issued>): Outcome<Reply<FileAnswer>> {
  if (!issued.ok) return issued;
  const { bytes, mediaType, fileName, code } = issued.value;
  return reply({ bytes, mediaType, fileName }, { location: `/api/v1/reports/${code}` });
}

/** The body, which is looked at and forgotten. */
async function readWhole(file: Readable | null): Promise<Outcome<Uint8Array>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file ?? []) {
    size += chunk.length;
    if (size > contract.reportBytesMax) return refuse("http.too-large");
    chunks.push(chunk);
  }
  return size === 0 ? refuse("reports.file-empty") : done(Buffer.concat(chunks));
}
