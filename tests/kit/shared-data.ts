/** Material made by others: see the tool. */
export { sharedData } from "#tools/shared-data.ts";
