import { expect, test } from "@jest/globals";
import { ClientError, createClient } from "./client.ts";

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
