/**
 * The closed vocabulary of rules. A pack can only combine these words; it cannot bring code. Every check may also
 * carry `when`: a condition or a list of conditions (condition.ts) outside of which it demands nothing.
 */
import type { Predicate } from "./predicate.ts";
import * as days from "./predicates/days.ts";
import * as identity from "./predicates/identity.ts";
import * as numbers from "./predicates/numbers.ts";
import * as presence from "./predicates/presence.ts";
import * as texts from "./predicates/texts.ts";

export const vocabulary: ReadonlyMap<string, Predicate> = new Map(
  [presence, days, numbers, texts, identity]
    .flatMap((room): unknown[] => Object.values(room))
    .filter((one): one is Predicate => typeof one === "object" && one !== null && "compile" in one)
    .map((predicate) => [predicate.name, predicate]),
);
