import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import type { Forward } from "../aws/forward.ts";
import { createCalls } from "../calls.ts";
import { type Completion, type ConverseRequest, inPieces, type Talker } from "../conversation.ts";
import { createFaults } from "../faults/faults.ts";
import { createGuardrail } from "../guardrail/guardrail.ts";
import type { Policy } from "../guardrail/policies.ts";
import { startBedrock } from "../server.ts";

const localGuardrails = new Map<string, ReadonlySet<Policy>>([
  ["screening", new Set(["content", "topics", "personalData"])],
  ["grounding", new Set(["grounding"])],
]);

/** A client as the platform's functions have it, without tries of its own. */
export const clientOf = (endpoint: string) =>
  new BedrockRuntimeClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });

/**
 * A server whose model says what it is told to, with the client to ask it.
 * @param forward what answers in the model's place
 */
export async function startTestBedrock(answer: (request: ConverseRequest) => Completion, forward?: Forward) {
  const talker: Talker = {
    converse: async (request) => answer(request),
    async *stream(request) {
      yield* inPieces(answer(request));
    },
  };
  const calls = createCalls();
  const faults = createFaults();
  const server = await startBedrock({
    talker,
    embed: async (texts) =>
      texts.map((text) => Float32Array.from({ length: 384 }, (_, at) => text.length + at)),
    forward,
    applyGuardrail: createGuardrail(localGuardrails, async () => ({ grounding: 0.4, relevance: 0.9 })),
    faults,
    calls,
  });
  const client = clientOf(server.url);
  return {
    client,
    url: server.url,
    calls,
    faults,
    async stop() {
      client.destroy();
      await server.close();
    },
  };
}
