import { expect, test } from "@jest/globals";
import { ClientError } from "@lyceum/shared/contract/client";
import type { Answer, TutorEvent } from "@lyceum/shared/tutor";
import { begun } from "./applied.ts";
import { asked, followed, type Told, type Ways } from "./asking.ts";
import { passage, question } from "./testing.ts";

const fresh = begun(question, "2027-01-01T10:00:00.000Z");
const done: Answer = { ...fresh, state: "answered", text: "A cache.", searched: "What is a cache?" };
const lost = new ClientError("network", "The server can't be reached.");

const passages: TutorEvent = { event: "passages", searched: "What is a cache?", passages: [passage(1)] };
const text: TutorEvent = { event: "text", text: "A cache." };
const end: TutorEvent = { event: "end", state: "answered" };

/** Ways by a script: what the stream brings and ends with, and what the store says when it is asked. */
function ways(script: { events?: TutorEvent[]; error?: Error; stored?: (Answer | Error)[] }): Ways {
  const replies = [...(script.stored ?? [])];
  return {
    async *events() {
      yield* script.events ?? [];
      if (script.error) throw script.error;
    },
    stored: async () => {
      const reply = replies.shift();
      if (!reply || reply instanceof Error) throw reply ?? new Error("asked too often");
      return reply;
    },
    pause: async () => {},
    isLeft: () => false,
  };
}

async function all(told: AsyncIterable<Told>): Promise<Told[]> {
  const list: Told[] = [];
  for await (const one of told) list.push(one);
  return list;
}

test("a stream is told event by event, and its end as it is stored", async () => {
  const masked = { ...done, question: "What is [name]'s cache?" };
  const told = await all(asked(fresh, ways({ events: [passages, text, end], stored: [masked] })));
  expect(told.map(({ hearing, answer }) => [hearing, answer.text])).toEqual([
    ["stream", ""],
    ["stream", "A cache."],
    ["stream", "A cache."],
    ["over", "A cache."],
  ]);
  expect(told.at(-1)?.answer).toEqual(masked);
});

test("a stream that breaks goes on with what is stored", async () => {
  const behind = { ...fresh, text: "A" };
  for (const error of [lost, undefined]) {
    const script = { events: [passages, text], stored: [behind, lost, done], ...(error && { error }) };
    const told = await all(asked(fresh, ways(script)));
    expect(told.at(-1)).toEqual({ answer: done, hearing: "over" });
    expect(told.filter(({ hearing }) => hearing === "stored").map(({ answer }) => answer.text)).toEqual([
      "A cache.",
      "A cache.",
      "A cache.",
    ]);
  }
});

test("what the server would not take is told, and can be asked again", async () => {
  const refused = new ClientError("too_many_requests", "Wait an hour.");
  expect(await all(asked(fresh, ways({ error: refused })))).toEqual([
    { answer: { ...fresh, state: "failed", notice: "Wait an hour." }, hearing: "over", isUnsent: true },
  ]);
  const missing = new ClientError("not_found", "There is no such answer.");
  const told = await all(asked(fresh, ways({ error: lost, stored: [missing] })));
  expect(told.at(-1)).toMatchObject({ isUnsent: true, answer: { state: "failed" } });
});

test("who has left hears nothing more", async () => {
  const left = { ...ways({ error: lost, stored: [lost] }), isLeft: () => true };
  expect(await all(asked(fresh, left))).toEqual([]);
  expect(await all(followed(fresh, left))).toEqual([]);
});
