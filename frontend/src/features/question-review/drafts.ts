import type { RejectReason } from "@lyceum/shared/review";

// What a reviewer has begun to write and not sent.

export interface Rating {
  /** In per cent, as it was typed. */
  typed: string;
}

/** No number to begin with: one that is there already would draw everybody's rating to it. */
export const emptyRating: Rating = { typed: "" };

export interface Approval {
  rating: Rating;
  comment: string;
}

export interface Rejection {
  reason: RejectReason | "";
  comment: string;
}

export const emptyRejection: Rejection = { reason: "", comment: "" };
