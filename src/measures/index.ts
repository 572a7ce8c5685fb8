/** The door of measures: what a listing or an honour entails, for whom, in which matter; checks with receipts; feedback. */
export { type Answered, type Bound, bindingsFor, keyOf, type Question } from "./answer.ts";
export { type Bundles, openBundles } from "./bundles/open.ts";
export { composeAnswer } from "./compose.ts";
export { type Asked, Desk, type Listings, type Receipt, readListings, type Target } from "./desk.ts";
export { readNumber } from "./number.ts";
export { type Measures, openMeasures } from "./open.ts";
export type { MeasureParts, MeasureRooms } from "./parts.ts";
export { openReach, type Reach } from "./reach.ts";
export { type MeasureCatalogue, type MeasureRules, measureRules } from "./rules.ts";
