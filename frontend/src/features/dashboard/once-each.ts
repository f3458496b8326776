/**
 * Each learner once, where the last pages have them: who answers something while pages are loaded moves to the end, and
 * comes again there.
 */
export function onceEach<Learner extends { userId: string }>(learners: readonly Learner[]): Learner[] {
  const last = new Map(learners.map(({ userId }, place) => [userId, place]));
  return learners.filter(({ userId }, place) => last.get(userId) === place);
}
