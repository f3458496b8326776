import type { Dispute, Rescoring } from "@lyceum/shared/disputes";
import type { AuthorItem, ItemStatistics } from "@lyceum/shared/questions";
import { counted, letterLabel, percent } from "../../lib/format.ts";
import type { Version } from "./queries.ts";

type Decision = NonNullable<Dispute["answer"]>["decision"];

/** How often an option was chosen. */
export interface Choice {
  option: string;
  /** Whether the key names it. */
  right: boolean;
  count: number;
  /** Of those who answered. */
  share: number;
}

/**
 * How often each option was chosen, in the item's order; `undefined` for a type where every option is named by all, or
 * where nobody has answered.
 */
export function choicesOf({ key }: AuthorItem, { n, choices }: ItemStatistics): Choice[] | undefined {
  if (n === 0 || key.type === "ordering" || key.type === "matching") return undefined;
  const right: readonly string[] = key.type === "multiple_choice" ? [key.choice] : key.choices;
  return choices.map(({ option, count }) => ({
    option,
    right: right.includes(option),
    count,
    share: count / n,
  }));
}

/** What the choices show. */
export function choicesSentence(choices: readonly Choice[], n: number): string {
  const right = choices.filter((choice) => choice.right);
  const chose = right.map(({ option, share }) => `${percent(share)} chose ${letterLabel(option)}`);
  const [first] = choices.filter((choice) => !choice.right).toSorted((a, b) => b.count - a.count);
  const others =
    first && first.count > 0
      ? `Of the others, ${letterLabel(first.option)} was chosen most, by ${percent(first.share)}.`
      : "Nobody chose another one.";
  return `${counted(n, "learner")} answered: ${chose.join(" and ")}, which ${right.length === 1 ? "is" : "are"} right. ${others}`;
}

/** How far the work that follows from an answer has come. */
export function rescoringText(
  decision: Decision,
  { state, learners, attempts, changed }: Omit<Rescoring, "movedAt">,
): string {
  const done = state === "done";
  if (decision === "key_kept") {
    return done ? "Everyone who disputed it has been told." : "Everyone who disputed it is being told.";
  }
  const scored = `${counted(attempts, "attempt")} scored anew among those of ${counted(learners, "learner")}, ${changed} with another result`;
  return done
    ? `Done: ${scored}. Everyone who disputed it or whose result changed has been told.`
    : `So far ${scored}. Everyone who disputed it or whose result changes is told as it goes on.`;
}

/** How long work may stand still before people are told so, in ms. */
const patience = 60_000;

/** Whether the work has stopped on its way. `now` in ms. */
export const standsStill = ({ state, movedAt }: Pick<Rescoring, "state" | "movedAt">, now: number): boolean =>
  state === "running" && now - Date.parse(movedAt) > patience;

/** What follows from an answer, in sentences. */
export function consequences(
  { question: { version }, case: disputed }: Pick<Version, "case"> & { question: { version: number } },
  corrected: boolean,
): string[] {
  const told = disputed
    ? `${counted(disputed.disputes, "learner")} who disputed it ${disputed.disputes === 1 ? "is" : "are"} told your answer.`
    : undefined;
  const corrects = [
    `A new version with the corrected key takes the place of version ${version} in all new attempts.`,
    `Every submitted attempt with version ${version} is scored anew. Results go up or down; each attempt shows both.`,
    "Everyone whose result changes is told, with your answer.",
    "The stem and the options stay as they are; what explains the key becomes what you wrote.",
  ];
  return [
    ...(told ? [told] : []),
    ...(corrected ? corrects : ["The key stays, and so do all results."]),
    "This can't be undone.",
  ];
}
