/** The door of the catalogue: the rules in force, loaded from packs. */
export type {
  Catalogue,
  FindingText,
  ItemSubject,
  ItemVersion,
  LayoutTarget,
  PackEdition,
  Receipt,
  RecordDates,
  RecordTerms,
  SplitPayload,
} from "./catalogue.ts";
export type { Assertion } from "./check/assertion.ts";
export { assertions, checkPack } from "./check/index.ts";
export { type Asked, type AskedOutcome, criterionFrom, type Judgement } from "./criteria/criterion.ts";
export { namingOf } from "./criteria/naming.ts";
export { itemKey, titleOf } from "./fields.ts";
export { itemVersionsOf } from "./item.ts";
export { isNamed } from "./kinds.ts";
export type { ListBook } from "./list-book.ts";
export { faultLine, type Loaded, loadPacks, PackRefused } from "./load.ts";
export { type StateFacts, type Step, stateFacts, stepsOf } from "./machine.ts";
export { openCatalogue } from "./open.ts";
export { type PackFault, packDigest, type ReadPack, readPack } from "./pack.ts";
export { type CatalogueRooms, catalogueRoutes } from "./routes.ts";
export { shownFields, shownValue } from "./shown.ts";
