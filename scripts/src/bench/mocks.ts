import { untouched } from "@lyceum/shared/attempts";
import type { Client } from "@lyceum/shared/contract/client";
import { ulid } from "ulid";
import { publish } from "../content/publish.ts";
import { fullPack } from "../testing/exam.ts";
import { someResponse } from "../testing/responses.ts";
import { startTable } from "../testing/table.ts";
import { floor } from "./floor.ts";
import { rounded } from "./statistics.ts";

export interface MockRow {
  bench: "mocks";
  step: string;
  /** DynamoDB request units of the step. */
  readUnits: number;
  writeUnits: number;
}

/**
 * What a full mock costs, step by step, for a learner who has seen nothing and again for the second mock. Every step is
 * made by new stores, which have nothing in their caches, like a function that has just been started.
 */
export async function* mockRows(): AsyncGenerator<MockRow> {
  const server = await startTable();
  try {
    const pack = await fullPack();
    await publish(server.table, pack);
    const userId = ulid();
    const caller = { userId, email: "bench@test.example", groups: [] };

    for (const name of ["first mock", "second mock"]) {
      const id = `att_${ulid()}`;
      const measure = async (step: string, work: (client: Client) => Promise<unknown>): Promise<MockRow> => {
        const cold = floor(server.endpoint, server.name);
        const { readUnits, writeUnits } = await cold.measured(() => work(cold.client(caller)));
        const units = { readUnits: rounded(readUnits, 1), writeUnits: rounded(writeUnits, 1) };
        return { bench: "mocks", step: `${name}: ${step}`, ...units };
      };
      const params = { attemptId: id };
      yield await measure("start", (client) =>
        client.call("POST /attempts", { body: { id, examId: pack.exam.id, kind: "mock" } }),
      );
      const answering = floor(server.endpoint, server.name).client(caller);
      const mock = await answering.call("GET /attempts/{attemptId}", { params });
      if (mock.state !== "running") throw new TypeError("a new attempt runs");
      const answers = mock.items.map((item) => ({
        params: { attemptId: id, position: String(item.position) },
        body: { ...untouched, response: someResponse(item), seconds: 90, revision: 1 },
      }));
      const [first, ...others] = answers;
      if (!first) throw new TypeError("a mock has items");
      yield await measure("save one answer", (client) =>
        client.call("PUT /attempts/{attemptId}/items/{position}", first),
      );
      for (const answer of others) await answering.call("PUT /attempts/{attemptId}/items/{position}", answer);
      yield await measure("open it again", (client) => client.call("GET /attempts/{attemptId}", { params }));
      yield await measure("submit", (client) => client.call("POST /attempts/{attemptId}/submit", { params }));
      const consumer = floor(server.endpoint, server.name);
      const { readUnits, writeUnits } = await consumer.measured(() =>
        consumer.consumeAttempt({ userId, id }),
      );
      yield { bench: "mocks", step: `${name}: enter it into the ledger (stream)`, readUnits, writeUnits };
      yield await measure("open the report", (client) =>
        client.call("GET /attempts/{attemptId}", { params }),
      );
      yield await measure("progress and readiness", (client) =>
        client.call("GET /exams/{examId}/progress", { params: { examId: pack.exam.id } }),
      );
    }
  } finally {
    await server.stop();
  }
}
