import { expect, test } from "@jest/globals";
import { MemberChoices } from "@lyceum/shared/cohorts";
import fc from "fast-check";
import { suggestPseudonym } from "./pseudonyms.ts";

test("whatever chance says, a suggestion is one that the server takes", () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(chance, chance, (first, second) => {
      const left = [first, second];
      const suggestion = suggestPseudonym(() => left.shift() ?? 0);
      expect(suggestion).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
      expect(MemberChoices.shape.pseudonym.parse(suggestion)).toBe(suggestion);
    }),
  );
});
