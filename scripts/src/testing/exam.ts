import { loadPacks, type Pack } from "../content/library.ts";

/** The pack with the most questions: enough of them for a full mock. */
export const fullPack = async (): Promise<Pack> => bySize(await loadPacks(), 0);

/** The pack with the fewest: for tests that change questions, because no other test counts on them. */
export const smallPack = async (): Promise<Pack> => bySize(await loadPacks(), -1);

function bySize(packs: readonly Pack[], place: number): Pack {
  const pack = packs.toSorted((a, b) => b.questions.length - a.questions.length).at(place);
  if (!pack) throw new TypeError("there is no content pack");
  return pack;
}
