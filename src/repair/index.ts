/** The door of repair. */
export { openRepair, type Repair } from "./open.ts";
