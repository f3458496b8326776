import { Logger } from "@aws-lambda-powertools/logger";
import { expect, jest, test } from "@jest/globals";
import { messagesIn } from "@lyceum/scripts/testing/streams";
import { Fault } from "@lyceum/shared/contract/fault";
import fc from "fast-check";
import * as z from "zod";
import { serverSentEvents } from "./events.ts";

const logger = new Logger({ logLevel: "SILENT" });
const Event = z.object({ event: z.string(), text: z.string() });
const said = (text: string) => ({ event: "text", text });

/** What a browser makes of a stream. */
async function heard(events: AsyncIterable<unknown>) {
  const sent = await Array.fromAsync(serverSentEvents(events, Event, logger));
  const messages = await Array.fromAsync(messagesIn(new Blob(sent).stream()));
  return messages.map(({ event, data }) => ({ name: event, value: JSON.parse(data) }));
}

async function* from(events: readonly unknown[], then: () => void = () => {}) {
  yield* events;
  then();
}

test("whatever an event says, it comes through as it was, under its name", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: "binary" })), async (texts) => {
      const events = texts.map(said);
      expect(await heard(from(events))).toEqual(events.map((value) => ({ name: "text", value })));
    }),
  );
});

test("what is not declared does not leave", async () => {
  const [event] = await heard(from([{ ...said("x"), secret: "key" }]));
  expect(event?.value).toEqual(said("x"));
});

test.each([
  [
    "a fault",
    () => {
      throw new Fault("model_unavailable", "No model answers.");
    },
    { code: "model_unavailable", message: "No model answers." },
  ],
  [
    "a defect",
    () => {
      throw new TypeError("of undefined");
    },
    { code: "internal", message: expect.not.stringContaining("undefined") },
  ],
])("%s in the middle is told by the last event", async (_, fail, told) => {
  expect(await heard(from([said("one")], fail))).toEqual([
    { name: "text", value: said("one") },
    { name: "fault", value: { event: "fault", ...told } },
  ]);
});

test("an event that is not as declared is a defect, and ends what made it", async () => {
  let finished = false;
  async function* events() {
    try {
      yield { event: "text", words: "secret" };
      yield said("never");
    } finally {
      finished = true;
    }
  }
  const [only, ...others] = await heard(events());
  expect(only).toMatchObject({ name: "fault", value: { code: "internal" } });
  expect(JSON.stringify(only)).not.toContain("secret");
  expect(others).toEqual([]);
  expect(finished).toBe(true);
});

test("each silence is broken by a comment, and each event comes at once", async () => {
  jest.useFakeTimers();
  const steps: (() => void)[] = [];
  async function* events() {
    for (const text of ["one", "two"]) {
      await new Promise<void>((resolve) => steps.push(resolve));
      yield said(text);
    }
  }
  const lines = serverSentEvents(events(), Event, logger, 1000);
  const afterSilence = async () => {
    const line = lines.next();
    await jest.advanceTimersByTimeAsync(1000);
    return (await line).value;
  };
  expect(await afterSilence()).toBe(":\n\n");
  expect(await afterSilence()).toBe(":\n\n");
  steps[0]?.();
  expect((await lines.next()).value).toBe(`event: text\ndata: ${JSON.stringify(said("one"))}\n\n`);
  expect(await afterSilence()).toBe(":\n\n");
  expect(steps).toHaveLength(2);
  steps[1]?.();
  expect((await lines.next()).value).toContain("two");
  expect(await lines.next()).toEqual({ done: true, value: undefined });
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

test("where nobody listens any more, what makes the events is ended", async () => {
  let finished = false;
  async function* events() {
    try {
      for (;;) yield said("on and on");
    } finally {
      finished = true;
    }
  }
  for await (const _ of serverSentEvents(events(), Event, logger)) break;
  expect(finished).toBe(true);
});
