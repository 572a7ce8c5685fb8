/** What a page is: an address, and what it answers to a visit. `mount.ts` serves every page in both languages. */
import type { Readable } from "node:stream";
import type { VNode } from "preact";
import type { Me } from "#contract/access.ts";
import type { Called, Given } from "#contract/client.ts";
import type { Endpoint } from "#contract/endpoint.ts";
import type { Problem } from "#contract/refusals.ts";
import type { Island } from "./assets.ts";
import type { Voice } from "./voice.ts";

/** The parts of the navigation a page can stand under. */
export type Section = "search" | "publicity" | "lists" | "rules" | "verify" | "about";

/** Asks our own API as the visitor, with the visitor's own session. */
export type Call = <E extends Endpoint>(endpoint: E, given: Given<E>) => Promise<Called<E>>;

/** Hands a file that came with a form on to the API, as it arrives. */
export type Upload = <E extends Endpoint>(endpoint: E, content: Readable, params?: object) => Promise<Called<E>>;

/** A file of the API's, to take away. */
export interface TakenFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** As the API named it: nothing personal in it (C13). */
  readonly disposition: string;
}

/** Asks for a file: it, or the problem the API answered with. */
export type Take = <E extends Endpoint>(
  endpoint: E,
  given: Given<E>,
) => Promise<{ readonly ok: true; readonly file: TakenFile } | { readonly ok: false; readonly problem: Problem }>;

/** A file that came with a form, not yet read. */
export interface SentFile {
  /** As the visitor's machine calls it; may be personal, so it goes into bodies only (C13). */
  readonly name: string;
  readonly content: Readable;
}

export interface Visit {
  readonly voice: Voice;
  /** Address without its language, with its query: what the language switch keeps. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Fields of the form that was posted; empty on other visits. */
  readonly form: URLSearchParams;
  /** The file of a form on a page that takes one; null where none was chosen. */
  readonly file: SentFile | null;
  readonly call: Call;
  readonly upload: Upload;
  readonly take: Take;
  /** Who signed in; null for visitors. Never null on a page of a console. */
  readonly me: Me | null;
  /** What the desk was last set to in this browser's session; empty at first. Never anything about a subject. */
  readonly desk: string;
}

export interface Shown {
  readonly title: string;
  readonly body: VNode;
  readonly status?: number;
  readonly section?: Section;
  /** Address of the console's tab it belongs to. */
  readonly tab?: string;
  /** What the links around the page lead back to instead of its own address, which may hold what may stand nowhere (C13). */
  readonly address?: string;
  /** One sentence for search engines. */
  readonly description?: string;
  /** False: search engines are told to leave it alone. Everything that is not a lasting public page. */
  readonly indexed?: boolean;
  readonly islands?: readonly Island[];
  /** Where the same can be looked at again, without language: of pages that answer a form at another address. */
  readonly path?: string;
  /** What the desk is set to from now on, until the browser is closed. */
  readonly desk?: string;
  /** Browsers without script load the page anew after so many seconds: something on it is still going on. */
  readonly refreshSeconds?: number;
}

export type Answer =
  | Shown
  /** Go on to another of our pages (303), named without its language. */
  | { readonly goTo: string }
  /** Hand over a file; the visitor stays on the page the form is on. */
  | { readonly file: TakenFile }
  | { readonly problem: Problem };

export type Show = (visit: Visit) => Answer | Promise<Answer>;

export interface Page {
  /** Without language, with `:params`. */
  readonly path: string;
  /** A page of a console: visitors are led to sign-in and come back. */
  readonly signedIn?: true;
  /** Its form may carry one file, in the last field of the form. */
  readonly takesFile?: true;
  readonly get?: Show;
  readonly post?: Show;
}
