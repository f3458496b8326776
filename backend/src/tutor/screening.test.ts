import { expect, test } from "@jest/globals";
import { screening } from "./screening.ts";

test("what lets somebody in or finds somebody is masked, and names are let be", async () => {
  const { mask, blocked, isSeen } = await screening(async () => ({
    blocked: [],
    personalData: [
      { kind: "name", text: "Claude" },
      { kind: "secret", text: "hunter2hunter2" },
    ],
  }))("Claude, my password is hunter2hunter2, write to ada@analytical.engine.io", "input");
  const masked = mask("Claude, my password is hunter2hunter2, write to ada@analytical.engine.io");
  expect(masked).toContain("Claude");
  expect(masked).not.toContain("hunter2hunter2");
  expect(masked).not.toContain("ada@analytical.engine.io");
  expect({ blocked, isSeen }).toEqual({ blocked: [], isSeen: true });
});
