/** What comes before and after one of a list. */
export interface Neighbours {
  previous?: string;
  next?: string;
}

/**
 * The neighbours of one in a list of ids. One that has left the list, as by a decision, still has those of the place
 * where it was; one that never was in it has the first of the list after it.
 */
export function neighboursOf(ids: readonly string[], id: string, lastPlace: number | undefined): Neighbours {
  const place = ids.indexOf(id);
  const [before, after] =
    place >= 0 ? [place - 1, place + 1] : lastPlace === undefined ? [-1, 0] : [lastPlace - 1, lastPlace];
  const [previous, next] = [ids[before], ids[after]];
  return { ...(previous !== undefined && { previous }), ...(next !== undefined && { next }) };
}
