import { randomUUID } from "node:crypto";
import type { Files } from "../aws/files.ts";
import type { Table } from "../aws/table.ts";
import { logger } from "../http/logger.ts";
import type { Models } from "../models/models.ts";
import { type Gather, gathering } from "./evidence.ts";
import { type FindingDeps, finding } from "./finding.ts";
import { indexReader } from "./reader.ts";
import { nameOf } from "./rules.ts";
import type { IndexWriter, Search } from "./search.ts";
import { pointerStore } from "./store.ts";
import { indexWriter } from "./writer.ts";

/** Search in the notes of this deployment, and what makes its indexes. */
export const searchOn = (table: Table, files: Files, models: Models): Search & IndexWriter => ({
  ...finding(readingOn(table, files, models)),
  ...indexWriter({
    pointers: pointerStore(table),
    files,
    now: () => new Date().toISOString(),
    unique: () => randomUUID().slice(0, 8),
  }),
});

/** What the notes of this deployment have to say to a question. */
export const evidenceOn = (table: Table, files: Files, models: Models): Gather =>
  gathering(readingOn(table, files, models));

const readingOn = (table: Table, files: Files, models: Pick<Models, "embed">): FindingDeps => ({
  current: indexReader({ pointers: pointerStore(table), files }).current,
  embed: models.embed,
  stale(library, { model, version }, queries) {
    logger.warn("an index is of another model: make it anew", {
      index: { library: nameOf(library), version, model },
      queries,
    });
  },
  withoutVectors: ({ code }) => logger.warn("searched by words alone", { code }),
});
