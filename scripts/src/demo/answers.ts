import { shuffled } from "@lyceum/backend/attempts/forms/rules";
import type { AuthorItem, Question, Response } from "@lyceum/shared/questions";
import type { Dice } from "../simulation/dice.ts";
import { rasch } from "../simulation/learners.ts";

/** How learners fare with an item. */
export interface Nature {
  item: AuthorItem;
  /** `unclear` leaves all to guess, `misleading` sends most of them to one distractor; what is `sound` is known or not. */
  kind: "sound" | "unclear" | "misleading";
  /** In logits: who has this ability gets it right half of the time. */
  difficulty: number;
  /** Wrong responses, the most tempting first. */
  mistakes: readonly Response[];
}

/** So many questions are bad, so that the statistics have something to find. */
const unclear = 3;
const misleading = 1;

/** How far an item's difficulty is from what its rating says: standard deviation in logits. */
const ratingError = 0.4;

/**
 * What the questions of a bank are like. A rating says how many of those who are just qualified get an item right; their
 * ability is 0, as that of the mean learner at the end of the window.
 */
export function naturesOf(questions: readonly Question[], dice: Dice): ReadonlyMap<string, Nature> {
  const choosable = questions.filter(
    ({ item, state }) => item.type === "multiple_choice" && state === "scored",
  );
  const bad = shuffled(choosable, dice.random).slice(0, unclear + misleading);
  return new Map(
    questions.map((question) => {
      const { rating } = question.item.angoff;
      const place = bad.indexOf(question);
      return [
        question.id,
        {
          item: question.item,
          kind: place === -1 ? "sound" : place < unclear ? "unclear" : "misleading",
          difficulty: Math.log((1 - rating) / rating) + ratingError * dice.normal(),
          mistakes: shuffled(mistakesWith(question.item), dice.random),
        },
      ];
    }),
  );
}

/** Responses to an item that are wrong by one option or one place. */
function mistakesWith(item: AuthorItem): Response[] {
  const letters = item.options.map(({ id }) => id);
  switch (item.type) {
    case "multiple_choice":
      return letters.filter((id) => id !== item.key.choice).map((choice) => ({ type: item.type, choice }));
    case "multiple_response": {
      const { choices } = item.key;
      return letters
        .filter((id) => !choices.includes(id))
        .map((id) => ({ type: item.type, choices: [...choices.slice(1), id] }));
    }
    case "ordering": {
      const { order } = item.key;
      return order.slice(1).map((letter, at) => ({
        type: item.type,
        order: order.toSpliced(at, 2, letter, order[at] ?? letter),
      }));
    }
    case "matching": {
      const { pairs } = item.key;
      return Object.entries(pairs).map(([prompt, right]) => {
        const wrong = letters[(letters.indexOf(right) + 1) % letters.length] ?? right;
        return { type: item.type, pairs: { ...pairs, [prompt]: wrong } };
      });
    }
  }
}

/** P(right) for a learner of an ability. */
export function chanceOf({ kind, difficulty }: Nature, ability: number): number {
  switch (kind) {
    case "sound":
      return rasch(ability, difficulty);
    case "unclear":
      return 0.3;
    case "misleading":
      return 0.2;
  }
}

/** So many of those who are wrong fall for the most tempting mistake, and of the others for the next one. */
const tempting = { sound: 0.6, unclear: 1 / 3, misleading: 0.9 };

export function mistakeOf({ kind, mistakes }: Nature, random: Dice["random"]): Response | null {
  return mistakes.find(() => random() < tempting[kind]) ?? mistakes.at(-1) ?? null;
}
