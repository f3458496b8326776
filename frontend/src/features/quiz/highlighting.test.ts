import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  highlight,
  isHighlighted,
  type Passage,
  type Passages,
  passageAt,
  sentences,
  toggleHighlight,
  unhighlight,
} from "./highlighting.ts";

const passage = fc
  .tuple(fc.nat(120), fc.nat(120))
  .map(([a, b]): Passage => ({ from: Math.min(a, b), to: Math.max(a, b) }));

const change = fc.record({ make: fc.constantFrom(highlight, unhighlight, toggleHighlight), passage });

const marked = (passages: Passages) => {
  const offsets = new Set<number>();
  for (const { from, to } of passages) for (let at = from; at < to; at += 1) offsets.add(at);
  return offsets;
};

test("whatever is marked and unmarked, passages stay in order and apart, and mark just what they should", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      let passages: Passages = [];
      for (const { make, passage } of changes) {
        const before = marked(passages);
        const touched = marked([passage]);
        const on =
          make === highlight || (make === toggleHighlight && !touched.isSubsetOf(before) && touched.size > 0);
        passages = make(passages, passage);
        expect(marked(passages)).toEqual(on ? before.union(touched) : before.difference(touched));
        for (const [place, { from, to }] of passages.entries()) {
          expect(from).toBeLessThan(to);
          expect(from).toBeGreaterThan(passages[place - 1]?.to ?? -1);
        }
      }
    }),
  );
});

test("more passages than may be saved are not made", () => {
  const all = Array.from({ length: 60 }, (_, place) => ({ from: place * 3, to: place * 3 + 2 }));
  const passages = all.reduce(highlight, []);
  expect(passages).toHaveLength(50);
  const whole = [{ from: 0, to: 200 }];
  const cut = all.reduce(unhighlight, whole);
  expect(cut.length).toBeLessThanOrEqual(50);
});

test("the passage at an offset is the one that holds it", () => {
  const passages = [{ from: 2, to: 5 }];
  expect([1, 2, 4, 5].map((offset) => passageAt(passages, offset) !== undefined)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isHighlighted(passages, { from: 3, to: 5 })).toBe(true);
  expect(isHighlighted(passages, { from: 3, to: 6 })).toBe(false);
});

test("sentences lie at their offsets, without the space around them", () => {
  const text = "It runs on AWS.  Costs matter most! Which one?";
  expect(sentences(text, 100).map(({ from, to }) => text.slice(from - 100, to - 100))).toEqual([
    "It runs on AWS.",
    "Costs matter most!",
    "Which one?",
  ]);
});

test("sentences leave out nothing but space", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "B", ".", "?", " ", "\n", "💡") }), (text) => {
      const inside = marked(sentences(text, 0));
      for (let at = 0; at < text.length; at += 1) {
        if (!inside.has(at)) expect(text[at]).toMatch(/\s/);
      }
    }),
  );
});
