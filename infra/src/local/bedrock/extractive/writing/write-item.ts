import { createHash } from "node:crypto";
import * as z from "zod";
import type { Embed } from "../../embedding/embed.ts";
import { readPassages } from "../passages.ts";
import { type Asked, inputAs } from "../request.ts";
import { contentOf, coverage } from "../words.ts";
import { choiceIdeas, type Idea, type Material } from "./choice.ts";
import { diceOf } from "./dice.ts";
import { type Draft, type ItemType, lettered } from "./draft.ts";
import { factIn, phrasesIn, standsAlone } from "./facts.ts";
import { orderingIdeas, responseIdeas, seriesIn } from "./lists.ts";
import { matchingIdeas } from "./matching.ts";

const Wanted = z.object({
  task: z.object({ title: z.string(), summary: z.string().nullish() }),
  type: z.enum(["multiple_choice", "multiple_response", "ordering", "matching"]),
  difficulty: z.string().default("medium"),
  instructions: z.string().default(""),
  /** Stems that are not to be written again. */
  avoid: z.array(z.string()).default([]),
  /** What was found in the try before: the next one is another question. */
  problems: z.array(z.string()).default([]),
  seed: z.number().default(0),
});

const refusals: Record<ItemType, string> = {
  multiple_choice: "no sentence of which enough can be asked without giving the answer away",
  multiple_response: "no list with two things or more that belong together",
  ordering: "no steps in an order",
  matching: "no three terms of which they say something different",
};

/** More would make a wish wait; ideas are in the order of their promise. */
const mostTries = 12;

/**
 * Writes a question from sentences of the passages: definitions, gaps, lists, steps and pairs. Nothing in it is made up:
 * each rationale quotes the sentence that it relies on. Without material for the wanted type it refuses, because a question of that type
 * would be a bad one.
 */
export async function writeItem(asked: Asked, embed: Embed): Promise<object> {
  const wanted = inputAs(Wanted, asked);
  const { sentences, lists } = readPassages(asked.passages);
  const usable = sentences.filter((sentence) => !sentence.list && sentence.text.length <= 400);
  const material: Material = {
    sentences: usable.filter(standsAlone),
    facts: usable.flatMap((sentence) => factIn(sentence) ?? []),
    phrases: phrasesIn(usable),
  };
  const dice = diceOf(seedOf([wanted.seed, wanted.problems, wanted.instructions]));
  const ideas = ideasFor(wanted.type, { material, sentences, lists, dice }, embed);

  const about = contentOf(`${wanted.task.title} ${wanted.task.summary ?? ""} ${wanted.instructions}`);
  const ranked = ideas
    .map((idea) => {
      const words = new Set(contentOf(idea.sentence.text));
      return { idea, rank: idea.rank + 4 * coverage(about, words) + 3 * dice() };
    })
    .sort((a, b) => b.rank - a.rank)
    .slice(0, mostTries);
  const avoid = new Set(wanted.avoid.map(normal));
  for (const { idea } of ranked) {
    const draft = await idea.write();
    if (draft && isSound(draft) && !avoid.has(normal(draft.stem))) {
      return { refusal: null, item: lettered(draft, wanted.difficulty, dice) };
    }
  }
  return {
    refusal: `The passages have ${refusals[wanted.type]}. Choose other notes or another type of question.`,
    item: null,
  };
}

function ideasFor(
  type: ItemType,
  {
    material,
    sentences,
    lists,
    dice,
  }: ReturnType<typeof readPassages> & { material: Material; dice: () => number },
  embed: Embed,
): Idea[] {
  switch (type) {
    case "multiple_choice":
      return choiceIdeas(material, embed);
    case "multiple_response":
      return responseIdeas(seriesIn(sentences, lists), material, dice);
    case "ordering":
      return orderingIdeas(seriesIn(sentences, lists));
    case "matching":
      return matchingIdeas(material, lists, dice);
  }
}

/** Whether a draft has none of the faults that show in its form. */
function isSound({ type, stem, right, wrong, sources }: Draft): boolean {
  const options = [...right, ...wrong].map(({ text }) => normal(text));
  if (new Set(options).size < options.length || options.some((text) => text.length < 2)) return false;
  if (sources.every(({ quote }) => quote.length > 600)) return false;
  return type !== "multiple_choice" || !normal(stem).includes(options[0] ?? "");
}

const normal = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

function seedOf(parts: readonly unknown[]): number {
  return createHash("sha256").update(JSON.stringify(parts)).digest().readUInt32LE(0);
}
