/** The door of lists: proceedings by which subjects come on lists and leave them; whom criteria find. */
export { type Candidates, openCandidates } from "./candidates/index.ts";
export type { CandidateParts } from "./candidates/parts.ts";
export { type ListRule, rulesOf, searchedKinds } from "./candidates/rules.ts";
export { type Found, registerSql, type Search, searchRegister } from "./criteria/register-store.ts";
export { foldedStates } from "./inbox/fold-anew.ts";
export { type Lists, openLists } from "./open.ts";
export type { ListParts } from "./parts.ts";
export type { EntryBasis } from "./store.ts";
