import type { ToolUse } from "@lyceum/shared/tutor";

// What can be said of a claim's support without a model.

const flat = (text: string): string =>
  ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,]\d+)*/gu) ?? []).join(" ")} `;

/** Whether a text says the claim word by word, whatever stands between the words; what links lead to is none. */
export const isQuoted = (claim: string, text: string): boolean => {
  const said = [text, withoutAddresses(text)].map(flat);
  // A bracket may be written as it is shown.
  const claims = [claim, claim.replaceAll("&lt;", "<")].map(flat);
  return claims.some((words) => words.trim() !== "" && said.some((all) => all.includes(words)));
};

const withoutAddresses = (text: string): string =>
  text.replaceAll(/\](?:\(\s*[^()\s]{0,2000}\s*\)|\[[^\][]{0,100}\])/g, "]");

/** The share of the words of two texts that both have. */
export function inCommon(one: string, other: string): number {
  const [a, b] = [new Set(flat(one).trim().split(" ")), new Set(flat(other).trim().split(" "))];
  return a.intersection(b).size / a.union(b).size;
}

const numbersIn = (text: string): { value: number; decimals: number }[] =>
  (text.match(/(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?/gi) ?? []).map((written) => ({
    value: Number(written.replaceAll(",", "")),
    decimals: /\.(\d+)$/.exec(written)?.[1]?.length ?? 0,
  }));

/** Without what a calculator was given, which it says again with the result. */
const resultOf = ({ output }: ToolUse): string => output.replace(/^\{"expression":"(?:[^"\\]|\\.)*"/, "{");

/**
 * Whether a claim says what tools have worked out: all its numbers are theirs, or were given to them, and one is a result.
 * A number may be rounded, and a share said in per cent.
 */
export function isFromTools(claim: string, question: string, tools: readonly ToolUse[]): boolean {
  const used = tools.filter(({ failed }) => !failed);
  const results = used.flatMap((use) => numbersIn(resultOf(use)));
  const given = [...used.flatMap(({ input }) => numbersIn(input)), ...numbersIn(question)];
  const claimed = numbersIn(claim);
  const isSame = (said: (typeof claimed)[number]) => (known: (typeof claimed)[number]) =>
    [known.value, known.value * 100].some(
      (value) => Math.abs(value - said.value) <= 0.5 * 10 ** -said.decimals * (1 + 1e-9),
    );
  const isResult = (said: (typeof claimed)[number]) => results.some(isSame(said));
  return claimed.some(isResult) && claimed.every((said) => isResult(said) || given.some(isSame(said)));
}

/** Whether a claim is about the learner, and a tool has told of the learner's progress. */
export const isAboutProgress = (claim: string, tools: readonly ToolUse[]): boolean =>
  /\byou(?:r|rs|['’]re|['’]ve)?\b/i.test(claim) &&
  !/\d/.test(claim) &&
  tools.some(({ name, failed }) => name === "my_progress" && !failed);
