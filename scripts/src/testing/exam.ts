import { loadPacks, type Pack } from "../content/library.ts";

/** The pack with the most questions: enough of them for a full mock. */
export async function fullPack(): Promise<Pack> {
  const packs = await loadPacks();
  const pack = packs.sort((a, b) => b.questions.length - a.questions.length)[0];
  if (!pack) throw new TypeError("there is no content pack");
  return pack;
}
