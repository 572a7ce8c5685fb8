/** The door of access: who acts, what they may do, and the log of looks. */
export {
  type Actor,
  type Assurance,
  agencyOf,
  type ClientScope,
  clientScopes,
  type Role,
  signature,
  visitor,
} from "./actor.ts";
export { type Audience, type Door, openDoor, type Permit, type Purpose, type Scope } from "./door.ts";
export { type LookedAt, type LookLog, openLookLog, type Shown } from "./looks.ts";
export { loadPolicies, type Policies, type PolicyText, type Resource } from "./policies.ts";
export { type Asking, type FileAnswer, type Handler, type Reply, type Route, reply, route } from "./route.ts";
