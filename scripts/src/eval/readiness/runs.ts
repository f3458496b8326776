import { tuning } from "@lyceum/backend/attempts/readiness/rules";
import { usualWorld, type World } from "../../simulation/learners.ts";
import { type Evaluation, type Exam, evaluate } from "./evaluation.ts";

/** One row of a table of the report. */
export interface Run extends Evaluation {
  eval: "readiness";
  /** The estimate as it is, with several seeds; in other worlds; and with other settings. */
  table: "seeds" | "worlds" | "settings";
  name: string;
}

export const seedCount = 5;

/** Enough to compare worlds and settings by. */
const fewerLives = 2;

const worlds: Record<string, Partial<World>> = {
  "as assumed": {},
  "nobody learns": { gainMean: 0, gainSd: 0 },
  "learners learn twice as much": { gainMean: 2 * usualWorld.gainMean },
  "they learn at first and then hardly": { pace: "early" },
  "learners are more alike (ability 0.5)": { abilitySd: 0.5 },
  "learners differ more (ability 1.1)": { abilitySd: 1.1 },
  "domains are all alike": { domainSd: 0 },
  "domains differ more (0.7)": { domainSd: 0.7 },
  "the exam is harder than the practice by 0.1": { examHarder: 0.1 },
};

const settings: Record<string, Partial<typeof tuning>> = {
  "as it is": {},
  "half-life 7 days": { halfLife: 7 },
  "half-life 14 days": { halfLife: 14 },
  "half-life 42 days": { halfLife: 42 },
  "all answers count the same": { halfLife: Number.POSITIVE_INFINITY },
  "no credit for learning": { learning: Number.POSITIVE_INFINITY },
  "half is learnt in 60 days": { learning: 60 },
  "pooling 5": { pooling: 5 },
  "pooling 200": { pooling: 200 },
};

/**
 * All runs of the evaluation, one after the other, each of some seconds: with `seed` and the ones after it as it is;
 * with `seed` alone in other worlds, with the forms of other exams, and with other settings.
 */
export function* runs(exam: Exam, others: readonly Exam[], learners: number, seed: number): Generator<Run> {
  const row = (table: Run["table"], name: string, evaluation: Evaluation): Run => ({
    eval: "readiness",
    table,
    name,
    ...evaluation,
  });
  for (let at = seed; at < seed + seedCount; at++) {
    yield row("seeds", `seed ${at}`, evaluate({ exam, learners, seed: at }));
  }
  for (const [name, change] of Object.entries(worlds)) {
    const world = { ...usualWorld, ...change };
    yield row("worlds", name, evaluate({ exam, learners, lives: fewerLives, seed, world }));
  }
  for (const other of others) {
    const name = `the form is that of ${other.code}`;
    yield row("worlds", name, evaluate({ exam: other, learners, lives: fewerLives, seed }));
  }
  for (const [name, change] of Object.entries(settings)) {
    const changed = { ...tuning, ...change };
    yield row("settings", name, evaluate({ exam, learners, lives: fewerLives, seed, settings: changed }));
  }
}
