/** The door of reports. */
export { type Issued, issuerOf } from "./acts.ts";
export { newReportCode, readReportCode } from "./code.ts";
export { credentialDigest } from "./credential.ts";
export { openReports, type Reports } from "./open.ts";
export type { Certified, Certifier } from "./parts.ts";
export { Printer } from "./printer.ts";
