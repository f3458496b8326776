import type { Budget, Generation } from "@lyceum/shared/generation";
import { counted } from "../../lib/format.ts";
import type { LocalModels } from "../../lib/local-models.ts";

export const generationStates: Readonly<Record<Generation["state"], string>> = {
  running: "Under way",
  done: "Done",
  cancelled: "Cancelled",
  failed: "Failed",
};

/** How far a wish is, in a sentence. What is nowhere isn't told. */
export function progressText({ progress, wish: { count } }: Pick<Generation, "progress" | "wish">): string {
  const told = [
    [progress.inReview, "given to reviewers"],
    [progress.failed, "failed the checks"],
    [progress.cancelled, "cancelled"],
    [progress.checking, "being checked"],
    [progress.writing, "being written"],
    [progress.waiting, "waiting"],
  ] as const;
  const parts = told.flatMap(([number, what]) => (number > 0 ? `${number} ${what}` : []));
  return `Of ${counted(count, "question")}: ${parts.join(", ")}.`;
}

/** How much of a wish is decided, from 0 to 1. */
export const shareDone = ({ progress, wish: { count } }: Pick<Generation, "progress" | "wish">): number =>
  (progress.inReview + progress.failed + progress.cancelled) / count;

export const isSpent = ({ usd, limitUsd }: Pick<Budget, "usd" | "limitUsd">): boolean => usd >= limitUsd;

const jobs: Readonly<Record<string, string>> = {
  generate: "Writing questions",
  judge: "Checking questions",
  answer: "Answering",
  rewrite: "Rewriting questions for the search",
  embed: "Making texts searchable",
  guardrail: "Checks by guardrails",
};

/** What a model, or a guardrail, was needed for. */
export const jobName = (job: string): string => jobs[job] ?? job;

/** Which models answer on a platform on one machine, as honestly as it says; `undefined` where it doesn't. */
export function modelsText({ source, model }: LocalModels): string | undefined {
  switch (source) {
    case "built-in":
      return "No language model answers here. The built-in one takes sentences of the notes and makes questions of them by rules: expect drafts that are simple, at times clumsy, and need people. Whoever starts the platform can have a real model answer.";
    case "server":
      return `The model ${String(model)} answers, on a server that whoever started the platform has chosen. Its drafts are as good as that model, and need people.`;
    case "aws":
      return "Amazon Bedrock answers, with the credentials of whoever started the platform.";
    default:
      return undefined;
  }
}
