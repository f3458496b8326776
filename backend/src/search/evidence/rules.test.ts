import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  answerableOf,
  asked,
  askedWords,
  cosine,
  coverage,
  lacksNumber,
  lifted,
  scoreOf,
  stemsOf,
  wantedOf,
} from "./rules.ts";

/** A question to a library in which so many passages have its words. */
const about = (question: string, having: Record<string, number> = {}, chunks = 200) =>
  asked(question, new Map(askedWords(question).map((word) => [word, having[word] ?? 2])), chunks);

const candidate = (text: string, before = "") => ({
  found: 0.5,
  text,
  stems: stemsOf(text),
  before: stemsOf(before),
});

test("a question's telling words are compared by their stems, the rarer the more", () => {
  const question = about("What does chunking cost in OpenSearch?", {
    cost: 150,
    chunking: 20,
    opensearch: 1,
  });
  expect([...question.weights.keys()]).toEqual(["chunk", "cost", "opensearch"]);
  const [chunk = 0, cost = 0, opensearch = 0] = question.weights.values();
  expect(opensearch).toBeGreaterThan(chunk);
  expect(chunk).toBeGreaterThan(cost);
  expect(coverage(question, stemsOf("Chunks cost nothing."))).toBeCloseTo((chunk + cost) / question.weight);
  expect(coverage(question, stemsOf("OpenSearch: the cost of chunked text"))).toBeCloseTo(1);
  expect(coverage(about(""), stemsOf("Anything"))).toBe(0);
});

test("in a library of one passage, a word that it has counts nearly as much as one that it hasn't", () => {
  const question = about("alpha beta", { alpha: 1, beta: 0 }, 1);
  expect(coverage(question, stemsOf("alpha"))).toBeGreaterThan(0.4);
});

test.each([
  ["When was it released?", "It came in 2019.", "It came late."],
  ["How many tokens fit?", "Eight thousand fit.", "Some fit."],
  ["Who wrote it?", "It was written by Ada.", "It was written by somebody."],
  ["Why does it fail?", "It fails because it is slow.", "It fails at night."],
  ["Where is it stored?", "It is kept in the Ohio Region.", "It is kept elsewhere."],
  ["How do I send it?", "Send it by calling a function.", "Somebody sends it."],
])("%s is better answered by %s than by %s", (question, good, bad) => {
  const rest = about(question);
  expect(rest.fits(good)).toBe(true);
  expect(rest.fits(bad)).toBe(false);
  expect(about("Tell me more").fits(good)).toBe(false);
});

test("a sentence counts for its words, and a little for those of the sentence before it", () => {
  const question = about("What is the quota of guardrails?");
  const none = scoreOf(question, candidate("It is five."));
  const after = scoreOf(question, candidate("It is five.", "Guardrails have a quota."));
  const own = scoreOf(question, candidate("The quota of guardrails is five."));
  expect(none).toBeLessThan(after);
  expect(after).toBeLessThan(own);
  // What both have counts once.
  expect(scoreOf(question, candidate("The quota of guardrails is five.", "Guardrails have a quota."))).toBe(
    own,
  );
});

test("how sure an answer is lies between 0 and 1, and grows with words and likeness", () => {
  const words = fc.array(fc.constantFrom("alpha", "beta", "gamma", "delta", "omega"), { maxLength: 5 });
  const likeness = fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: undefined });
  fc.assert(
    fc.property(words, words, words, likeness, fc.nat({ max: 1000 }), (question, one, more, like, chunks) => {
      const rest = about(question.join(" "), {}, chunks);
      const few = answerableOf(rest, [stemsOf(one.join(" "))], like, []);
      const many = answerableOf(
        rest,
        [stemsOf(one.join(" ")), stemsOf([...one, ...more].join(" "))],
        like,
        [],
      );
      expect(few.score).toBeGreaterThanOrEqual(0);
      expect(many.score).toBeLessThanOrEqual(1);
      expect(many.score).toBeGreaterThanOrEqual(few.score);
      if (like === undefined) return;
      const liker = answerableOf(rest, [stemsOf(one.join(" "))], Math.min(1, like + 0.1), []);
      expect(liker.score).toBeGreaterThanOrEqual(few.score);
      expect(liker.threshold).toBe(few.threshold);
    }),
  );
});

test("where nothing is found, nothing is answered; where all of it is, it is, also by words alone", () => {
  const question = about("How does caching lower costs?");
  const says = (passages: string[], likeness?: number) => {
    const { score, threshold } = answerableOf(question, passages.map(stemsOf), likeness, []);
    return score >= threshold;
  };
  expect(says([])).toBe(false);
  expect(says([], 0)).toBe(false);
  expect(says(["Caches lower the cost of prompts."])).toBe(true);
  expect(says(["Caches lower the cost of prompts."], 0.7)).toBe(true);
  expect(says(["Pizza needs an oven."], 0.1)).toBe(false);
  // The same in other words.
  expect(says(["What was read before is not paid for again."], 0.7)).toBe(true);
});

test("vectors of different lengths are not alike, and a likeness lifts", () => {
  expect(cosine(Float32Array.of(0.6, 0.8), Float32Array.of(0.6, 0.8))).toBeCloseTo(1);
  expect(cosine(Float32Array.of(1, 0), Float32Array.of(1))).toBe(0);
  expect(lifted(0.5, 0.5)).toBeGreaterThan(lifted(0.5, undefined));
  expect(lifted(0.5, -1)).toBe(0.5);
});

test.each([
  ["After how many days does an API key expire?", "An API key can expire.", "Logs stay 30 days.", true],
  ["After how many days does an API key expire?", "An API key expires after 30 days.", "", false],
  [
    "How long does an API key live?",
    "An API key lives long.",
    "Two weeks, the API key of a user lives.",
    false,
  ],
  ["Which API keys expire?", "An API key can expire.", "", false],
  [
    "How long does an API key live, and when should I not use it?",
    "Use an API key when you test.",
    "",
    false,
  ],
  ["How many?", "", "", false],
])("%s with %j and %j lacks its number: %j", (question, one, other, lacks) => {
  const asking = about(question);
  expect(
    lacksNumber(
      asking,
      [one, other].map((text) => candidate(text)),
    ),
  ).toBe(lacks);
  const { score, threshold } = answerableOf(
    asking,
    [stemsOf(`${one} ${other}`)],
    1,
    [one, other].map((text) => candidate(text)),
  );
  expect(score < threshold).toBe(lacks);
});

test.each([
  ["What are the benefits of caching?", true],
  ["Which message attributes does it need, and which services support it?", true],
  ["List the types of queues.", true],
  ["How do I create a role?", true],
  ["how to rotate a key", true],
  ["What kinds of memory has an agent?", true],
  ["In which states can a circuit breaker be?", true],
  ["Which service supports it?", false],
  ["Which costs less?", false],
  ["Which access is needed?", false],
  ["Which status can it have?", false],
  ["How does it work?", false],
  ["What is a queue?", false],
])("%s asks for several things: %j", (question, several) => {
  expect(about(question).asksSeveral).toBe(several);
});

test("a list is wanted where what leads to it is asked for, and steps by who wants to do something", () => {
  const lead = "Queues support the following types of encryption:";
  const item = stemsOf("Keys of your own.");
  expect(wantedOf(about("Which types of encryption do queues support?"), lead, item)).toBe("list");
  expect(wantedOf(about("What encryption do queues support?"), lead, item)).toBe("list");
  expect(wantedOf(about("How do I rotate certificates monthly?"), lead, item)).toBe("steps");
  expect(wantedOf(about("Can queues have keys of your own?"), lead, item)).toBe("item");
  expect(wantedOf(about("What is a topic?"), lead, item)).toBe("item");
});
