/** Which addresses may be called: https, of hosts that everybody can reach. A body must not make us call into our own network. */
import { lookup as lookUp } from "node:dns";
import { BlockList, isIP, isIPv6, type LookupFunction } from "node:net";

/** What is not a public host's, by IANA's registries of special-purpose addresses. */
const special = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  special.addSubnet(net, bits, "ipv4");
/** Of IPv6 only the global unicast space is public, and of that not what tunnels or documents. */
const unicast = new BlockList();
unicast.addSubnet("2000::", 3, "ipv6");
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
] as const)
  special.addSubnet(net, bits, "ipv6");

/** Whether an IP address is a public host's. IPv4 written as IPv6 is none: nobody needs it, and much hides in it. */
export function isPublicAddress(address: string): boolean {
  if (isIPv6(address)) return unicast.check(address, "ipv6") && !special.check(address, "ipv6");
  return isIP(address) === 4 && !special.check(address, "ipv4");
}

/** Whether an IP address is this machine's own. */
function isLoopback(address: string): boolean {
  return address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/** An address as it may be registered, normalised; null where it may not. `loopback`: tests and demos call themselves. */
export function readAddress(text: string, { loopback }: { readonly loopback: boolean }): string | null {
  const url = URL.parse(text.trim());
  if (!url || url.username || url.password || url.hash) return null;
  const host = hostOf(url);
  const own = loopback && (host === "localhost" || isLoopback(host));
  if (url.protocol !== "https:" && !(own && url.protocol === "http:")) return null;
  if (!own && (isIP(host) !== 0 ? !isPublicAddress(host) : !host.includes(".") || isOfNoOne(host))) return null;
  return url.href;
}

/** Names that no public resolver answers for. */
function isOfNoOne(host: string): boolean {
  return /(^|\.)(localhost|local|internal|intranet|lan|home|corp|invalid|test|example|onion|arpa)\.?$/.test(host);
}

/** The host without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** Thrown where a host leads to an address that is not to be called. */
export class NotPublic extends Error {}

/** Whether an address that a host leads to may be called. */
export function mayCall(address: string, { loopback }: { readonly loopback: boolean }): boolean {
  return isPublicAddress(address) || (loopback && isLoopback(address));
}

/**
 * Looks a host up for the connection that is about to be made, and hands over nothing unless all its addresses may be
 * called: what was public when it was registered, or a moment ago, is not asked for.
 */
export function guardedLookup(given: { readonly loopback: boolean }): LookupFunction {
  return (host, options, callback) => {
    lookUp(host, { ...options, all: true }, (error, found) => {
      if (error) callback(error, [], 0);
      else if (found.length === 0 || !found.every(({ address }) => mayCall(address, given)))
        callback(new NotPublic("the host leads to an address that is not public"), [], 0);
      else if (options.all) callback(null, found);
      else callback(null, found[0]?.address ?? "", found[0]?.family ?? 4);
    });
  };
}
