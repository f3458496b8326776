import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { compileFilter } from "./filter.ts";

const passes = (pattern: unknown, record: unknown) => compileFilter(JSON.stringify(pattern))(record);

test.each([
  ["equal", { a: ["x"] }, { a: "x" }, { a: "y" }],
  ["one of several", { a: ["x", 1, null] }, { a: null }, { a: "1" }],
  [
    "nested fields, all of them",
    { a: { b: ["x"] }, c: [1] },
    { a: { b: "x", d: 2 }, c: 1 },
    { a: { b: "x" } },
  ],
  ["prefix", { a: [{ prefix: "ab" }] }, { a: "abc" }, { a: "bab" }],
  ["prefix in any case", { a: [{ prefix: { "equals-ignore-case": "AB" } }] }, { a: "abc" }, { a: "bc" }],
  ["suffix", { a: [{ suffix: "bc" }] }, { a: "abc" }, { a: "bca" }],
  ["equal in any case", { a: [{ "equals-ignore-case": "Abc" }] }, { a: "aBC" }, { a: "ab" }],
  ["exists", { a: [{ exists: true }] }, { a: null }, { b: 1 }],
  ["doesn't exist", { a: [{ exists: false }] }, { b: 1 }, { a: 1 }],
  ["anything but", { a: [{ "anything-but": ["x", "y"] }] }, { a: "z" }, { a: "y" }],
  ["anything but, where there is nothing", { a: [{ "anything-but": "x" }] }, { a: 1 }, {}],
  ["anything but a prefix", { a: [{ "anything-but": { prefix: "x" } }] }, { a: "yx" }, { a: "xy" }],
  ["numbers", { a: [{ numeric: ["=", 100] }] }, { a: 100 }, { a: 101 }],
  [
    "DynamoDB's numbers",
    { a: { N: [{ numeric: [">", 0, "<=", 5] }] } },
    { a: { N: "5" } },
    { a: { N: "0" } },
  ],
  ["no number", { a: [{ numeric: ["<", 5] }] }, { a: -1 }, { a: "x" }],
  ["or", { $or: [{ a: ["x"] }, { b: ["x"] }] }, { b: "x" }, { a: "y", b: "y" }],
  ["a list with one that fits", { a: ["x"] }, { a: ["y", "x"] }, { a: ["y"] }],
])("%s", (_, pattern, match, miss) => {
  expect(passes(pattern, match)).toBe(true);
  expect(passes(pattern, miss)).toBe(false);
});

test("refuses rules that don't exist", () => {
  expect(() => compileFilter('{"a":[{"wildcat":"x*"}]}')).toThrow("doesn't exist");
  expect(() => compileFilter('{"a":[{"numeric":["!",1]}]}')).toThrow("doesn't exist");
});

test("a record passes the pattern that is made of its own fields", () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const record = fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== "__proto__" && name !== "$or"),
    leaf,
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(record, fc.anything(), (fields, other) => {
      const pattern = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));
      expect(passes(pattern, { ...fields, "something else": 1 })).toBe(true);
      expect(typeof passes(pattern, other)).toBe("boolean");
    }),
  );
});
