import { Fault } from "@lyceum/shared/contract/fault";
import type { Access } from "@lyceum/shared/contract/route";
import type { APIGatewayProxyEvent } from "aws-lambda";
import * as z from "zod";

const groups = ["instructor", "operator"] as const;

/** Who calls, as the authorizer has verified. */
export interface Caller {
  /** The user pool's `sub`. */
  userId: string;
  email: string;
  groups: readonly (typeof groups)[number][];
}

/** The claims of an ID token as API Gateway passes them on: every value is a string. */
const Claims = z.object({
  sub: z.string().min(1),
  email: z.string().default(""),
  "cognito:groups": z.string().default(""),
});

/**
 * The one place where roles are checked.
 * @throws Fault unauthenticated, forbidden
 */
export function authorize(event: APIGatewayProxyEvent, access: Exclude<Access, "public">): Caller {
  const claims = Claims.safeParse(event.requestContext.authorizer?.claims);
  if (!claims.success) throw new Fault("unauthenticated", "Sign in to continue.");
  const named = claims.data["cognito:groups"].split(",");
  const caller: Caller = {
    userId: claims.data.sub,
    email: claims.data.email,
    groups: groups.filter((group) => named.includes(group)),
  };
  if (access !== "learner" && !caller.groups.includes(access)) {
    throw new Fault("forbidden", `Only the group's ${access}s may do this.`);
  }
  return caller;
}
