/** XML whose elements carry a prefix for their namespace: `<atom:entry>` for `<entry>`. */

/**
 * Takes the prefix off the elements of a namespace. Where the namespace is the default one nothing changes.
 *
 * @param namespace its address, or how it starts
 */
export function withoutPrefix(xml: string, namespace: string): string {
  // Namespaces are bound near the start, on the root.
  const start = xml.slice(0, 20_000);
  let prefix: string | undefined;
  for (const [, name, address] of start.matchAll(
    /\sxmlns:([\w.-]{1,40})\s{0,9}=\s{0,9}["']([^"'<>]{1,300})["']/g,
  )) {
    if (address!.startsWith(namespace)) prefix ??= name;
  }
  return prefix === undefined ? xml : xml.replaceAll(`<${prefix}:`, "<").replaceAll(`</${prefix}:`, "</");
}
