import { createStreamed, type Streamed } from "@lyceum/shared/contract/client";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { type Person, platformUrl } from "./people.ts";

/** The API's routes that stream, as somebody is answered by them. */
export const streamedTo = ({ token }: Pick<Person, "token">): Streamed =>
  createStreamed({ baseUrl: `${platformUrl()}/api`, token: async () => token, messages: messagesIn });

/** The server-sent events in the bytes of a reply, as a browser reads them. Fails where there is something else. */
export const messagesIn = (body: ReadableStream<Uint8Array<ArrayBuffer>>) =>
  body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ onError: "terminate" }));
