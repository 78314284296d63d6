/** Networks and the clients in them. */
import { isIP } from "node:net";

/** Whether a text names a network, as `10.0.0.0/8` or `::1/128` does. */
export function isNetwork(text: string): boolean {
  const found = /^(?<address>[^/]+)\/(?<bits>\d{1,3})$/u.exec(text);
  if (found === null) return false;
  const { address = "", bits = "" } = found.groups!;
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
}

/**
 * What stands for a client in limits: its address, of which only the first 64 bits count where it is of version 6,
 * because whoever has one such address has all of them.
 */
export function clientOf(address: string): string {
  // Whatever else it may be, it is not of version 6; to look closer takes longer than all other checks together.
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(?<v4>\d+\.\d+\.\d+\.\d+)$/iu.exec(address);
  if (mapped !== null) return mapped.groups!["v4"]!;
  return isIP(address) === 6 ? `${firstGroups(address).join(":")}::/64` : address;
}

/** The first four groups of 16 bits, without leading zeros. */
function firstGroups(address: string): string[] {
  const [front = "", back] = address.replace(/%.*$/u, "").split("::");
  const groups = front === "" ? [] : front.split(":");
  if (back !== undefined) {
    const behind = back === "" ? [] : back.split(":");
    const missing = 8 - groups.length - behind.length - (back.includes(".") ? 1 : 0);
    groups.push(...Array.from({ length: Math.max(0, missing) }, () => "0"), ...behind);
  }
  return groups.slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/u, ""));
}
