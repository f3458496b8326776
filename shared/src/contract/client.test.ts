import { expect, test } from "@jest/globals";
import { ClientError, createClient, createStreamed } from "./client.ts";

/** A client whose requests are kept and answered with what is given. */
function answering(answer: () => Response | Promise<Response>, token?: string) {
  const requests: { url: string; init: RequestInit }[] = [];
  const client = createClient({
    baseUrl: "/api",
    token: async () => token,
    fetch: async (url, init = {}) => {
      requests.push({ url: String(url), init });
      return answer();
    },
  });
  return { client, requests };
}

test("a call becomes a request: path, query, body and token", async () => {
  const { client, requests } = answering(() => Response.json({ items: [] }), "token");
  await client.call("GET /attempts", { query: { limit: 5 } });
  await client.call("DELETE /attempts/{attemptId}", { params: { attemptId: "a/b" } });
  expect(requests.map(({ url, init }) => [init.method, url])).toEqual([
    ["GET", "/api/attempts?limit=5"],
    ["DELETE", "/api/attempts/a%2Fb"],
  ]);
  expect(new Headers(requests[0]?.init.headers).get("authorization")).toBe("Bearer token");
});

test("a fault of the server, an answer that is not ours and no answer are told apart", async () => {
  const fault = answering(() =>
    Response.json({ code: "attempt_closed", message: "It is closed." }, { status: 409 }),
  );
  await expect(fault.client.call("GET /exams")).rejects.toMatchObject({
    code: "attempt_closed",
    status: 409,
  });
  const proxy = answering(() => new Response("<html>", { status: 502 }));
  await expect(proxy.client.call("GET /exams")).rejects.toMatchObject({ code: "unavailable", status: 502 });
  const offline = answering(() => Promise.reject(new TypeError("fetch failed")));
  const error = await offline.client.call("GET /exams").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ClientError);
  expect(error).toMatchObject({ code: "network" });
});

test("a wrong input or a wrong use of a reply does not compile", async () => {
  const { client } = answering(() => Response.json({ status: "ok", version: "1", stage: "dev" }));
  const health = await client.call("GET /health");
  expect(health.status).toBe("ok");
  // @ts-expect-error there is no such field in the reply
  expect(health.secret).toBeUndefined();
  // @ts-expect-error there is no such route
  await client.call("GET /nowhere");
  // @ts-expect-error the params are missing
  await client.call("GET /exams/{examId}");
  // @ts-expect-error the mode is wrong
  await client.call("POST /attempts", { body: { id: "x", examId: "y", mode: "casual", count: 1 } });
});

/** A client of streams whose server sends these messages, one after the other, and then ends or breaks. */
function streaming(messages: readonly object[], { breaks = false }: { breaks?: boolean } = {}) {
  let cancelled = false;
  const body = () =>
    new ReadableStream<{ data: string }>({
      start(controller) {
        for (const message of messages) controller.enqueue({ data: JSON.stringify(message) });
        if (messages.length === 0 && breaks) controller.error(new TypeError("terminated"));
      },
      pull(controller) {
        if (breaks) controller.error(new TypeError("terminated"));
        else controller.close();
      },
      cancel() {
        cancelled = true;
      },
    });
  const streamed = createStreamed({
    baseUrl: "/api",
    token: async () => undefined,
    fetch: async () => new Response("x", { headers: { "content-type": "text/event-stream" } }),
    messages: body,
  });
  return { streamed, wasCancelled: () => cancelled };
}

const ask = "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers";
const question = {
  params: { cohortId: "coh", conversationId: "cnv" },
  body: { id: "ans", question: "What is a guardrail?" },
};
const text = (said: string) => ({ event: "text", text: said });
const end = { event: "end", state: "answered" };
const fault = { event: "fault", code: "internal", message: "It broke." };

test.each([end, fault])("events come until the last one: $event", async (last) => {
  const { streamed } = streaming([text("one"), text("two"), last]);
  expect(await Array.fromAsync(streamed(ask, question))).toEqual([text("one"), text("two"), last]);
});

test.each([
  ["ends without its last event", [text("one")], {}],
  ["ends with nothing", [], {}],
  ["breaks off", [text("one")], { breaks: true }],
  ["breaks off at once", [], { breaks: true }],
])("a stream that %s has failed on the way", async (_, messages, how) => {
  const { streamed } = streaming(messages, how);
  const heard: unknown[] = [];
  const listening = (async () => {
    for await (const event of streamed(ask, question)) heard.push(event);
  })();
  await expect(listening).rejects.toMatchObject({ name: "ClientError", code: "network" });
  expect(heard).toEqual(messages);
});

test("who stops listening ends the connection", async () => {
  const { streamed, wasCancelled } = streaming([text("one"), text("two"), text("three")]);
  for await (const event of streamed(ask, question)) {
    expect(event).toEqual(text("one"));
    break;
  }
  expect(wasCancelled()).toBe(true);
});

test("a stream that is refused is a fault like any other", async () => {
  const streamed = createStreamed({
    baseUrl: "/api",
    token: async () => undefined,
    fetch: async () => Response.json({ code: "conflict", message: "You sit the exam." }, { status: 409 }),
    messages: () => new ReadableStream(),
  });
  const asked = streamed(ask, question).next();
  await expect(asked).rejects.toMatchObject({ code: "conflict", status: 409, message: "You sit the exam." });
});

test("streams and calls are not taken for each other", async () => {
  const { client } = answering(() => Response.json({}));
  const { streamed } = streaming([end]);
  // @ts-expect-error it answers with events
  await client.call(ask, question);
  // @ts-expect-error it answers with a reply
  await Array.fromAsync(streamed("GET /health"));
  for await (const event of streamed(ask, question)) {
    if (event.event === "end") expect(event.state).toBe("answered");
    // @ts-expect-error only a text has one
    else if (event.event === "fault") expect(event.text).toBeUndefined();
  }
});
