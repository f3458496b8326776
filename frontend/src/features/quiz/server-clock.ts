/** Between which bounds the server's clock is ahead of this page's clock, in ms. */
export interface ClockBounds {
  least: number;
  most: number;
}

/** A time that the server told, in ms, and when it was asked and answered by this page's clock. */
export interface ClockSample {
  server: number;
  /** Unknown where the server was not asked by this page's own request. */
  sent?: number;
  received: number;
}

/**
 * Narrows the bounds by one more sample: the server read its clock after it was asked and before its answer was here
 * (as in Cristian's algorithm, 1989). A sample that contradicts the bounds replaces them: a clock has been set.
 */
export function withSample(bounds: ClockBounds, { server, sent, received }: ClockSample): ClockBounds {
  const sample = {
    least: server - received,
    most: sent === undefined ? Number.POSITIVE_INFINITY : server - sent,
  };
  const least = Math.max(bounds.least, sample.least);
  const most = Math.min(bounds.most, sample.most);
  return least <= most ? { least, most } : sample;
}

export const unknownClock: ClockBounds = {
  least: Number.NEGATIVE_INFINITY,
  most: Number.POSITIVE_INFINITY,
};

/** More than this is no drift: the machine slept, or its clock was set. */
const jump = 2_000;

export type ServerClock = ReturnType<typeof createServerClock>;

/**
 * The server's clock as this page knows it. Whoever sets the clock of the machine does not change it.
 *
 * @param told the server's time as ISO, just received
 */
export function createServerClock(
  told: string,
  steady: () => number = () => performance.now(),
  wall: () => number = () => Date.now(),
) {
  let bounds = withSample(unknownClock, { server: Date.parse(told), received: steady() });
  let difference = wall() - steady();

  return {
    /** In ms; never ahead of the server, so that nothing ends before its time. */
    now: (): number => steady() + bounds.least,

    /** Starts to take a sample; to be called with the time that the server then told, as ISO. */
    ask(): (told: string) => void {
      const sent = steady();
      return (told) => {
        bounds = withSample(bounds, { server: Date.parse(told), sent, received: steady() });
      };
    },

    /** Whether the clock may have stood still since this was last asked: the server should be asked for the time. */
    hasJumped(): boolean {
      const before = difference;
      difference = wall() - steady();
      return Math.abs(difference - before) > jump;
    },
  };
}
