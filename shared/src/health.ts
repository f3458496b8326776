import * as z from "zod";
import { route } from "./contract/route.ts";

const Health = z.object({
  status: z.literal("ok"),
  version: z.string().describe("Version of the deployed code"),
  stage: z.string().describe("Name of the deployment"),
});

export const health = {
  get: route({
    method: "GET",
    path: "/health",
    access: "public",
    summary: "Whether the platform answers and can read its table",
    reply: Health,
    faults: ["unavailable"],
  }),
};
