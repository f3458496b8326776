import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { admit, afterFailure, type Breaker, closed, mostFailures, rest } from "./rules.ts";

/** What happens to a breaker, each some ms after the one before. */
const history = fc.array(
  fc.record({ happens: fc.constantFrom("ask", "fail", "succeed"), after: fc.integer({ min: 0, max: rest }) }),
  { maxLength: 60 },
);

test("it opens after so many failures in a row, and a success in between begins anew", () => {
  const failing = (breaker: Breaker, times: number) =>
    Array.from({ length: times }).reduce((each: Breaker) => afterFailure(each, 0), breaker);
  expect(failing(closed, mostFailures - 1).state).toBe("closed");
  expect(failing(closed, mostFailures)).toEqual({ state: "open", since: 0 });
});

test("an open one lets nobody in until it has rested, and then one at a time", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 3 * rest }), (since, waited) => {
      const admitted = admit({ state: "open", since }, since + waited);
      if (waited < rest) expect(admitted).toBeUndefined();
      else {
        expect(admitted).toEqual({ state: "half_open", since: since + waited });
        // Nobody else while this one is under way, unless it never came back.
        if (admitted) {
          expect(admit(admitted, since + waited + rest - 1)).toBeUndefined();
          expect(admit(admitted, since + waited + rest)).toBeDefined();
          expect(afterFailure(admitted, since + waited + 1).state).toBe("open");
        }
      }
    }),
  );
});

test("whatever happens, a model that is never asked in vain stays closed, and none stays shut for ever", () => {
  fc.assert(
    fc.property(history, (events) => {
      let breaker = closed;
      let now = 0;
      let inRow = 0;
      for (const { happens, after } of events) {
        now += after;
        if (happens === "ask") breaker = admit(breaker, now) ?? breaker;
        else if (happens === "fail") {
          breaker = afterFailure(breaker, now);
          inRow++;
        } else {
          breaker = closed;
          inRow = 0;
        }
        if (inRow === 0) expect(breaker.state).toBe("closed");
        if (inRow >= mostFailures) expect(breaker.state).not.toBe("closed");
        expect(admit(breaker, now + rest)).toBeDefined();
      }
    }),
  );
});
