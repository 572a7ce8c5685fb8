/** The door of the registry: subjects, their numbers and names, and finding them. */
export { type AliasAct, type AsOf, fileOf } from "#core/subject/alias.ts";
export type { Identifier, NamedKind, Scheme } from "#core/subject/identifier.ts";
export type { Candidate, Resolution } from "#core/subject/resolve.ts";
export { type Deciding, type DecidingParts, mergeSubjects, reverseAlias, splitSubject } from "./acts.ts";
export { openRegistry, type Registry, type RegistryParts } from "./open.ts";
export {
  findPersons,
  foundPersons,
  type GivenPerson,
  openPerson,
  type PersonScheme,
  type PersonSecret,
  rotatePersonTokens,
} from "./persons/persons.ts";
export { type Hit, type Hits, hitsMax, NameSearch, queryLengthMax } from "./search/search.ts";
export { type CodeOwner, findNames, findNumbers, findOwnersOfCodes } from "./store.ts";
export {
  type AddedName,
  addIdentifiers,
  addNames,
  foundSubjects,
  type GivenName,
  type NewSubject,
  newSubjectId,
  type Provenance,
  resolveSubjects,
} from "./subjects.ts";
export { type AskedNumber, type CodedSubject, type FoundFile, Subjects } from "./views.ts";
