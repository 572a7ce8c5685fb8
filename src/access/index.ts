/** The door of access: who acts, what they may do, and the log of looks. */
export { type Acting, foundedId, keyOf } from "./act.ts";
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
export { endAgency, registerAgency } from "./agencies/acts.ts";
export { loadPackAgencies, parseAgencies } from "./agencies/load.ts";
export { type AgencyNames, openAgencyNames } from "./agencies/names.ts";
export { type Agency, findAgency, listAgencies, listSubordinates, stands } from "./agencies/store.ts";
export { addClientKey, endClientKey, registerClient, revokeClient } from "./clients/acts.ts";
export type { Client, ClientKey } from "./clients/client.ts";
export { actorForAgency, agencyActedFor, credentialFile, enrolClient, tokenForAgency } from "./clients/credential.ts";
export {
  clientActor,
  grantedScopes,
  issueAccessToken,
  openTokens,
  proveClient,
  tokenEndpoint,
} from "./clients/tokens.ts";
export type { ClockSource, SubjectClock } from "./clocks.ts";
export { type Audience, type Door, openDoor, type Permit, type Purpose, type Scope } from "./door.ts";
export { rotateKeys } from "./keys/acts.ts";
export {
  type EarlierLook,
  type LookedAt,
  type LookedTogether,
  type LookLog,
  lookAt,
  type OneOfTogether,
  openLookLog,
  type RefusedAsking,
  type Shown,
  type Withholding,
  withholdLook,
} from "./looks/looks.ts";
export { findLook, findLookHead, type LookKey, listRecipients, type Recipient } from "./looks/store.ts";
export { type OwnLookView, ownView as lookShownToSubject } from "./looks/views.ts";
export { acceptMandate, grantMandate, limitMandate, revokeMandate } from "./mandates/acts.ts";
export { mandateClocks } from "./mandates/clocks.ts";
export { findMandateInForce, type MandateRef, mandateFor } from "./mandates/views.ts";
export {
  acceptInvitation,
  deputiseOfficer,
  endDeputy,
  extendOfficer,
  handOver,
  inviteOfficer,
  lapseOfficer,
  resumeOfficer,
  suspendOfficer,
} from "./officers/acts.ts";
export { type Colleague, colleaguesOf } from "./officers/names.ts";
export type { Officer } from "./officers/officer.ts";
export type { AccessParts } from "./parts.ts";
export { loadPolicies, type Policies, type PolicyText, type Resource } from "./policies.ts";
export { type KeptBody, presentBody } from "./present.ts";
export { type Asking, type FileAnswer, type Handler, type Reply, type Route, reply, route } from "./route.ts";
export { accessRoutes } from "./routes.ts";
export { findHats, type Hat } from "./sessions/hats.ts";
export {
  type Began,
  isFormToken,
  openSessions,
  type Session,
  type Sessions,
  type SignedIn,
} from "./sessions/sessions.ts";
export { terms } from "./terms.ts";
