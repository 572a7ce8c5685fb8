/** What a page is: an address, and what it answers to a visit. `mount.ts` serves every page in both languages. */
import type { VNode } from "preact";
import type { Me } from "#contract/access.ts";
import type { Called, Given } from "#contract/client.ts";
import type { Endpoint } from "#contract/endpoint.ts";
import type { Problem } from "#contract/refusals.ts";
import type { Island } from "./assets.ts";
import type { Voice } from "./voice.ts";

/** The parts of the navigation a page can stand under. */
export type Section = "search" | "publicity" | "rules" | "verify" | "about";

/** Asks our own API as the visitor, with the visitor's own session. */
export type Call = <E extends Endpoint>(endpoint: E, given: Given<E>) => Promise<Called<E>>;

export interface Visit {
  readonly voice: Voice;
  /** Address without its language, with its query: what the language switch keeps. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Fields of the form that was posted; empty on other visits. */
  readonly form: URLSearchParams;
  readonly call: Call;
  /** Who signed in; null for visitors. Never null on a page of a console. */
  readonly me: Me | null;
}

export interface Shown {
  readonly title: string;
  readonly body: VNode;
  readonly status?: number;
  readonly section?: Section;
  /** Address of the console's tab it belongs to. */
  readonly tab?: string;
  /** One sentence for search engines. */
  readonly description?: string;
  /** False: search engines are told to leave it alone. Everything that is not a lasting public page. */
  readonly indexed?: boolean;
  readonly islands?: readonly Island[];
}

export type Answer =
  | Shown
  /** Go on to another of our pages (303), named without its language. */
  | { readonly goTo: string }
  | { readonly problem: Problem };

export type Show = (visit: Visit) => Answer | Promise<Answer>;

export interface Page {
  /** Without language, with `:params`. */
  readonly path: string;
  /** A page of a console: visitors are led to sign-in and come back. */
  readonly signedIn?: true;
  readonly get?: Show;
  readonly post?: Show;
}
