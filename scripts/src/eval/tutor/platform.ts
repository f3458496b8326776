import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTable } from "@lyceum/backend/aws/table";
import { modelsOn } from "@lyceum/backend/models/composition";
import type { Models } from "@lyceum/backend/models/models";
import { announced } from "@lyceum/infra/local/running";
import * as z from "zod";
import { startLocalCloud } from "../../testing/local-cloud.ts";
import { platformUrl } from "../../testing/people.ts";

export interface Platform {
  /** Its folder, where it is known. */
  data?: string | undefined;
  stop(): Promise<void>;
}

/** What runs the tutor: a platform that is there already, or one of its own, which is gone afterwards. */
export async function platformAt(
  given: { url: string; data?: string | undefined } | undefined,
): Promise<Platform> {
  if (given) {
    process.env.LYCEUM_URL = given.url;
    return { data: given.data, stop: async () => {} };
  }
  const data = await mkdtemp(join(tmpdir(), "lyceum-eval-"));
  const cloud = await startLocalCloud({ data });
  process.env.LYCEUM_URL = cloud.url;
  return {
    data,
    async stop() {
      await cloud.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

const LocalModels = z.object({ source: z.string(), model: z.string() });

/** Why there is no judge. */
export class NoJudge extends Error {}

/**
 * The platform's models, for a judge.
 * @param data the platform's folder of data, which says where its parts are
 * @throws NoJudge
 */
export async function judgeModels(
  data: string | undefined,
): Promise<{ models: Pick<Models, "ask">; name: string }> {
  const answering = await fetch(`${platformUrl()}/local/models`).then((response) => response.json());
  const { source, model } = LocalModels.parse(answering);
  if (source === "built-in") {
    throw new NoJudge(
      "there is no judge: the built-in model has no language model in it. Set LYCEUM_MODEL_URL or LYCEUM_BEDROCK=aws",
    );
  }
  const variables = data === undefined ? undefined : await announced(data);
  if (!variables?.MODELS || !variables.TABLE_NAME) {
    throw new NoJudge("there is no judge: --data must be the folder of a platform that runs");
  }
  Object.assign(process.env, variables);
  return { models: modelsOn(createTable(variables.TABLE_NAME), variables.MODELS), name: model };
}
