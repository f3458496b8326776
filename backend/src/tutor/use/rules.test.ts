import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { admit, groupTokensADay, learnerTokensADay, questionsAnHour } from "./rules.ts";

const none = { asked: [], learnerTokens: 0, groupTokens: 0 };
const hour = 3_600_000;
const noon = Date.parse("2027-03-01T12:00:00Z");

test("no hour has more questions than there may be", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 50, maxLength: 150 });
  fc.assert(
    fc.property(gaps, (between) => {
      let asked: number[] = [];
      const all: number[] = [];
      let now = noon;
      for (const gap of between) {
        now += gap;
        const verdict = admit({ ...none, asked }, now);
        if ("refused" in verdict) continue;
        asked = verdict.asked;
        all.push(now);
        expect(all.filter((at) => now - at < hour).length).toBeLessThanOrEqual(questionsAnHour);
      }
    }),
  );
});

test("who is refused is told when it goes on, and then it does", () => {
  const asked = Array.from({ length: questionsAnHour }, (_, at) => noon + at * 1000);
  expect(admit({ ...none, asked }, noon + hour - 60_000)).toEqual({
    refused: "You have asked 30 questions within an hour. Ask again in a minute.",
  });
  expect(admit({ ...none, asked }, noon + hour)).toHaveProperty("asked");
  expect(admit({ ...none, learnerTokens: learnerTokensADay }, noon)).toEqual({
    refused:
      "You have used up your share of the tutor for today. It goes on in about 12 hours, at midnight UTC.",
  });
  expect(admit({ ...none, groupTokens: groupTokensADay }, noon + 11.5 * hour)).toEqual({
    refused: "Your group has used up the tutor for today. It goes on in 30 minutes, at midnight UTC.",
  });
});
