/** The door of the registry: subjects, their numbers and names, and finding them. */
export { fileOf } from "#core/subject/alias.ts";
export type { Identifier, NamedKind, Scheme } from "#core/subject/identifier.ts";
export type { Candidate, Resolution } from "#core/subject/resolve.ts";
export {
  findPersons,
  foundPersons,
  type GivenPerson,
  openPerson,
  type PersonScheme,
  type PersonSecret,
  rotatePersonTokens,
} from "./persons.ts";
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
