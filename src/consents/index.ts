/** The door of consents. */
export { type Consents, openConsents } from "./open.ts";
