import { expect, test } from "@jest/globals";
import { globMatcher, readCustomHeaders } from "./headers.ts";
import { readCustomRules } from "./rules.ts";

test.each([
  ["**", "/", true],
  ["**", "/a/b.js", true],
  ["**/*", "/a/b.js", true],
  ["/assets/*", "/assets/a.js", true],
  ["/assets/*", "/assets/a/b.js", false],
  ["/assets/**", "/assets/a/b.js", true],
  ["*.js", "/a/b.js", true],
  ["*.js", "/a/b.json", false],
  ["/index.html", "/index.html", true],
  ["/index.html", "/indexxhtml", false],
])("the pattern %s and the path %s", (pattern, path, matches) => {
  expect(globMatcher(pattern)(path)).toBe(matches);
});

test("reads headers, without those that ask for TLS", () => {
  const [rule] = readCustomHeaders(`
customHeaders:
  - pattern: "**"
    headers:
      - key: "Strict-Transport-Security"
        value: "max-age=1"
      - key: Content-Security-Policy
        value: "default-src 'self'; upgrade-insecure-requests"
`);
  expect(rule?.headers).toEqual([["Content-Security-Policy", "default-src 'self'"]]);
});

test("rewrites as Amplify does", () => {
  const pages = "</^[^.]+$|\\.(?!(css|js|json)$)([^.]+$)/>";
  const [api, page, moved] = readCustomRules([
    { Source: "/api/<*>", Target: "https://x.example/api/<*>", Status: "200" },
    { Source: pages, Target: "/index.html", Status: "200" },
    { Source: "/old", Target: "/new", Status: "301" },
  ]);
  expect(api?.target("/api/a/$1")).toBe("https://x.example/api/a/$1");
  expect(api?.target("/apis")).toBeUndefined();
  expect(api?.isProxy).toBe(true);
  expect(page?.target("/attempts/att_1")).toBe("/index.html");
  expect(page?.target("/assets/index.js")).toBeUndefined();
  expect(page?.isProxy).toBe(false);
  expect(moved?.target("/old")).toBe("/new");
  expect(moved?.target("/older")).toBeUndefined();
});

test("refuses a rule that holds only in some countries", () => {
  const rule = { Source: "/", Target: "/us", Status: "302" as const, Condition: "<US>" };
  expect(() => readCustomRules([rule])).toThrow("has a condition");
});
