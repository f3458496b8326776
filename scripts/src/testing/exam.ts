import { loadPacks, type Pack } from "../content/library.ts";

/** Read and checked once: it takes a quarter of a second. */
let packs: Promise<Pack[]> | undefined;

/** The pack with the most questions: enough of them for a full mock. */
export const fullPack = (): Promise<Pack> => bySize(0);

/** The pack with the fewest: for tests that change questions, because no other test counts on them. */
export const smallPack = (): Promise<Pack> => bySize(-1);

async function bySize(place: number): Promise<Pack> {
  packs ??= loadPacks();
  const pack = (await packs).toSorted((a, b) => b.questions.length - a.questions.length).at(place);
  if (!pack) throw new TypeError("there is no content pack");
  return pack;
}
