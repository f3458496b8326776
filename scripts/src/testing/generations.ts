import type { Input } from "@lyceum/shared/contract/client";
import type { Generation } from "@lyceum/shared/generation";
import { ulid } from "ulid";
import { eventually } from "./eventually.ts";
import { type Person, platformUrl } from "./people.ts";

type Wish = Input<"POST /cohorts/{cohortId}/generations">["body"];

/** One question of the first task, from whatever notes there are. */
export const someWish = {
  taskIds: ["1.1"],
  itemTypes: ["multiple_choice" as const],
  difficulties: ["medium" as const],
  count: 1,
};

export const newGeneration = (by: Person, cohortId: string, wish: Partial<Wish> = {}): Promise<Generation> =>
  by.client.call("POST /cohorts/{cohortId}/generations", {
    params: { cohortId },
    body: { id: `gen_${ulid()}`, ...someWish, ...wish },
  });

/** A generation once it is as it should be. */
export const untilGeneration = (
  by: Person,
  { cohortId, id: generationId }: Pick<Generation, "cohortId" | "id">,
  isThere: (generation: Generation) => boolean,
): Promise<Generation> =>
  eventually(
    () =>
      by.client.call("GET /cohorts/{cohortId}/generations/{generationId}", {
        params: { cohortId, generationId },
      }),
    isThere,
  );

/** Orders faults of the models that the platform asks. */
export async function orderFaults(next: readonly object[]): Promise<void> {
  const response = await fetch(`${platformUrl()}/local/bedrock/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ next }),
  });
  if (!response.ok) throw new TypeError(await response.text());
}
