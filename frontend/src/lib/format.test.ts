import { expect, test } from "@jest/globals";
import { counted, dateTime, daysUntil, dollars, numberWord, opening, paragraphs, percent } from "./format.ts";

test("shares, times and counts", () => {
  expect(percent(0.725, "en")).toBe("73%");
  expect(dateTime("2026-03-01T12:05:00.000Z", "en-GB", "UTC")).toBe("1 Mar 2026, 12:05");
  expect(counted(1, "question")).toBe("1 question");
  expect(counted(2, "quiz", "quizzes")).toBe("2 quizzes");
  expect([numberWord(2), numberWord(12)]).toEqual(["two", "12"]);
});

test("a blank line starts a new paragraph, a single line break doesn't", () => {
  expect(paragraphs("One\nline.\n\nTwo.\n \n\n Three. ")).toEqual(["One\nline.", "Two.", "Three."]);
});

test("days are counted by the calendar, whatever the time of day", () => {
  expect(daysUntil("2026-03-30", new Date(2026, 2, 28, 23, 59))).toBe(2);
  expect(daysUntil("2026-03-28", new Date(2026, 2, 28, 0, 1))).toBe(0);
  expect(daysUntil("2026-03-27", new Date(2026, 2, 28))).toBe(-1);
});

test("a long text is cut between words where it can be", () => {
  expect(opening("A team\n\nneeds this.", 20)).toBe("A team needs this.");
  expect(opening("A team needs this.", 9)).toBe("A team\u00A0…");
  expect(opening("Incomprehensibilities", 5)).toBe("Incom\u00A0…");
});

test("money that is less than a cent is not nothing", () => {
  expect([0, 0.004, 1.5].map((usd) => dollars(usd, "en-US"))).toEqual(["$0.00", "less than $0.01", "$1.50"]);
});
