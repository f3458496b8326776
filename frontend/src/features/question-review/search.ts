import { typeNames } from "../../lib/item-names.ts";
import type { QueueFilter } from "../../lib/review.ts";
import { checkNames, stateNames } from "../../lib/review-names.ts";

/** What of the queue the address asks for; what it can't be is left out. */
export const queueSearch = (search: Record<string, unknown>): QueueFilter => {
  const { task, older } = search;
  const state = nameIn(search.state, otherStates);
  const type = nameIn(search.type, types);
  const check = nameIn(search.check, checks);
  const mine = nameIn(search.mine, ["todo", "leased"]);
  return {
    ...(state && { state }),
    // What looks like a number in an address is read as one, and so is a task such as 1.2.
    ...(isTask(String(task)) && { task: String(task) }),
    ...(type && { type }),
    ...(check && { check }),
    ...(isAge(older) && { older }),
    ...(mine && { mine }),
  };
};

/** How many days a candidate may be longer in its state than. */
export const ages = [1, 3, 7, 14] as const;

const isTask = (value: string): boolean => /^[1-9]\d?\.[1-9]\d?$/.test(value);

const isAge = (value: unknown): value is number => ages.some((age) => age === value);

const otherStates = names(stateNames).filter((state) => state !== "in_review");
const types = names(typeNames);
const checks = names(checkNames);

function nameIn<Name extends string>(value: unknown, allowed: readonly Name[]): Name | undefined {
  return allowed.find((name) => name === value);
}

function names<Name extends string>(record: Readonly<Record<Name, string>>): Name[] {
  const found: Name[] = [];
  for (const name in record) found.push(name);
  return found;
}

/** How many filters there are beside the state. */
export const filterCount = ({ state: _, ...others }: QueueFilter): number => Object.keys(others).length;
