import type { Gap } from "@lyceum/shared/tutor";
import { isMonth } from "../../lib/months.ts";

/** What of the tutor's quality is looked at; what is absent is what is looked at first. */
export interface QualitySearch {
  gaps?: Exclude<Gap["state"], "open">;
  thumb?: "up";
  /** As `YYYY-MM`. */
  month?: string;
}

/** What the address asks for; what it can't be is left out. */
export const qualitySearch = ({ gaps, thumb, month }: Record<string, unknown>): QualitySearch => ({
  ...((gaps === "added" || gaps === "dismissed") && { gaps }),
  ...(thumb === "up" && { thumb }),
  ...(isMonth(month) && { month }),
});
