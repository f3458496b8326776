import type * as z from "zod";
import { type ConverseRequest, textOf } from "../conversation.ts";
import { validation } from "../errors.ts";
import type { Passage } from "./passages.ts";

/** What the platform asks of a model, as it is written into a conversation. */
export interface Asked {
  /** The prompt's name, without its version. */
  prompt: string;
  passages: Passage[];
  /** JSON, or `undefined` where there is none. */
  input: unknown;
  /** All that people have said, for what has no input. */
  said: string;
}

/**
 * Reads the blocks `<passage id="0" title="...">` and `<input>` of the messages. When a reply is asked for once more,
 * they stand in an earlier message than the last.
 */
export function readRequest({ messages, requestMetadata }: ConverseRequest): Asked {
  const said = messages.filter(({ role }) => role === "user").map(({ content }) => textOf(content));
  const all = said.join("\n\n");
  const passages = [...all.matchAll(/<passage\b([^>]*)>([\s\S]*?)<\/passage>/g)].map(
    ([, attributes = "", text = ""], index) => ({
      id: attribute(attributes, "id") ?? String(index),
      title: attribute(attributes, "title") ?? "",
      text: text.replaceAll(/&lt;(?=\s*\/?\s*(?:passage|input)\b)/gi, "<").trim(),
    }),
  );
  const inputs = [...all.matchAll(/<input>([\s\S]*?)<\/input>/g)];
  return {
    prompt: (requestMetadata.prompt ?? "").split("@", 1).join(""),
    passages,
    input: jsonIn(inputs.at(-1)?.[1]),
    said: (said.at(-1) ?? "").replaceAll(/<(passage|input)\b[^>]*>[\s\S]*?<\/\1>/g, "").trim(),
  };
}

/** @throws ServiceError where the input isn't what the prompt needs */
export function inputAs<Schema extends z.ZodType>(schema: Schema, { prompt, input }: Asked): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw validation(`The input of ${prompt} is not as it should be: ${result.error.message}`);
}

const attribute = (attributes: string, name: string): string | undefined => {
  const [, value] = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes) ?? [];
  return value === undefined ? undefined : unescaped(value);
};

/** Titles are written with entities; of texts, only what looks like a tag. */
const unescaped = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

function jsonIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
