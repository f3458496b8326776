import { expect, test } from "@jest/globals";
import { safePath } from "./safe-path.ts";

test.each([
  ["/attempts/att_1?item=2", "/attempts/att_1?item=2"],
  [undefined, "/"],
  ["//evil.example/", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
])("%s leads to %s", (next, path) => {
  expect(safePath(next, "https://lyceum.example")).toBe(path);
});
