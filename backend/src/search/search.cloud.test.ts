import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, expect, test } from "@jest/globals";
import { createFileService } from "@lyceum/infra/local/s3/server";
import { openObjectStore } from "@lyceum/infra/local/s3/store";
import { startTable } from "@lyceum/scripts/testing/table";
import { ulid } from "ulid";
import { files } from "../aws/files.ts";
import { finding } from "./finding.ts";
import { indexReader } from "./reader.ts";
import { pointerStore } from "./store.ts";
import { entry, testModel, testSearch } from "./testing/port.ts";
import { indexWriter } from "./writer.ts";

const bucket = "lyceum-test-files";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const directory = mkdtempSync(join(tmpdir(), "lyceum-search-"));
const objects = openObjectStore(directory);
const server = createServer(
  createFileService({
    ...{ prefix: "/s3", store: objects, credentials: [credentials], now: Date.now },
    buckets: new Map([[bucket, []]]),
  }),
);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
const port = typeof address === "object" ? address?.port : undefined;
const client = new S3Client({
  ...{ endpoint: `http://127.0.0.1:${port}/s3`, region: "eu-west-1", credentials },
});
const { table, stop } = await startTable();
afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  objects.close();
  rmSync(directory, { recursive: true });
  await stop();
});

const store = files(bucket, client);
const pointers = pointerStore(table);

testSearch(
  (embed) => {
    const stale: string[] = [];
    const { current } = indexReader({ pointers, files: store });
    return {
      stale,
      ...finding({
        current,
        embed,
        stale: (library) => stale.push("cohortId" in library ? library.cohortId : library.examId),
        withoutVectors() {},
      }),
      ...indexWriter({ pointers, files: store, now: () => "2027-03-01T12:00:00.000Z", unique: ulid }),
    };
  },
  async (cohortId) => (await store.list(`indexes/cohort-${cohortId}/`)).length,
);

test("a reader whose version is switched and deleted before it has the file reads the next one", async () => {
  const library = { cohortId: `coh_${ulid()}` };
  const now = () => "2027-03-01T12:00:00.000Z";
  const { publish } = indexWriter({ pointers, files: store, now, unique: ulid });
  await publish(library, testModel, async () => [entry("first")]);
  let isFirst = true;
  const { current } = indexReader({
    pointers,
    files: {
      async read(key) {
        if (isFirst) {
          isFirst = false;
          await publish(library, testModel, async () => [entry("second")]);
        }
        return store.read(key);
      },
    },
  });
  expect((await current(library))?.passage(0).text).toBe("second");
});
