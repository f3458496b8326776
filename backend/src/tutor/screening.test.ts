import { expect, test } from "@jest/globals";
import { screening } from "./screening.ts";

test("what lets somebody in or finds somebody is masked, and names are let be", async () => {
  const spender = { cohortId: "coh_01M7ZPCZ6248PGVCVVCGXT463B" };
  const { mask, blocked, isSeen, usd } = await screening(async () => ({
    blocked: [],
    personalData: [
      { kind: "name", text: "Claude" },
      { kind: "secret", text: "hunter2hunter2" },
    ],
    usd: 0.0004,
  }))("Claude, my password is hunter2hunter2, write to ada@analytical.engine.io", {
    source: "input",
    spender,
  });
  const masked = mask("Claude, my password is hunter2hunter2, write to ada@analytical.engine.io");
  expect(masked).toContain("Claude");
  expect(masked).not.toContain("hunter2hunter2");
  expect(masked).not.toContain("ada@analytical.engine.io");
  expect({ blocked, isSeen, usd }).toEqual({ blocked: [], isSeen: true, usd: 0.0004 });
});
