/** Which network addresses a recipe may not reach: everything that is not the public internet. */
import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, isIPv4 } from "node:net";
import type { LookupFunction } from "node:net";

/** An address that was refused while connecting. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  readonly address: string;
  readonly kind: string;
  constructor(address: string, kind: string) {
    super(`${address} is ${kind}`);
    this.address = address;
    this.kind = kind;
  }
}

/** Resolves a name to all its addresses. */
export type Resolve = (
  hostname: string,
  callback: (
    error: NodeJS.ErrnoException | null,
    addresses: readonly { address: string; family: number }[],
  ) => void,
) => void;

/** The machine's own resolver. */
export const systemResolve: Resolve = (hostname, callback) => {
  systemLookup(hostname, { all: true }, (error, addresses) => {
    callback(error, addresses);
  });
};

/**
 * Why an address is not fetched, whatever it leads to: another protocol than HTTP, a password in it (which would end
 * up in cache and corpus), a port at which other protocols listen.
 *
 * @returns null when nothing is wrong with it
 * @see https://fetch.spec.whatwg.org/#port-blocking
 */
export function addressProblem(url: URL): string | null {
  if (url.protocol !== "http:" && url.protocol !== "https:") return `${url.protocol} is not fetched`;
  if (url.username !== "" || url.password !== "") return "it holds a user name or a password";
  return url.port !== "" && blockedPorts.has(Number(url.port)) ? `port ${url.port} is no web server's` : null;
}

/**
 * What an address is, if it is none of the public internet's: "loopback", "link-local" and so on.
 *
 * @param address an IPv4 or IPv6 address; an IPv6 address that carries an IPv4 address is judged by that
 * @returns null for a public address
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
 */
export function privateKind(address: string): string | null {
  const carried = carriedAddress(address);
  if (carried !== null) return privateKind(carried);
  const type = isIPv4(address) ? "ipv4" : "ipv6";
  for (const [kind, list] of kinds) if (list.check(address, type)) return kind;
  // All of the public internet's IPv6 addresses start so; the rest is not given to anybody.
  return type === "ipv4" || publicIpv6.check(address, "ipv6") ? null : "reserved";
}

/** @throws AddressRefused when a URL's host is itself an address that is not public */
export function refuseLiteral(hostname: string): void {
  const address = hostname.replace(/^\[|\]$/g, "");
  const kind = isIP(address) === 0 ? null : privateKind(address);
  if (kind !== null) throw new AddressRefused(address, kind);
}

/**
 * A `lookup` for connections that refuses names leading to private addresses. The address that was checked is
 * the address that is connected to, so a name that changes its answer in between gains nothing.
 */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null) {
        callback(error, "", 0);
        return;
      }
      for (const { address } of addresses) {
        const kind = privateKind(address);
        if (kind !== null) {
          callback(new AddressRefused(address, kind), "", 0);
          return;
        }
      }
      answer(addresses, options.all === true, callback);
    });
  };
}

/** A `lookup` that refuses nothing. */
export function openLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null) callback(error, "", 0);
      else answer(addresses, options.all === true, callback);
    });
  };
}

function answer(
  addresses: readonly { address: string; family: number }[],
  all: boolean,
  callback: Parameters<LookupFunction>[2],
): void {
  const [first] = addresses;
  if (first === undefined) callback(new Error("the name has no address"), "", 0);
  else if (all) callback(null, [...addresses]);
  else callback(null, first.address, first.family);
}

const ranges: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"],
  "link-local": ["169.254.0.0/16", "fe80::/10"],
  "the network itself": ["0.0.0.0/8", "::/128"],
  "shared by a provider's customers": ["100.64.0.0/10"],
  multicast: ["224.0.0.0/4", "ff00::/8"],
  reserved: [
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "240.0.0.0/4",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "3fff::/20",
    "5f00::/16",
  ],
};

const kinds: readonly (readonly [string, BlockList])[] = Object.entries(ranges).map(([kind, subnets]) => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = "", prefix] = subnet.split("/");
    list.addSubnet(address, Number(prefix), isIPv4(address) ? "ipv4" : "ipv6");
  }
  return [kind, list];
});

const publicIpv6 = new BlockList();
publicIpv6.addSubnet("2000::", 3, "ipv6");

const blockedPorts = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
  110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531,
  532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060,
  5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]); // prettier-ignore

/** The IPv4 address inside an IPv4-mapped, IPv4-compatible, IPv4-translated, NAT64 or 6to4 address. */
function carriedAddress(address: string): string | null {
  if (isIPv4(address)) return null;
  const groups = expand(address);
  if (groups === null) return null;
  const dotted = (high: number, low: number): string =>
    [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const zeros = (from: number, to: number): boolean => groups.slice(from, to).every((group) => group === 0);
  const last = dotted(groups[6]!, groups[7]!);
  if (zeros(0, 5) && groups[5] === 0xffff) return last;
  if (zeros(0, 4) && groups[4] === 0xffff && groups[5] === 0) return last;
  if (zeros(0, 6) && groups[6] !== 0) return last;
  if (groups[0] === 0x64 && groups[1] === 0xff9b && zeros(2, 6)) return last;
  if (groups[0] === 0x2002) return dotted(groups[1]!, groups[2]!);
  return null;
}

/** The eight groups of an IPv6 address. */
function expand(address: string): number[] | null {
  let text = address.split("%")[0]!;
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (dotted !== null) {
    const [, head, a, b, c, d] = dotted;
    const group = (high = "", low = ""): string => (Number(high) * 256 + Number(low)).toString(16);
    text = `${head}${group(a, b)}:${group(c, d)}`;
  }
  const [left = "", right] = text.split("::");
  const groups = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => parseInt(group, 16));
  const before = groups(left);
  const after = right === undefined ? [] : groups(right);
  const filled =
    right === undefined
      ? before
      : [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
  return filled.length === 8 && filled.every((group) => group >= 0 && group <= 0xffff) ? filled : null;
}
