/**
 * Finding the races of browser tests. A test that asks `isVisible()` or `count()` straight after a click may be answered by the page it
 * is leaving, or by the first half of the page it goes to: on a quiet machine never, on a loaded one now and then. With
 *
 *     CHENGXIN_TEST_SLOW_ANSWERS=600 npm test -- browser
 *
 * such a question is answered wrongly every time: the page that is left stands 600 ms longer, its successor comes in six pieces 100 ms
 * apart, a click or a key returns without waiting for what it leads to, and the next act does not wait for it either. A suite that passes
 * like this waits everywhere for what it asks about (`follow`, `turned`, `shown` in `browser.ts`).
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { BrowserContext, Locator } from "playwright-core";

/** By how much documents come late, in milliseconds; 0 is not at all. */
export const slowAnswersMs = Number(process.env["CHENGXIN_TEST_SLOW_ANSWERS"] ?? 0);

/** A visit whose documents are asked for late, and whose clicks and keys return at once. */
export async function slowVisit(visit: BrowserContext): Promise<void> {
  process.env["PLAYWRIGHT_SKIP_NAVIGATION_CHECK"] = "1";
  const page = await visit.newPage();
  leaveAtOnce(Object.getPrototypeOf(page.locator("html")) as Locator);
  await page.close();
  await visit.route("**/*", async (route) => {
    if (route.request().isNavigationRequest()) await wait(slowAnswersMs);
    // The visit may be over by now.
    await route.continue().catch(() => {});
  });
}

let leaves = false;

/** Every locator's click and press, without Playwright's own wait for a navigation it happens to see begin. */
function leaveAtOnce(locators: Locator): void {
  if (leaves) return;
  leaves = true;
  const { click, press } = locators;
  locators.click = function (options) {
    return click.call(this, { ...options, noWaitAfter: true });
  };
  locators.press = function (key, options) {
    return press.call(this, key, { ...options, noWaitAfter: true });
  };
}

/** A server that hands documents over piece by piece. */
export function slowDocuments(server: Server): void {
  server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers["sec-fetch-dest"] !== "document") return;
    // What is compressed cannot be cut where it hurts.
    delete request.headers["accept-encoding"];
    const end = response.end.bind(response);
    response.end = ((content?: unknown, ...rest: unknown[]) => {
      if (typeof content !== "string" && !Buffer.isBuffer(content))
        return (end as (...all: unknown[]) => ServerResponse)(content, ...rest);
      void (async () => {
        for (const piece of piecesOf(Buffer.from(content))) {
          response.write(piece);
          await wait(slowAnswersMs / 6);
        }
        end();
      })();
      return response;
    }) as typeof response.end;
  });
}

/** The head alone, what stands before the content, and the content in four. */
function piecesOf(content: Buffer): Buffer[] {
  const body = Math.max(content.indexOf("<body"), 0);
  const main = Math.max(content.indexOf("<main"), body);
  const quarter = Math.ceil((content.length - main) / 4);
  const cuts = [0, body, main, main + quarter, main + 2 * quarter, main + 3 * quarter, content.length];
  return cuts.slice(1).flatMap((to, index) => {
    const piece = content.subarray(cuts[index], to);
    return piece.length > 0 ? [piece] : [];
  });
}
