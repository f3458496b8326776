import type { ReviewedItem } from "@lyceum/shared/attempts";
import { domainOf } from "./domains.ts";

/** Which items of an attempt to look at, besides all. */
export const shows = ["wrong", "flagged", "guessed"] as const;
export type Show = (typeof shows)[number];

/** Both are absent for all items. */
export interface Filter {
  show?: Show;
  /** The number of a domain. */
  domain?: number;
}

const isShown: Record<Show, (item: ReviewedItem) => boolean> = {
  wrong: ({ review }) => !review.correct,
  flagged: ({ session }) => session.flagged,
  guessed: ({ session }) => session.confidence === "guess",
};

export const filtered = (items: readonly ReviewedItem[], { show, domain }: Filter): readonly ReviewedItem[] =>
  items.filter(
    (item) =>
      (!show || isShown[show](item)) && (domain === undefined || domainOf(item.taskId) === String(domain)),
  );

/** A filter as the address has it; what it can't be is left out. */
export const filterOf = ({ show, domain }: Record<string, unknown>): Filter => ({
  ...(isShow(show) && { show }),
  ...(typeof domain === "number" && Number.isInteger(domain) && { domain }),
});

const isShow = (value: unknown): value is Show => shows.some((show) => show === value);
