import * as fc from "fast-check";
import { expect, test } from "vitest";

import { readFields, readQuery, UnreadableQuery } from "../../src/server/query.ts";

const word = fc.string({ unit: "grapheme" });

test("reads what a browser writes", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word)), (pairs) => {
      const read = readFields(new URLSearchParams(pairs).toString());
      const expected = new Map<string, string[]>();
      for (const [name, value] of pairs) expected.set(name, [...(expected.get(name) ?? []), value]);
      expect(Object.keys(read).sort()).toEqual([...expected.keys()].sort());
      for (const [name, values] of expected) expect([read[name]].flat()).toEqual(values);
    }),
  );
});

test.each(["a=%", "a=%4", "%ZZ=1", "a=%FF", "a=%C3", "a=%ED%A0%80", "a=\u00E9"])("%s is refused", (query) => {
  const read = readQuery(query);
  expect(read).toBeInstanceOf(UnreadableQuery);
  expect(read).toMatchObject({ error: { code: "REQUEST_MALFORMED" } });
});

test("a form may hold letters as they are, once its bytes are known to be UTF-8", () => {
  expect(readFields("a=\u00E9")["a"]).toBe("\u00E9");
});

test("names of an object's own parts are names like any other", () => {
  const read = readFields("__proto__=1&constructor=2&toString=3");
  expect(Object.keys(read)).toEqual(["__proto__", "constructor", "toString"]);
  expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
});
