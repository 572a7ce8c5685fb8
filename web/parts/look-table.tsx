/** Who looked: which body, when, why, on what basis, and what came of it. */
import type { ComponentChildren } from "preact";
import type { Static } from "typebox";
import type { LookShape, OwnLookShape, RefusedActShape } from "#contract/access.ts";
import type { Voice } from "#web/voice.ts";
import { isWord, type Word } from "#web/words.ts";
import { shownText } from "./look-shown.ts";
import { Tag, type Tone } from "./tag.tsx";

export type OwnLook = Static<typeof OwnLookShape>;
export type Look = Static<typeof LookShape>;
export type RefusedAct = Static<typeof RefusedActShape>;

const tones: Readonly<Record<OwnLook["outcome"], Tone>> = {
  shown: "plain",
  refused: "adverse",
  "nothing-held": "quiet",
  failed: "quiet",
};

/** What a refused try is logged with that gave no reason. */
const noneStated = "none-stated";
/** Why somebody looks who needs no purpose of the catalogue, which are those of bodies that look at others' records. */
const ownPurposes: Readonly<Record<string, Word>> = {
  "own-file": "look.own-file",
  "own-record": "look.own-record",
  "held-row": "look.held-row",
  "inbox-at-counter": "look.inbox-at-counter",
  "look-question": "look.question",
  "own-notice": "look.own-notice",
  "own-proceeding": "look.own-proceeding",
  "consent-at-counter": "look.consent-at-counter",
  [noneStated]: "look.none-stated",
};

function purposeText({ say }: Voice, purpose: string, purposes: ReadonlyMap<string, string>): string {
  const own = ownPurposes[purpose];
  return purposes.get(purpose) ?? (own ? say(own) : purpose);
}

/** That a look was a watch's: told by itself that the answer changed, or read after that. */
function WatchNote({ voice: { say }, look }: { voice: Voice; look: OwnLook }) {
  const what = look.shown["what"];
  if (what !== "watch" && what !== "watch-event") return null;
  return <span class="quiet field-help">{say(what === "watch" ? "look.of-watch" : "look.of-watch-event")}</span>;
}

function agencyText({ say, tell }: Voice, agency: OwnLook["agency"]): string {
  return agency ? tell({ zh: agency.nameZh, en: agency.nameEn }) : say("look.no-agency");
}

/** Looks, as their subject or an overseer reads them. `purposes`, `matters`: what the catalogue calls them; `policies`: what they say. */
export function LookTable(props: {
  voice: Voice;
  looks: readonly (OwnLook | Look)[];
  purposes: ReadonlyMap<string, string>;
  matters: ReadonlyMap<string, string>;
  policies: ReadonlyMap<string, string>;
  /** What its subject may do about a look. */
  act?: (look: OwnLook) => ComponentChildren;
}) {
  const { voice, looks, purposes, matters, policies, act } = props;
  const { say, moment } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("history.at")}</th>
          <th scope="col">{say("look.who")}</th>
          <th scope="col">{say("look.why")}</th>
          <th scope="col">{say("look.basis")}</th>
          <th scope="col">{say("look.outcome")}</th>
        </tr>
      </thead>
      <tbody>
        {looks.map((look) => (
          <tr key={look.lookId}>
            <td class="nowrap">{moment(look.at)}</td>
            <th scope="row">
              {look.by === "representative" ? say("look.by.representative") : agencyText(voice, look.agency)}
              <span class="quiet field-help">
                {look.by !== "representative" && say(`look.by.${look.by}`)}
                {look.onBehalfOf && ` · ${say("look.on-behalf", { whom: look.onBehalfOf })}`}
              </span>
            </th>
            <td data-label={say("look.why")}>
              {purposeText(voice, look.purpose, purposes)}
              <WatchNote voice={voice} look={look} />
            </td>
            <td data-label={say("look.basis")} lang={voice.chinese(look.basis)}>
              {look.basis === noneStated ? say("look.none-stated") : look.basis}
              <ConsentLink voice={voice} look={look} />
            </td>
            <td data-label={say("look.outcome")}>
              <Tag tone={tones[look.outcome]} text={say(`look.outcome.${look.outcome}`)} />
              <span class="quiet field-help">{shownText(voice, look, matters)}</span>
              {"policy" in look && look.policy && (
                <span class="quiet field-help">
                  {say("look.policy", { policy: policies.get(look.policy) ?? look.policy })}
                </span>
              )}
              <Offline voice={voice} look={look} />
              {act?.(look)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** For the subject: the consent a look rests on, or would have needed. */
function ConsentLink({ voice: { say, to }, look }: { voice: Voice; look: OwnLook | Look }) {
  const [, consent] = /\bconsent ([0-9a-f-]{36})$/.exec(look.basis) ?? [];
  if (consent === undefined || "actorId" in look) return null;
  return (
    <span class="field-help">
      <a href={to(`/mine/consents/${consent}`)}>{say("look.consent")}</a>
    </span>
  );
}

/** A look from an offline bundle: when its journal came in, and whether what was told had changed. */
function Offline({ voice: { say, moment }, look }: { voice: Voice; look: OwnLook | Look }) {
  const { offline, ended, begun } = look.shown;
  if (typeof offline !== "string") return null;
  const some = (list: unknown) => Array.isArray(list) && list.length > 0;
  return (
    <>
      <span class="quiet field-help">{say("look.offline", { at: moment(offline) })}</span>
      {some(ended) && <span class="field-help">{say("look.offline.ended")}</span>}
      {some(begun) && <span class="field-help">{say("look.offline.begun")}</span>}
    </>
  );
}

/** What was tried, in words; a name the portal has no words for yet stands as it is. */
function triedText({ say }: Voice, { action, resource }: RefusedAct): { readonly act: string; readonly on: string } {
  const [act, on] = [`refused.act.${action}`, `refused.on.${resource}`];
  return { act: isWord(act) ? say(act) : action, on: isWord(on) ? say(on) : resource };
}

/** Acts that a policy refused: who tried what, and which policy said no. */
export function RefusalTable(props: {
  voice: Voice;
  acts: readonly RefusedAct[];
  policies: ReadonlyMap<string, string>;
}) {
  const { voice, acts, policies } = props;
  const { say, moment } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("history.at")}</th>
          <th scope="col">{say("look.who")}</th>
          <th scope="col">{say("history.act")}</th>
          <th scope="col">{say("refusal.policy")}</th>
        </tr>
      </thead>
      <tbody>
        {acts
          .map((act) => ({ act, tried: triedText(voice, act) }))
          .map(({ act, tried }) => (
            <tr key={act.actId}>
              <td class="nowrap">{moment(act.at)}</td>
              <th scope="row">{agencyText(voice, act.agency)}</th>
              <td data-label={say("history.act")}>
                {tried.act} <span class="quiet">{tried.on}</span>
              </td>
              <td data-label={say("refusal.policy")}>{policies.get(act.policy) ?? act.policy}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
