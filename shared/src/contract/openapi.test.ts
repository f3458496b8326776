import { expect, test } from "@jest/globals";
import { api } from "../api.ts";
import { openApi } from "./openapi.ts";
import type { Route } from "./route.ts";

const document = openApi(api, { title: "Lyceum", version: "0" });
const text = JSON.stringify(document);
const routes = Object.values(api).flatMap((slice) => Object.values<Route>(slice));

test("every route is there once, with its parameters, and nothing else", () => {
  const listed = Object.entries(Object(document.paths)).flatMap(([path, operations]) =>
    Object.keys(Object(operations)).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.sort()).toEqual(routes.map((route) => `${route.method} ${route.path}`).sort());
});

test("every reference points to a component", () => {
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    (match) => match[1] ?? "",
  );
  const components = Object.keys(Object(Object(document.components).schemas));
  expect(references.length).toBeGreaterThan(0);
  expect(components).toEqual(expect.arrayContaining([...new Set(references)]));
  expect(text).not.toContain("#/$defs/");
});
