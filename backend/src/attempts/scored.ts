import type { Tally } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Question } from "@lyceum/shared/questions";
import { type Correction, scoringVersion } from "../questions/corrections/rules.ts";
import { isCorrect } from "../questions/rules.ts";
import { scoreAttempt } from "./scoring/rules.ts";
import type { Place, SessionRecord, Versions } from "./store.ts";

/** Where the versions that places are scored by are not those that they name, by position. */
export const scoringVersions = (places: readonly Place[], corrections: readonly Correction[]): Versions =>
  Object.fromEntries(
    places.flatMap((place, index) => {
      const version = scoringVersion(corrections, place);
      return version === place.version ? [] : [[String(index + 1), version]];
    }),
  );

/** The versions that places are scored by, in their order. */
export const scoringRefs = (places: readonly Place[], versions: Versions) =>
  places.map(({ questionId, version }, index) => ({ questionId, version: versions[index + 1] ?? version }));

/**
 * What an attempt comes to.
 * @param questions in the order of the places, in the versions that they are scored by
 */
export function scored(
  exam: ExamProfile,
  places: readonly Place[],
  questions: readonly Question[],
  stored: readonly SessionRecord[],
): { tally: Tally; right: ReadonlySet<number> } {
  const responses = new Map(stored.map(({ position, response }) => [position, response]));
  const items = questions.map(({ taskId, item }, index) => ({
    position: index + 1,
    taskId,
    scored: places[index]?.scored ?? false,
    key: item.key,
    angoff: item.angoff.rating,
    response: responses.get(index + 1) ?? null,
  }));
  const right = items.filter(({ key, response }) => isCorrect(key, response));
  return { tally: scoreAttempt(exam, items), right: new Set(right.map(({ position }) => position)) };
}
