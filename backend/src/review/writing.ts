import { Fault } from "@lyceum/shared/contract/fault";

/** How often something is read again that somebody else changed meanwhile. */
const tries = 10;

/**
 * Does something that is written on condition that what it is based on has not changed; again where it has.
 * @param act reads, decides and writes; a conflict that it meets has a message of its own where it is for people
 * @throws Fault unavailable
 */
export async function untilWritten<T>(act: () => Promise<{ done: T } | "changed">): Promise<T> {
  for (let left = tries; left > 0; left--) {
    const result = await act();
    if (result !== "changed") return result.done;
  }
  throw new Fault("unavailable", "Others are working on this right now. Try again in a moment.");
}

/** Whether a write came through, or what it is based on has changed. */
export const written = async <T>(write: Promise<void>, done: T): Promise<{ done: T } | "changed"> => {
  try {
    await write;
    return { done };
  } catch (error) {
    if (isConflict(error)) return "changed";
    throw error;
  }
};

export const isConflict = (error: unknown): boolean => error instanceof Fault && error.code === "conflict";
