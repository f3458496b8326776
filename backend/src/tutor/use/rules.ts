/**
 * How many questions a learner may ask in an hour: one every two minutes without a pause is more than anybody reads.
 */
export const questionsAnHour = 30;
/**
 * Tokens that a learner's answers may cost in a day of UTC. An answer with its passages takes about 4,000, so these are
 * some 75 answers, or about 0.4 USD with the smaller models: enough to study all day, and too few to spend a group's
 * month.
 */
export const learnerTokensADay = 300_000;
/** And those of all learners of a group: as many as ten of them may. */
export const groupTokensADay = 3_000_000;

const hour = 3_600_000;

/** Tokens that are spent today, and the times of the latest questions in ms since 1970. */
export interface Use {
  asked: readonly number[];
  learnerTokens: number;
  groupTokens: number;
}

/**
 * Whether a learner may ask now.
 * @param now ms since 1970
 * @returns the times of the latest questions with this one; or why not, and when it goes on
 */
export function admit(use: Use, now: number): { asked: number[] } | { refused: string } {
  const recent = use.asked.filter((at) => now - at < hour);
  const [first] = recent;
  if (first !== undefined && recent.length >= questionsAnHour) {
    const wait = first + hour - now;
    return {
      refused: `You have asked ${questionsAnHour} questions within an hour. Ask again ${inTime(wait)}.`,
    };
  }
  if (use.learnerTokens >= learnerTokensADay) {
    return { refused: `You have used up your share of the tutor for today. It goes on ${atMidnight(now)}.` };
  }
  if (use.groupTokens >= groupTokensADay) {
    return { refused: `Your group has used up the tutor for today. It goes on ${atMidnight(now)}.` };
  }
  return { asked: [...recent, now] };
}

const atMidnight = (now: number): string => `${inTime(24 * hour - (now % (24 * hour)))}, at midnight UTC`;

function inTime(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes >= 90) return `in about ${Math.round(minutes / 60)} hours`;
  return minutes === 1 ? "in a minute" : `in ${minutes} minutes`;
}
