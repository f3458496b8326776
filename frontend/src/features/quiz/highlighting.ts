import type { ItemSession } from "@lyceum/shared/attempts";

/** Marked passages of a text: in its order, apart from each other. Offsets in UTF-16 code units, `to` not included. */
export type Passages = ItemSession["highlights"];
export type Passage = Passages[number];

/** As many as the contract takes. */
const most = 50;

/** Marks one more passage. Passages that touch become one. Where there are too many, nothing changes. */
export function highlight(passages: Passages, { from, to }: Passage): Passages {
  if (from >= to) return passages;
  const touching = passages.filter((other) => other.from <= to && other.to >= from);
  const apart = passages.filter((other) => !touching.includes(other));
  const whole = {
    from: Math.min(from, ...touching.map((other) => other.from)),
    to: Math.max(to, ...touching.map((other) => other.to)),
  };
  const next = [...apart, whole].sort((a, b) => a.from - b.from);
  return next.length > most ? passages : next;
}

/** Takes the marks off a passage. What is left of others on both its sides stays. */
export function unhighlight(passages: Passages, { from, to }: Passage): Passages {
  if (from >= to) return passages;
  const next = passages.flatMap((other) => {
    if (other.to <= from || other.from >= to) return [other];
    return [
      { from: other.from, to: Math.min(other.to, from) },
      { from: Math.max(other.from, to), to: other.to },
    ].filter((rest) => rest.from < rest.to);
  });
  return next.length > most ? passages : next;
}

/** Marks a passage, or takes the marks off where all of it is marked. */
export const toggleHighlight = (passages: Passages, passage: Passage): Passages =>
  isHighlighted(passages, passage) ? unhighlight(passages, passage) : highlight(passages, passage);

export const isHighlighted = (passages: Passages, { from, to }: Passage): boolean =>
  passages.some((other) => other.from <= from && other.to >= to);

/** The marked passage at an offset. */
export const passageAt = (passages: Passages, offset: number): Passage | undefined =>
  passages.find(({ from, to }) => from <= offset && offset < to);

/**
 * The sentences of a piece of a text, without the white space around them.
 * @param from where the piece begins in the text
 */
export function sentences(piece: string, from: number): Passage[] {
  const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
  return [...segmenter.segment(piece)].flatMap(({ segment, index }) => {
    const start = from + index + segment.length - segment.trimStart().length;
    const to = from + index + segment.trimEnd().length;
    return start < to ? [{ from: start, to }] : [];
  });
}
