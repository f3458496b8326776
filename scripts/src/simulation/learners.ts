import type { Dice } from "./dice.ts";

/** What the simulated learners and items are like. Abilities and difficulties are in logits, as in the Rasch model. */
export interface World {
  /** Standard deviations: of ability between learners, and within a learner between domains. */
  abilitySd: number;
  domainSd: number;
  /** What the weeks of the window add to ability: mean and standard deviation. Nobody loses any. */
  gainMean: number;
  gainSd: number;
  /** `steady`: the same each day. `early`: most of it at first, and nearly nothing in the last week. */
  pace: "steady" | "early";
  difficultySd: number;
  /** How much harder the exam's items are than those practised with. */
  examHarder: number;
}

export const usualWorld: World = {
  abilitySd: 0.8,
  domainSd: 0.4,
  gainMean: 0.3,
  gainSd: 0.2,
  pace: "steady",
  difficultySd: 1,
  examHarder: 0,
};

export interface Learner {
  /** In each domain, at the end of the window. */
  abilities: readonly number[];
  /** What the window adds to them. */
  gain: number;
}

export function newLearner(world: World, domains: number, { normal }: Dice): Learner {
  const general = world.abilitySd * normal();
  const abilities = Array.from({ length: domains }, () => general + world.domainSd * normal());
  return { abilities, gain: Math.max(0, world.gainMean + world.gainSd * normal()) };
}

/** A learner's ability in a domain when a part of the window is over. */
export const abilityAt = ({ pace }: World, { abilities, gain }: Learner, domain: number, over: number) =>
  (abilities[domain] ?? 0) - gain * stillToLearn(pace, over);

/** The part of the gain that is still to come when a part of the window is over. */
function stillToLearn(pace: World["pace"], over: number): number {
  const part = Math.max(0, over);
  return pace === "steady" ? 1 - part : (Math.exp(-3 * part) - Math.exp(-3)) / (1 - Math.exp(-3));
}

/** P(right) by the Rasch model. */
export const rasch = (ability: number, difficulty: number) => 1 / (1 + Math.exp(difficulty - ability));
