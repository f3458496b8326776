import { type RefObject, useLayoutEffect, useRef } from "react";

/** In ms. */
const duration = 450;

/**
 * Lets the rows of a table's body move to their new places when their order changes, so that one sees who passed whom.
 * Each row is known by `data-row`. Nothing moves for those who want no motion.
 */
export function useMovingRows(): RefObject<HTMLTableSectionElement | null> {
  const body = useRef<HTMLTableSectionElement>(null);
  const places = useRef<ReadonlyMap<string, number>>(new Map());
  useLayoutEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const now = new Map<string, number>();
    for (const row of body.current?.rows ?? []) {
      const { row: key } = row.dataset;
      if (key === undefined) continue;
      now.set(key, row.offsetTop);
      const before = places.current.get(key);
      if (still || before === undefined || before === row.offsetTop) continue;
      row.animate([{ transform: `translateY(${before - row.offsetTop}px)` }, { transform: "none" }], {
        duration,
        easing: "ease-out",
      });
    }
    places.current = now;
  });
  return body;
}
