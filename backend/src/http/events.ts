import type { Logger } from "@aws-lambda-powertools/logger";
import type { FaultEvent, Schema } from "@lyceum/shared/contract/route";
import { declared, faultOf } from "./reply.ts";

/** In ms. API Gateway gives up a stream that is silent for five minutes, proxies and browsers sooner. */
const longestSilence = 5_000;

/** Means nothing; that it comes shows everybody on the way that the stream is alive. */
const keepAlive = ":\n\n";

/**
 * Events in the form of https://html.spec.whatwg.org/multipage/server-sent-events.html, each as soon as it is there: its
 * name, and all of it as JSON. Each is parsed with the route's schema, so that only declared fields leave. A failure in
 * the middle is told by an event `fault`, which is then the last.
 *
 * @param silence after how many ms without an event a comment is sent
 */
export async function* serverSentEvents(
  events: AsyncIterable<unknown>,
  schema: Schema | undefined,
  logger: Logger,
  silence = longestSilence,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    for (;;) {
      const result = await within(silence, next);
      if (!result) {
        yield keepAlive;
        continue;
      }
      if (result.done) return;
      yield written(schema ? await declared(schema, result.value) : result.value);
      next = iterator.next();
    }
  } catch (error) {
    const { code, message } = faultOf(error, logger);
    yield written({ event: "fault", code, message } satisfies FaultEvent);
  } finally {
    await iterator.return?.();
  }
}

/** JSON has no line breaks, which would end the data. */
function written(value: unknown): string {
  const { event } = Object(value);
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}

/** The promise's value, or `undefined` where it is not there after so many ms. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
