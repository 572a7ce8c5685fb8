/**
 * Signatures of calls after Standard Webhooks 1.0.0 (HMAC-SHA-256, `v1`): over `id.timestamp.body`, with each secret that is
 * good at the moment, so that a receiver may change from one to the next when it likes.
 */
import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

/** A new secret: 32 random bytes as receivers are given them. */
export function newSecret(): string {
  return `${prefix}${randomBytes(32).toString("base64")}`;
}

export interface SignedCall {
  readonly id: string;
  /** Seconds since 1970 on the machine's clock: receivers refuse what is minutes off. */
  readonly timestamp: number;
  readonly body: string;
}

/** The headers that make a call trustworthy. Secrets: the newest first. */
export function signedHeaders({ id, timestamp, body }: SignedCall, secrets: readonly string[]) {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}
