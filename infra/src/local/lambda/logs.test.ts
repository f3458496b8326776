import { expect, test } from "@jest/globals";
import { briefError } from "./logs.ts";

test.each([
  [
    '{"level":"ERROR","message":"unexpected","error":{"name":"TypeError","message":"no\\n such thing","stack":"x"}}',
    "unexpected: TypeError: no such thing",
  ],
  [
    '{"level":"ERROR","message":{"errorType":"RangeError","errorMessage":"out of range"}}',
    "RangeError: out of range",
  ],
  ['{"level":"ERROR","message":"text","errorType":"Error","errorMessage":"why"}', "Error: why"],
  ['{"level":"ERROR","message":"just text"}', "just text"],
  ['{"level":"ERROR", broken', '{"level":"ERROR", broken'],
  ['{"level":"INFO","message":"ERROR"}', undefined],
  ["2026-11-21T06:00:00Z\tid\tERROR\tit broke", "it broke"],
  [
    '2026-11-21T06:00:00Z\tid\tERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"it broke"}',
    "Error: it broke",
  ],
  ["2026-11-21T06:00:00Z\tid\tINFO\tall is well", undefined],
])("%s", (line, brief) => {
  expect(briefError(line)).toBe(brief);
});
