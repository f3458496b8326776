import { Fault } from "@lyceum/shared/contract/fault";
import { type Access, type CohortRole, cohortRoles } from "@lyceum/shared/contract/route";
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

/** Somebody's place in a cohort. */
export interface Membership {
  cohortId: string;
  userId: string;
  role: CohortRole;
  /** The cohort itself, as it was when the caller was authorized: what many routes would read once more. */
  cohort: { examId: string; timeZone: string };
}

/** Finds somebody's place in a cohort, as it is now: a token knows nothing of it. */
export type FindMembership = (cohortId: string, userId: string) => Promise<Membership | undefined>;

/** The claims of an ID token as API Gateway passes them on: every value is a string. */
const Claims = z.object({
  sub: z.string().min(1),
  email: z.string().default(""),
  "cognito:groups": z.string().default(""),
});

/**
 * The one place where roles are checked.
 *
 * @param cohortId the cohort that the path names, where it names one
 * @returns the caller, and for a cohort's routes the caller's place in the cohort
 * @throws Fault unauthenticated, forbidden; not_found for who is not a member, to whom a cohort is not told of
 */
export async function authorize(
  event: APIGatewayProxyEvent,
  access: Exclude<Access, "public">,
  cohortId: string | undefined,
  findMembership: FindMembership,
): Promise<{ caller: Caller; member?: Membership }> {
  const caller = callerOf(event);
  switch (access) {
    case "learner":
      return { caller };
    case "instructor":
    case "operator":
      if (caller.groups.includes(access)) return { caller };
      throw new Fault("forbidden", `Only the platform's ${access}s may do this.`);
    case "cohort:owner":
    case "cohort:instructor":
    case "cohort:learner": {
      const member = cohortId ? await findMembership(cohortId, caller.userId) : undefined;
      if (!member) throw new Fault("not_found", "There is no such group, or you are not a member of it.");
      const least = cohortRoles.findIndex((role) => access === `cohort:${role}`);
      if (cohortRoles.indexOf(member.role) <= least) return { caller, member };
      throw new Fault(
        "forbidden",
        `Only the group's ${cohortRoles.slice(0, least + 1).join("s and ")}s may do this.`,
      );
    }
  }
}

/** @throws Fault unauthenticated */
function callerOf(event: APIGatewayProxyEvent): Caller {
  const claims = Claims.safeParse(event.requestContext.authorizer?.claims);
  if (!claims.success) throw new Fault("unauthenticated", "Sign in to continue.");
  const named = claims.data["cognito:groups"].split(",");
  return {
    userId: claims.data.sub,
    email: claims.data.email,
    groups: groups.filter((group) => named.includes(group)),
  };
}
