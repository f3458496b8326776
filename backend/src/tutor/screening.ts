import { setTimeout as wait } from "node:timers/promises";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Models, Screening, Spender } from "../models/models.ts";
import { masked, personalDataIn } from "../notes/reading/personal-data/rules.ts";

export interface Screened {
  /** Masks the personal data that was found. */
  mask: (text: string) => string;
  /** What is not let through, in words for people. */
  blocked: string[];
  /** A filter has seen it: what it has not seen may not go to a model, nor come from one. */
  isSeen: boolean;
  /** What the filter has cost, in US dollars. */
  usd: number;
}

/** How long a filter is waited for, in ms. */
const patience = 8_000;

/** Screens what a learner asks, or what the tutor answers. Where no filter is there, personal data is known by its form. */
export const screening =
  (screen: Models["screen"]) =>
  async (text: string, request: { source: "input" | "output"; spender: Spender }): Promise<Screened> => {
    const own = personalDataIn(text);
    const waiting = new AbortController();
    const seen = await Promise.race([
      screen(text, request).catch(unlessFault),
      wait(patience, undefined, { signal: waiting.signal, ref: false }),
    ]);
    waiting.abort();
    // Names are let be: a filter takes those of models and services for people's, and notes are full of them.
    const found = [...own, ...(seen?.personalData ?? [])].filter(({ kind }) => kind !== "name");
    return {
      mask: (written) => masked(written, found),
      blocked: seen?.blocked ?? [],
      isSeen: seen !== undefined,
      usd: seen?.usd ?? 0,
    };
  };

function unlessFault(error: unknown): Screening | undefined {
  if (!(error instanceof Fault)) throw error;
  return undefined;
}
