/** One call of a webhook: POST, no redirects, nothing of the answer but its status. */
import { type ClientRequest, request as plainRequest, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP } from "node:net";
import type { WatchDelivery } from "#contract/watches.ts";
import { guardedLookup, hostOf, mayCall, NotPublic } from "./address.ts";

/** How a call went. */
export interface Called {
  readonly result: NonNullable<WatchDelivery["result"]>;
  /** Of an answer. */
  readonly status: number | null;
}

export interface Calling {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly secondsMax: number;
  /** Whether this machine itself may be called: tests and demos. */
  readonly loopback: boolean;
}

/** Calls. Never throws: what went wrong is its result. Any status of 200 to 299 says that it arrived. */
export async function callWebhook({ address, headers, body, secondsMax, loopback }: Calling): Promise<Called> {
  const url = new URL(address);
  const host = hostOf(url);
  const barred: Called = { result: "address-not-public", status: null };
  // The lookup is not asked about an address that is written as numbers.
  if (isIP(host) !== 0 && !mayCall(host, { loopback })) return barred;
  if (url.protocol === "http:" && !loopback) return barred;
  const options: RequestOptions = {
    method: "POST",
    agent: false,
    lookup: guardedLookup({ loopback }),
    signal: AbortSignal.timeout(secondsMax * 1000),
    headers: {
      ...headers,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "user-agent": "Chengxin-Webhook/1",
    },
  };
  try {
    const status = await statusOf(
      url.protocol === "http:" ? plainRequest(url, options) : secureRequest(url, options),
      body,
    );
    return { result: status >= 200 && status < 300 ? "delivered" : "answered-no", status };
  } catch (error) {
    if (error instanceof NotPublic) return barred;
    const slow = error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
    return { result: slow ? "too-slow" : "unreachable", status: null };
  }
}

function statusOf(request: ClientRequest, body: string): Promise<number> {
  return new Promise((settle, fail) => {
    request.on("error", fail);
    request.on("response", (response) => {
      settle(response.statusCode ?? 0);
      // Whatever it says, nobody reads it.
      response.on("error", () => {});
      response.destroy();
    });
    request.end(body);
  });
}
