/** The door of objections: filed, marked, answered in time with reasons; a record whose source is silent falls silent. */

export { type Objections, openObjections } from "./open.ts";
export { isReasoned } from "./reasons.ts";
