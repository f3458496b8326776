import { segment } from "sentencex";

/** A text that came with a request. */
export interface Passage {
  id: string;
  title: string;
  text: string;
}

/** A sentence of a passage. */
export interface Sentence {
  /** Of its passage. */
  passage: string;
  title: string;
  /** As it stands in the passage. */
  quote: string;
  /** In one line, without Markdown's marks. */
  text: string;
  /** Where it stands among all sentences. */
  place: number;
  /** The list that it is an item of. */
  list?: List;
}

/** A list in a passage. */
export interface List {
  title: string;
  ordered: boolean;
  /** The sentence that leads to it, without the colon. */
  lead: string;
  items: Sentence[];
}

const bullet = /^(\s*)(?:([-*+])|(\d{1,2})[.)])\s+(?=\S)/;

/** The sentences and lists of passages. Tables, code and headings are left out: they make no sentences. */
export function readPassages(passages: readonly Passage[]): { sentences: Sentence[]; lists: List[] } {
  const sentences: Sentence[] = [];
  const lists: List[] = [];
  // Parts of a note overlap by a sentence.
  const known = new Set<string>();

  const add = (passage: Passage, raw: string, list?: List): Sentence | undefined => {
    const quote = raw.trim();
    const text = plain(quote);
    const key = `${list ? "item" : "text"} ${text}`;
    if (text === "" || known.has(key)) return undefined;
    known.add(key);
    const sentence: Sentence = {
      passage: passage.id,
      title: passage.title,
      quote,
      text,
      place: sentences.length,
      ...(list && { list }),
    };
    sentences.push(sentence);
    return sentence;
  };

  for (const passage of passages) {
    let lead = "";
    let list: List | undefined;
    for (const block of blocksOf(passage.text)) {
      if (block.kind === "item") {
        if (!list || list.ordered !== block.ordered) {
          list = { title: passage.title, ordered: block.ordered, lead, items: [] };
          lists.push(list);
        }
        const [first = block.text] = segment("en", block.text);
        const item = add(passage, first.trim(), list);
        if (item) list.items.push(item);
        for (const more of segment("en", block.text).slice(1)) add(passage, more);
        continue;
      }
      list = undefined;
      for (const sentence of segment("en", block.text)) lead = add(passage, sentence)?.text ?? lead;
    }
  }
  return { sentences, lists: lists.filter(({ items }) => items.length > 1) };
}

type Block = { kind: "text"; text: string } | { kind: "item"; ordered: boolean; text: string };

/** Paragraphs and list items of Markdown, each as it stands in the text. */
function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let current: Block | undefined;
  let inCode = false;
  for (const line of markdown.split("\n")) {
    if (/^\s*(?:```|~~~)/.test(line)) {
      inCode = !inCode;
      current = undefined;
      continue;
    }
    if (inCode || /^\s*$/.test(line) || /^\s*(?:\||#{1,6}\s|---+\s*$)/.test(line)) {
      current = undefined;
      continue;
    }
    const item = bullet.exec(line);
    if (item) {
      current = { kind: "item", ordered: item[3] !== undefined, text: line.slice(item[0].length) };
      blocks.push(current);
    } else if (current) {
      current.text += `\n${line}`;
    } else {
      current = { kind: "text", text: line };
      blocks.push(current);
    }
  }
  return blocks;
}

/** Without Markdown's marks, in one line. */
export function plain(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|`)(.+?)\1/gs, "$2")
    .replace(/(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])/gs, "$1")
    .replace(/^>\s?/gm, "")
    .replace(/\\([\\`*_{}[\]()#+\-.!|>])/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}
