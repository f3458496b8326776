const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Also what XML 1.0 can't hold otherwise, and what a parser would take for another character. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);

const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal, hexadecimal, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hexadecimal) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return named[name] ?? all;
  });

/** An element with these children, a list as one of the same name each. What is `undefined` is left out. */
export type Content = { readonly [name: string]: string | number | boolean | undefined | readonly Content[] };

export function document(name: string, content: Content): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}>${children(content)}</${name}>`;
}

function children(content: Content): string {
  return Object.entries(content)
    .map(([name, value]) => {
      if (value === undefined) return "";
      if (typeof value === "object") {
        return value.map((each) => `<${name}>${children(each)}</${name}>`).join("");
      }
      return `<${name}>${escaped(String(value))}</${name}>`;
    })
    .join("");
}

/** The texts of all elements of a name that hold nothing but text. */
export const textsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) => unescaped(text));
