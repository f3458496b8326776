import { glob } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Handle } from "../http.ts";
import { userCredentials } from "./aws/credentials.ts";
import { createForward, type Forward } from "./aws/forward.ts";
import { createCalls } from "./calls.ts";
import { inPieces, type Talker } from "./conversation.ts";
import { embeddingModel } from "./embedding/embed.ts";
import { extractiveModel } from "./extractive/model-name.ts";
import { createFaults } from "./faults/faults.ts";
import { faultsHandle, modelsHandle } from "./faults/handles.ts";
import { createGuardrail } from "./guardrail/guardrail.ts";
import type { Policy } from "./guardrail/policies.ts";
import { createServerTalker } from "./openai/talker.ts";
import { startBedrock } from "./server.ts";
import type { Source } from "./source.ts";
import { type BuiltIn, createBuiltIn } from "./thread/thread.ts";

export interface LocalModels {
  endpoint: string;
  /** `POST` and `DELETE /local/bedrock/faults`. */
  faults: Handle;
  /** `GET /local/models`. */
  models: Handle;
  stop(): Promise<void>;
}

const packs = fileURLToPath(new URL("../../../../scripts/content/", import.meta.url));

/**
 * Puts up what answers when the platform asks a model.
 * @param stack its Region, and the guardrails that there are, by id
 * @throws Problem where Amazon Bedrock is to answer, and there are no credentials
 */
export async function startModels(
  source: Source,
  dataDirectory: string,
  stack: { region: string; guardrails: ReadonlyMap<string, ReadonlySet<Policy>> },
  warn: (line: string) => void,
): Promise<LocalModels> {
  const since = new Date().toISOString();
  const calls = createCalls();
  const faults = createFaults();
  const forward = await forwardTo(source, stack.region, warn);
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
    forward,
    applyGuardrail: createGuardrail(stack.guardrails, builtIn.ground),
    faults,
    calls,
  });
  const about = { source: source.kind, ...modelsOf(source), since };
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

async function forwardTo(
  source: Source,
  stackRegion: string,
  warn: (line: string) => void,
): Promise<Forward | undefined> {
  if (source.kind !== "aws") return undefined;
  const { region = stackRegion } = source;
  return createForward({ region, credentials: await userCredentials(region), warn });
}

function modelsOf(source: Source) {
  if (source.kind === "aws") return { model: "Amazon Bedrock", embeddings: "Amazon Bedrock" };
  if (source.kind === "built-in") return { model: extractiveModel, embeddings: embeddingModel };
  const { model = "the first that the server lists", url } = source;
  return { model, embeddings: embeddingModel, url };
}

function extractiveTalker({ converse }: BuiltIn): Talker {
  return {
    converse: (request) => converse(request),
    async *stream(request) {
      yield* inPieces(await converse(request));
    },
  };
}
