interface Course {
  items: number;
  /** How many of them are answered. */
  answered: number;
  /** How long the attempt lasts, and since when it runs, in ms. */
  total: number;
  elapsed: number;
  /** What of the total is kept for looking at items again, in ms. */
  reserve: number;
}

/**
 * By how many whole items the answers are ahead of an even pace, or behind it where negative. At an even pace the same
 * time goes to each item, and all are answered when the reserve begins.
 */
export function itemsAhead({ items, answered, total, elapsed, reserve }: Course): number {
  const share = Math.min(1, Math.max(0, elapsed / (total - reserve)));
  // Without the sum, whose sign a zero would keep, -0 would be told from 0.
  return Math.trunc(answered - items * share) + 0;
}
