import { shuffled } from "@lyceum/backend/attempts/forms/rules";
import { windowDays } from "@lyceum/backend/attempts/readiness/rules";
import type { Dice } from "../simulation/dice.ts";

/** One attempt of a learner's plan. A drill keeps to one domain, by its place in the profile. */
export interface Sitting {
  /** When it begins, in hours before the end of the window. */
  hoursAgo: number;
  what:
    | { kind: "mock" }
    | { kind: "quiz"; count: number; drill?: number }
    | { kind: "mistakes"; count: number };
}

/** The longest that a sitting may take, in hours; they are apart by as much. */
export const longestHours = 2.5;

/**
 * What a learner does in the weeks of the window, oldest first: two mocks, a mock and quizzes, or quizzes alone, as much
 * as goes through most of a bank of 150 questions once, because only first answers count. In between, what went wrong is
 * practised again. The last sitting is a week ago at the most, so that the week's boards are full on any day.
 *
 * @param domains how many the exam has
 * @param idleDays of this many last days nothing is left
 */
export function planOf(domains: number, idleDays: number, { random, between, whole }: Dice): Sitting[] {
  const mock = { kind: "mock" as const };
  const quiz = () => ({
    kind: "quiz" as const,
    count: whole(16, 24),
    ...(random() < 0.25 && { drill: whole(0, domains - 1) }),
  });
  const again = Array.from({ length: whole(1, 3) }, () => ({ kind: "mistakes" as const, count: 10 }));
  const last = { kind: "quiz" as const, count: whole(20, 28) };
  const kind = random();
  const [first, others, end] =
    kind < 0.25
      ? [mock, [], mock]
      : kind < 0.75
        ? [quiz(), [quiz(), mock], last]
        : [quiz(), [quiz(), quiz(), quiz(), quiz()], last];
  const middle = shuffled([...others, ...again], random);

  const [from, to] = [whole(30, windowDays - 1), random() < 0.5 ? 0 : whole(1, 6)];
  const free = Array.from({ length: from - to - 1 }, (_, day) => to + 1 + day);
  const days = [
    from,
    ...shuffled(free, random)
      .slice(0, middle.length)
      .sort((a, b) => b - a),
    to,
  ];
  return [first, ...middle, end].flatMap((what, at) => {
    const day = days[at] ?? 0;
    // At most one a day, and the last one not long ago, so that it is still today or this week.
    const hoursAgo = 24 * day + between(longestHours, day === to ? longestHours + 1 : 16);
    return day < idleDays ? [] : [{ hoursAgo, what }];
  });
}
