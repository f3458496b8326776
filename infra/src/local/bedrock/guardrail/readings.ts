/** Letters of other scripts that look like a Latin one, each before the one that it looks like. */
const lookalikes = new Map(
  (
    "аa вb сc еe һh іi јj кk мm нh оo рp ѕs тt υu ѵv ԝw хx уy " +
    "αa βb εe ηn ιi κk νv οo ρp τt χx γy АA ВB СC ЕE НH ІI КK МM ОO РP ТT ХX УY ΑA ΒB ΕE ΙI ΚK ΟO ΡP ΤT ΧX"
  )
    .split(" ")
    .map(([strange = "", latin = ""]) => [strange, latin]),
);

const digits: Readonly<Record<string, string>> = {
  0: "o",
  1: "i",
  3: "e",
  4: "a",
  5: "s",
  7: "t",
  $: "s",
  "@": "a",
};

/**
 * A text in the ways in which somebody may have hidden another in it: with invisible characters, accents, letters of
 * other scripts, digits for letters, spaces between letters, backwards, turned by 13 places, or encoded.
 */
export function readingsOf(text: string): string[] {
  const plain = bare(text);
  const latin = plain.replaceAll(/[Ͱ-ӿԀ-ԯ]/g, (letter) => lookalikes.get(letter) ?? letter);
  const whole = [
    plain,
    latin,
    latin.replaceAll(/[013457$@]/g, (sign) => digits[sign] ?? sign),
    joined(latin),
    [...plain].toReversed().join(""),
    latin.replaceAll(/[a-z]/gi, turned),
  ];
  return [...new Set([...whole, ...decodedIn(text).map(bare)])];
}

/** Without what can't be seen, and without accents. */
const bare = (text: string): string => text.normalize("NFKD").replaceAll(/[\p{Cf}\p{Mn}]/gu, "");

/** Letters that stand alone, one after the other, as words; two spaces, or another mark, part them. */
const joined = (text: string): string =>
  text.replaceAll(/\b\p{L}(?:[ ._-]\p{L}\b){3,}/gu, (letters) => letters.replaceAll(/[ ._-]/g, ""));

function turned(letter: string): string {
  const first = letter <= "Z" ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
}

function decodedIn(text: string): string[] {
  const base64 = text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [];
  const hex = text.match(/\b(?:[\da-f]{2} ?){12,}/gi) ?? [];
  return [
    ...base64.map((part) => Buffer.from(part, "base64").toString()),
    ...hex.map((part) => Buffer.from(part.replaceAll(" ", ""), "hex").toString()),
    text.replaceAll(/(?:%[\da-f]{2})+/gi, (part) => Buffer.from(part.replaceAll("%", ""), "hex").toString()),
  ].filter((part) => part !== text && isReadable(part));
}

/** What was no text before it was encoded has characters that no text has. */
const isReadable = (text: string): boolean =>
  text.length > 8 && !/[\p{Cc}\uFFFD]/u.test(text.replaceAll(/\s/g, ""));
