import * as z from "zod";
import { cosine, type Embed } from "../embedding/embed.ts";
import { readPassages, type Sentence } from "./passages.ts";
import { type Asked, inputAs } from "./request.ts";
import { supportOf } from "./support.ts";
import { contentOf, coverage } from "./words.ts";

// What the judge's prompts ask, answered by sentences of the passages.

const Claims = z.object({ claims: z.array(z.string()) });

/** `support-claims`: which sentence supports each claim, if any. */
export async function supportClaims(asked: Asked, embed: Embed): Promise<object> {
  const supports = await supportOf(inputAs(Claims, asked).claims, asked.passages, embed);
  return {
    claims: supports.map(({ supported, sentence }) => ({
      supported,
      passage: supported && sentence ? Number(sentence.passage) : null,
      sentence: supported && sentence ? sentence.quote : null,
    })),
  };
}

const Part = z.object({ id: z.string(), text: z.string() });
const Blind = z.object({
  item: z.object({
    type: z.enum(["multiple_choice", "multiple_response", "ordering", "matching"]),
    stem: z.string(),
    options: z.array(Part).min(1),
    prompts: z.array(Part).nullish(),
    /** How many options are to be chosen, where the asker says so. */
    select: z.int().nullish(),
  }),
});
type BlindItem = z.infer<typeof Blind>["item"];

/** `answer-item`: the answer that the sentences of the passages support best, without knowing the key. */
export async function answerItem(asked: Asked, embed: Embed): Promise<object> {
  const { item } = inputAs(Blind, asked);
  const { sentences } = readPassages(asked.passages);
  const known = sentences.map((sentence) => ({
    sentence,
    words: new Set(contentOf(`${sentence.text} ${sentence.list?.lead ?? ""}`)),
  }));
  const rated = await rateOptions(item, known, embed);
  const best = rated.toSorted((a, b) => b.score - a.score);
  const why = (sentence: Sentence | undefined) =>
    sentence ? `A passage says: “${sentence.text}”` : "No passage says anything about it.";

  switch (item.type) {
    case "multiple_choice":
      return {
        response: { type: item.type, choice: best[0]?.id ?? "a" },
        reason: why(best[0]?.sentence),
      };
    case "multiple_response": {
      const count = item.select ?? countIn(item.stem);
      const choices = best.slice(0, count).map(({ id }) => id);
      return { response: { type: item.type, choices: choices.toSorted() }, reason: why(best[0]?.sentence) };
    }
    case "ordering": {
      const order = rated.toSorted((a, b) => (a.sentence?.place ?? 0) - (b.sentence?.place ?? 0));
      return {
        response: { type: item.type, order: order.map(({ id }) => id) },
        reason: "It is the order of the passages.",
      };
    }
    case "matching":
      return {
        response: { type: item.type, pairs: pairsOf(item, known) },
        reason: "In each pair, one sentence of the passages has both.",
      };
  }
}

interface Known {
  sentence: Sentence;
  words: ReadonlySet<string>;
}

interface Rated {
  id: string;
  score: number;
  sentence: Sentence | undefined;
}

/** How well the best sentence supports the stem with each option in it. */
async function rateOptions(item: BlindItem, known: readonly Known[], embed: Embed): Promise<Rated[]> {
  const question = contentOf(questionIn(item.stem));
  // A statement or a step says by itself all that can be right or wrong.
  const isWhole = item.type === "ordering" || /\bstatements\b/i.test(item.stem);
  const rated = item.options.map(({ id, text }): Rated => {
    const option = contentOf(text);
    const [best] = known
      .map(({ sentence, words }) => {
        // A sentence counts only as far as it has both: what is asked and the option.
        const [asks, says] = [coverage(question, words), coverage(option, words)];
        const literal = sentence.text.toLowerCase().includes(text.toLowerCase()) ? 0.3 : 0;
        const score = isWhole ? says + literal : (asks + 0.1) * (says + literal);
        return { id, score, sentence };
      })
      .sort((a, b) => b.score - a.score);
    return best ?? { id, score: 0, sentence: undefined };
  });
  const [first = 0, second = 0] = rated.map(({ score }) => score).toSorted((a, b) => b - a);
  if (item.type !== "multiple_choice" || first - second > 0.1) return rated;
  // Words alone don't tell: likeness of meaning decides.
  const filled = item.options.map(({ text }) => `${questionIn(item.stem)} ${text}`);
  const vectors = await embed([...filled, ...rated.map(({ sentence }) => sentence?.text ?? "-")]);
  return rated.map((each, index) => {
    const [a = new Float32Array(), b = new Float32Array()] = [vectors[index], vectors[index + rated.length]];
    return { ...each, score: each.score + 0.5 * cosine(a, b) };
  });
}

/** What is really asked: the quoted statement, where the stem has one. */
function questionIn(stem: string): string {
  // The topic that a stem names is no part of what it asks.
  const question = stem.replaceAll(/\bthe notes on “[^”]*”/gi, "the notes");
  const quoted = [...question.matchAll(/“([^”]+)”/g)].map(([, inner = ""]) => inner);
  const longest = quoted.toSorted((a, b) => b.length - a.length)[0] ?? "";
  if (/_____|…$/.test(longest)) return longest.replaceAll(/_{3,}/g, " ");
  const last = question.split(/\n\s*\n/).at(-1) ?? question;
  return last.replace(/^According to [^,]*,/, "").replaceAll(/_{3,}/g, " ");
}

const numerals = ["zero", "one", "two", "three", "four", "five"];

function countIn(stem: string): number {
  const [, word = "two"] =
    /\b(two|three|four|five|[2-5])\b/i.exec(stem.split(/[.“]/).at(-1) ?? "") ??
    /\b(two|three|four|five|[2-5])\b/i.exec(stem) ??
    [];
  const index = numerals.indexOf(word.toLowerCase());
  return index > 0 ? index : Number(word);
}

/** Each prompt with the option that a sentence has most of together with it; the surest first, each option once. */
function pairsOf(item: BlindItem, known: readonly Known[]): Record<string, string> {
  const ties = (item.prompts ?? []).flatMap((prompt) =>
    item.options.map((option) => {
      const [asked, said] = [contentOf(prompt.text), contentOf(option.text)];
      const scores = known.map(({ words }) => coverage(asked, words) * coverage(said, words));
      return { prompt: prompt.id, option: option.id, score: Math.max(0, ...scores) };
    }),
  );
  const pairs: Record<string, string> = {};
  const used = new Set<string>();
  const mayRepeat = item.options.length < (item.prompts?.length ?? 0);
  for (const { prompt, option } of ties.sort((a, b) => b.score - a.score)) {
    if (prompt in pairs || (used.has(option) && !mayRepeat)) continue;
    pairs[prompt] = option;
    used.add(option);
  }
  return pairs;
}

const Scope = z.object({
  item: z.object({ stem: z.string(), options: z.array(z.object({ text: z.string() })) }),
  task: z.object({ title: z.string(), summary: z.string().nullish() }),
});

/**
 * Cosines above which an item is taken to be about a task: by itself, or by the passage that it is from. Of 80 items of
 * AIP-C01's bank, 95 % have .21 or more with their own task; questions about other matters have .17 at most with any.
 */
const ownLikeness = 0.18;
const passageLikeness = 0.3;

/** `judge-scope`: whether an item is about a task, by the likeness of their words' meaning. */
export async function judgeScope(asked: Asked, embed: Embed): Promise<object> {
  const { item, task } = inputAs(Scope, asked);
  const question = [item.stem, ...item.options.map(({ text }) => text)].join(" ");
  const subject = `${task.title}. ${task.summary ?? ""}`;
  const [of = new Float32Array(), to = new Float32Array()] = await embed([question, subject]);
  const own = cosine(of, to);
  // Passages take long to embed, and mostly the question itself is clear enough.
  const parts = own < ownLikeness ? await embed(asked.passages.map(({ text }) => text)) : [];
  const byPassage = Math.max(0, ...parts.map((part) => Math.min(cosine(of, part), cosine(part, to))));
  const inScope = own >= ownLikeness || byPassage >= passageLikeness;
  const likeness = `likeness ${Math.max(own, byPassage).toFixed(2)}`;
  return {
    inScope,
    reason: inScope
      ? `The question is about what the task is about (${likeness}).`
      : `The question has little in common with the task “${task.title}” (${likeness}).`,
  };
}
