import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a form was sent from one of our own pages. Browsers say where a POST comes from in `Sec-Fetch-Site`, older
 * ones in `Origin`; a page elsewhere can forge neither. A caller that says nothing is no browser with a visitor's cookie.
 */
export function sameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.parse(origin)?.host === host;
}
