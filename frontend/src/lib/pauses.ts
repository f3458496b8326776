/** So that the server, which may take a moment to follow its clock, is not asked all the time. */
const shortestPause = 5_000;
/** Timers of browsers take no more. */
const longestPause = 2 ** 31 - 1;

/**
 * In how many ms to ask the server again about what changes by the clock.
 * @param waits in how many ms something changes; negative where it should have
 * @returns `false` where nothing does
 */
export const pauseUntil = (waits: readonly number[]): number | false =>
  waits.length > 0 && Math.min(Math.max(Math.min(...waits), shortestPause), longestPause);
