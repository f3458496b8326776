import {
  type AuthorItem,
  type ItemReview,
  type LearnerItem,
  namedOptions,
  type QuestionState,
  type Response,
} from "@lyceum/shared/questions";

/** Only these states reach learners: `pilot` items don't count, `scored` ones do. */
export const isPublished = (state: QuestionState): boolean => state === "pilot" || state === "scored";

/**
 * Whether a response is right: all or nothing, as professional exams score. No response is wrong.
 * Letters of both are the item's own.
 */
export function isCorrect(key: Response, response: Response | null): boolean {
  if (response === null) return false;
  switch (key.type) {
    case "multiple_choice":
      return response.type === key.type && response.choice === key.choice;
    case "multiple_response":
      return (
        response.type === key.type &&
        new Set(key.choices).symmetricDifference(new Set(response.choices)).size === 0
      );
    case "ordering":
      return (
        response.type === key.type &&
        response.order.length === key.order.length &&
        key.order.every((letter, place) => response.order[place] === letter)
      );
    case "matching":
      return (
        response.type === key.type &&
        Object.entries(key.pairs).every(([prompt, option]) => response.pairs[prompt] === option)
      );
  }
}

/**
 * What is wrong with a response as a response to this item (not whether it is right), or `undefined`.
 * A response may be incomplete, so that it can be saved while it is being made; an order has all its steps.
 */
export function responseProblem(item: AuthorItem, response: Response): string | undefined {
  if (response.type !== item.type) return `This item takes a response of type ${item.type}.`;
  const options = new Set(item.options.map((option) => option.id));
  const named = namedOptions(response);
  if (named.some((letter) => !options.has(letter))) return "The response names an option that is not there.";
  const distinct = new Set(named).size === named.length;
  switch (response.type) {
    case "multiple_choice":
      return undefined;
    case "multiple_response":
      return distinct ? undefined : "The response names an option twice.";
    case "ordering":
      return distinct && named.length === options.size
        ? undefined
        : "The response must name every step once.";
    case "matching": {
      const prompts = item.type === "matching" ? item.prompts.map((prompt) => prompt.id) : [];
      return Object.keys(response.pairs).every((prompt) => prompts.includes(prompt))
        ? undefined
        : "The response names a prompt that is not there.";
    }
  }
}

// ---- Letters. Each attempt shows an item's options in an order of its own and names them by their place, so that
// neither an option's letter nor its place says anything about the key.

/** The item's own option letters, in the order in which an attempt shows them. */
export type OptionOrder = readonly string[];

const letters = "abcdefghij";

/** What may be shown of an item before it is decided, in the item's own letters and order. */
export function faceOf(item: AuthorItem): LearnerItem {
  const options = item.options.map(({ id, text }) => ({ id, text }));
  const { stem } = item;
  switch (item.type) {
    case "multiple_choice":
    case "ordering":
      return { type: item.type, stem, options };
    case "multiple_response":
      return { type: item.type, stem, options, select: item.key.choices.length };
    case "matching":
      return { type: item.type, stem, options, prompts: item.prompts };
  }
}

/** An item as an attempt shows it to its learner. */
export function learnerItem(face: LearnerItem, order: OptionOrder): LearnerItem {
  const texts = new Map(face.options.map((option) => [option.id, option.text]));
  const options = order.map((own, place) => ({ id: letters.charAt(place), text: texts.get(own) ?? "" }));
  return { ...face, options };
}

/** What a learner may see of an item once it is decided, in the letters of the attempt. */
export function itemReview(item: AuthorItem, order: OptionOrder, response: Response | null): ItemReview {
  const shown = shownLetters(order);
  return {
    correct: isCorrect(item.key, response),
    key: relabel(item.key, shown),
    rationales: Object.fromEntries(
      item.options.map((option) => [shown.get(option.id) ?? option.id, option.rationale]),
    ),
    decidedBy: item.decidedBy,
    difficulty: item.difficulty,
    references: item.references,
    ...(item.citations && { citations: item.citations }),
  };
}

/** A stored response, in the letters of the attempt. */
export const asShown = (response: Response, order: OptionOrder): Response =>
  relabel(response, shownLetters(order));

/** A learner's response, in the item's own letters. A letter that is not shown becomes `?`. */
export function asOwn(response: Response, order: OptionOrder): Response {
  return relabel(response, new Map(order.map((own, place) => [letters.charAt(place), own])));
}

const shownLetters = (order: OptionOrder) => new Map(order.map((own, place) => [own, letters.charAt(place)]));

function relabel(response: Response, to: ReadonlyMap<string, string>): Response {
  const letter = (from: string) => to.get(from) ?? "?";
  switch (response.type) {
    case "multiple_choice":
      return { type: response.type, choice: letter(response.choice) };
    case "multiple_response":
      return { type: response.type, choices: response.choices.map(letter) };
    case "ordering":
      return { type: response.type, order: response.order.map(letter) };
    case "matching":
      return {
        type: response.type,
        pairs: Object.fromEntries(
          Object.entries(response.pairs).map(([prompt, option]) => [prompt, letter(option)]),
        ),
      };
  }
}
