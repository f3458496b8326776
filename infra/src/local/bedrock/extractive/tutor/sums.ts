// Sums that stand in a question as such: what is found here is worked out by a tool.

const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  billion: 1e9,
};

const amount = String.raw`(\d[\d,]*(?:\.\d+)?)\s*(k|m|thousand|million|billion)?\b`;
const money = String.raw`(?:USD|US\$|EUR|dollars?|euros?|\$|€|cents?)`;

/** "2,000 tokens at 0.003 USD per 1,000": how many, at which price, for how many. */
const priced = new RegExp(
  String.raw`${amount}\s*(?:\w+\s+){0,2}?\w+,?\s+(?:at|cost(?:ing|s)?|for|priced at|if (?:\w+\s+){0,4}costs?)\s+(?:${money}\s*)?(\d[\d,]*(?:\.\d+)?)\s*(?:${money}\s*)?(?:per|for(?: each| every)?|each|a|\/)\s*(?:${amount}|(thousand|million|billion)|[a-z]+)?`,
  "i",
);

/** "At 0.40 USD per million requests, what do 35 million cost?": the price comes first. */
const pricedFirst = new RegExp(
  String.raw`(?:${money}\s*(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s*${money})\s*(?:per|for(?: each| every)?|each|a|\/)\s*(?:${amount}|(thousand|million|billion)\b)?[^\d]*\b(?:how much|what)\b[^\d]*${amount}[^\d]*$`,
  "i",
);

const spoken: readonly [RegExp, string][] = [
  [/\b(?:multiplied by|times)\b/gi, "*"],
  [/\bdivided by\b/gi, "/"],
  [/\bplus\b/gi, "+"],
  [/\bminus\b/gi, "-"],
  [/\bto the power of\b/gi, "**"],
  [/\bpercent\b/gi, "%"],
];

/** Words around a sum that don't make another question of it. */
const filler =
  /\b(?:what|is|are|does|how|much|many|calculate|compute|work|out|please|the|result|sum|of|tell|me|can|could|you|equals?|usd|eur|dollars?|euros?|tokens?|come|to|make)\b|[?=.!,:;$€\s]/gi;

/**
 * The expression that a question asks for.
 * @returns `undefined` where the question isn't plainly a sum
 */
export function sumIn(question: string): string | undefined {
  const text = spoken.reduce((rest, [words, sign]) => rest.replaceAll(words, sign), question);
  const [, count, scale, price, units, unitScale, bareScale] = priced.exec(text) ?? [];
  if (count && price) {
    const number = scaled(count, scale);
    const per = units ? scaled(units, unitScale) : (scales[bareScale?.toLowerCase() ?? ""] ?? 1);
    return `${number} * ${plain(price)} / ${per}`;
  }
  const [, before, after, per, perScale, each, many, manyScale] = pricedFirst.exec(text) ?? [];
  const unitPrice = before ?? after;
  if (many && unitPrice) {
    const size = per ? scaled(per, perScale) : (scales[each?.toLowerCase() ?? ""] ?? 1);
    return `${scaled(many, manyScale)} * ${plain(unitPrice)} / ${size}`;
  }
  const [found = ""] = /[-(\d][\d.,\s()*×/÷^%+-]*(?:of\s*)?[\d.,\s()*×/÷^%+-]*[\d)%]/.exec(text) ?? [];
  const isSum = /\d\s*(?:\*\*|[*×/÷^+]|-(?=[\s(\d])|%\s*of\b)\s*[(\d-]/.test(found);
  if (!isSum || text.replace(found, "").replaceAll(filler, "") !== "") return undefined;
  return found.trim();
}

const plain = (number: string): number => Number(number.replaceAll(",", ""));

const scaled = (number: string, scale: string | undefined): number =>
  plain(number) * (scales[scale?.toLowerCase() ?? ""] ?? 1);
