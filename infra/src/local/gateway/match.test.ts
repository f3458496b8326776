import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Method } from "./api.ts";
import { createMatcher } from "./match.ts";

const method = (httpMethod: string, resourcePath: string): Method => ({
  httpMethod,
  resourcePath,
  resourceId: resourcePath,
  target: { functionName: "f", stream: false },
  authorizer: undefined,
  scopes: [],
  integrationTimeout: 29_000,
});

const match = createMatcher([
  method("GET", "/"),
  method("GET", "/items"),
  method("GET", "/items/{id}"),
  method("GET", "/items/latest"),
  method("PUT", "/items/{id}/parts/{part}"),
  method("ANY", "/files/{path+}"),
  method("GET", "/files/{path+}"),
]);

const found = (httpMethod: string, path: string) => {
  const result = match(httpMethod, path);
  return result && [result.method.httpMethod, result.method.resourcePath, result.parameters];
};

test.each([
  ["GET", "/", ["GET", "/", {}]],
  ["GET", "", ["GET", "/", {}]],
  ["GET", "/items/", ["GET", "/items", {}]],
  ["GET", "/items/a%2Fb%20c", ["GET", "/items/{id}", { id: "a/b c" }]],
  ["GET", "/items/latest", ["GET", "/items/latest", {}]],
  ["PUT", "/items/latest/parts/2", ["PUT", "/items/{id}/parts/{part}", { id: "latest", part: "2" }]],
  ["POST", "/files/a/b", ["ANY", "/files/{path+}", { path: "a/b" }]],
  ["GET", "/files/a", ["GET", "/files/{path+}", { path: "a" }]],
  ["POST", "/items", undefined],
  ["GET", "/items/a/b", undefined],
  ["GET", "/files", undefined],
  ["GET", "/items/%zz", undefined],
  ["HEAD", "/items", undefined],
])("%s %s", (httpMethod, path, expected) => {
  expect(found(httpMethod, path)).toEqual(expected);
});

test("gives a path parameter as it was before it was encoded", () => {
  const id = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((text) => text !== "latest" && !/^\.+$/.test(text));
  fc.assert(
    fc.property(id, (text) => {
      expect(found("GET", `/items/${encodeURIComponent(text)}`)).toEqual([
        "GET",
        "/items/{id}",
        { id: text },
      ]);
    }),
  );
});

test("never throws", () => {
  fc.assert(fc.property(fc.string(), fc.webPath(), (httpMethod, path) => void match(httpMethod, path)));
});
