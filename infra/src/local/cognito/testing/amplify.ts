import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type * as auth from "aws-amplify/auth";
import * as z from "zod";
import { clientId, config } from "./start-pool.ts";

const Answer = z.union([
  z.object({ result: z.string().optional() }).strict(),
  z.object({ error: z.object({ name: z.string().optional(), message: z.string().optional() }) }),
]);

/** aws-amplify's Auth in a process of its own, configured for the pool at `endpoint` as a browser's would be. */
export async function startAmplify(endpoint: string) {
  const child = fork(fileURLToPath(new URL("./amplify-process.ts", import.meta.url)), { stdio: "inherit" });

  /** Calls a function of Auth with at most one argument; rejects with the name and message it failed with. */
  async function call(name: keyof typeof auth | "configure", input?: object): Promise<unknown> {
    child.send({ name, input });
    const [message] = await once(child, "message");
    const answer = Answer.parse(message);
    if ("error" in answer) throw Object.assign(new Error(answer.error.message), { name: answer.error.name });
    return answer.result === undefined ? undefined : JSON.parse(answer.result);
  }

  await call("configure", {
    Auth: {
      Cognito: {
        userPoolId: config.poolId,
        userPoolClientId: clientId,
        userPoolEndpoint: endpoint,
        loginWith: { email: true },
      },
    },
  });
  return {
    call,
    stop: async () => {
      child.disconnect();
      await once(child, "exit");
    },
  };
}
