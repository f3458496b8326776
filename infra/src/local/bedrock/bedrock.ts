import { glob } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Handle } from "../http.ts";
import { createCalls } from "./calls.ts";
import { inPieces, type Talker } from "./conversation.ts";
import { embeddingModel } from "./embedding/embed.ts";
import { extractiveModel } from "./extractive/model-name.ts";
import { createFaults } from "./faults/faults.ts";
import { faultsHandle, modelsHandle } from "./faults/handles.ts";
import { createGuardrail } from "./guardrail/guardrail.ts";
import { createServerTalker } from "./openai/talker.ts";
import { startBedrock } from "./server.ts";
import type { Source } from "./source.ts";
import { type BuiltIn, createBuiltIn } from "./thread/thread.ts";

export interface LocalModels {
  /** `undefined` where Bedrock itself answers. */
  endpoint: string | undefined;
  /** `POST` and `DELETE /local/bedrock/faults`. */
  faults: Handle;
  /** `GET /local/models`. */
  models: Handle;
  stop(): Promise<void>;
}

const packs = fileURLToPath(new URL("../../../../scripts/content/", import.meta.url));

/** Puts up what answers when the platform asks a model. */
export async function startModels(source: Source, dataDirectory: string): Promise<LocalModels> {
  const since = new Date().toISOString();
  const calls = createCalls();
  const faults = createFaults();
  if (source.kind === "aws") {
    const about = { source: "aws", model: "Amazon Bedrock", embeddings: "Amazon Bedrock", since };
    return {
      endpoint: undefined,
      faults: faultsHandle(undefined),
      models: modelsHandle(() => ({ ...about, calls: [] })),
      stop: async () => {},
    };
  }

  const vectorFiles = await Array.fromAsync(glob("*/notes.vectors.json", { cwd: packs }));
  const builtIn = createBuiltIn({
    cacheFile: join(dataDirectory, "vectors.sqlite"),
    vectorFiles: vectorFiles.map((file) => join(packs, file)),
  });
  const { embed } = builtIn;
  const talker = source.kind === "server" ? createServerTalker(source) : extractiveTalker(builtIn);
  const server = await startBedrock({
    talker,
    embed,
    applyGuardrail: createGuardrail(builtIn.ground),
    faults,
    calls,
  });
  const about = {
    source: source.kind,
    model: source.kind === "server" ? (source.model ?? "the first that the server lists") : extractiveModel,
    embeddings: embeddingModel,
    since,
    ...(source.kind === "server" && { url: source.url }),
  };
  return {
    endpoint: server.url,
    faults: faultsHandle(faults),
    models: modelsHandle(() => ({ ...about, calls: calls.all(), faults: faults.left() })),
    async stop() {
      await server.close();
      await builtIn.stop();
    },
  };
}

function extractiveTalker({ converse }: BuiltIn): Talker {
  return {
    converse: (request) => converse(request),
    async *stream(request) {
      yield* inPieces(await converse(request));
    },
  };
}
