import type { MemberChoices } from "@lyceum/shared/cohorts";
import { mixedDice } from "../simulation/dice.ts";

/** A learner of the demo group, and what becomes of them. */
export interface DemoLearner {
  userId: string;
  choices: MemberChoices;
  /** For how many days they have done nothing any more; infinite for who never began. */
  idleDays: number;
  /** For dice. Apart from each other, so that when somebody studies is the same where the bank is another. */
  seeds: { plan: number; answers: number };
}

const invented = 40;

/** Any whole number: it decides who the learners are. With this one, the account's has done some of everything. */
const seed = 28;

/**
 * The learners of the demo group: invented ones without accounts, and first the one that can be signed in as. Each call
 * gives the same ones.
 */
export function demoLearners(accountId: string): DemoLearner[] {
  const { whole } = mixedDice(seed);
  const newSeed = () => whole(0, 0x7fffffff);
  return Array.from({ length: 1 + invented }, (_, number) => ({
    ...(number === 0 ? account(accountId) : inventedLearner(number)),
    seeds: { plan: newSeed(), answers: newSeed() },
  }));
}

const account = (userId: string) => ({
  userId,
  choices: { name: "Demo learner", pseudonym: "Demo learner", listed: true, shares: true },
  idleDays: 0,
});

function inventedLearner(number: number) {
  const digits = String(number).padStart(2, "0");
  return {
    userId: `demo-${digits}`,
    choices: {
      name: `Demo learner ${digits}`,
      pseudonym: pseudonymOf(number),
      listed: number % 7 !== 0,
      shares: number % 2 === 0,
    },
    idleDays: idleDaysOf(number),
  };
}

/** Two never began, three stopped four weeks ago, and four two weeks ago. */
function idleDaysOf(number: number): number {
  if (number % 20 === 9) return Number.POSITIVE_INFINITY;
  if (number % 15 === 4) return 28;
  return number % 8 === 2 ? 14 : 0;
}

const adjectives = ["Bold", "Bright", "Calm", "Eager", "Gentle", "Keen", "Patient", "Quiet"];
const animals = ["Badger", "Falcon", "Heron", "Lynx", "Otter"];

/** Both words come back after a while, and never together before both lists are through: 8 and 5 have no divisor. */
const pseudonymOf = (number: number) =>
  `${adjectives[number % adjectives.length]} ${animals[number % animals.length]}`;
