/** The door of reports. */
export type { Issued } from "./acts.ts";
export { openReports, type Reports } from "./open.ts";
export { Printer } from "./printer.ts";
