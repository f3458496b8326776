import { createStreamed, type Streamed } from "@lyceum/shared/contract/client";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { connection } from "./api.ts";

/**
 * The API's routes that stream: `for await (const event of streamed("POST ...", input, { signal }))`. Whoever leaves the
 * loop ends the connection.
 */
export const streamed: Streamed = createStreamed({
  ...connection,
  messages: (body) => body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()),
});
