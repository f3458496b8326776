/** Tries of one model, before the next is asked. */
export const mostTries = 4;

/** The first pause is at most this, and each further one at most twice the one before, up to a limit. In ms. */
export const firstPause = 300;
export const longestPause = 8_000;

/**
 * How long to wait before trying again, in ms: exponential backoff with full jitter ("Exponential Backoff And Jitter",
 * AWS Architecture Blog, 2015), so that those who failed together don't come back together.
 * @param tries that have failed, from 1
 * @param random from 0 to 1
 */
export const pauseAfter = (tries: number, random: number): number =>
  random * Math.min(longestPause, firstPause * 2 ** (tries - 1));

/** The share of the time left that one try may take while there is still another model to ask. */
const shareOfFirst = 0.6;

/**
 * How long a try may take, in ms; 0 where there is no time for it.
 * @param left until the deadline, in ms
 * @param patience with one try, however much time is left
 * @param hasNext whether another model can be asked afterwards
 */
export const timeForTry = (left: number, patience: number, hasNext: boolean): number =>
  Math.max(0, Math.floor(Math.min(patience, hasNext ? left * shareOfFirst : left)));

/** A slow model writes about 30 tokens a second, and thinks for some seconds before it begins. In ms. */
export const patienceFor = (maxTokens: number): number => 15_000 + (maxTokens / 30) * 1_000;

/** For the first words of a streamed answer, in ms. */
export const patienceForFirstWords = 20_000;

/** For vectors and guardrails, in ms. A model on a person's own machine may have to be loaded first. */
export const patienceForSmall = 60_000;
