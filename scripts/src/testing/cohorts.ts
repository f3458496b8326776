import { randomBytes } from "node:crypto";
import type { Cohort, MemberChoices } from "@lyceum/shared/cohorts";
import type { Input } from "@lyceum/shared/contract/client";
import { ulid } from "ulid";
import { fullPack } from "./exam.ts";
import type { Person } from "./people.ts";

/** What an invite's link says. */
export interface Link {
  inviteId: string;
  secret: string;
}

/** A member's choices, with a pseudonym that nobody else has. */
export const choices = (wish: Partial<MemberChoices> = {}): MemberChoices => ({
  name: "",
  pseudonym: ulid(),
  listed: true,
  shares: false,
  ...wish,
});

export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What a cohort can be created with. */
export async function someCohort(
  wish: Partial<Input<"POST /cohorts">["body"]> = {},
): Promise<Input<"POST /cohorts">["body"]> {
  const { exam } = await fullPack();
  return {
    id: `coh_${ulid()}`,
    examId: exam.id,
    name: "Tuesday group",
    examDate: "2027-02-28",
    timeZone: "Europe/Berlin",
    me: choices(),
    ...wish,
  };
}

export async function newCohort(
  owner: Person,
  wish: Partial<Input<"POST /cohorts">["body"]> = {},
): Promise<Cohort> {
  return owner.client.call("POST /cohorts", { body: await someCohort(wish) });
}

export async function newInvite(
  by: Person,
  cohortId: string,
  wish: Partial<Input<"POST /cohorts/{cohortId}/invites">["body"]> = {},
): Promise<Link> {
  const body = { id: `inv_${ulid()}`, secret: newSecret(), role: "learner", days: 7, maxUses: 1 } as const;
  const invite = { ...body, ...wish };
  await by.client.call("POST /cohorts/{cohortId}/invites", { params: { cohortId }, body: invite });
  return { inviteId: invite.id, secret: invite.secret };
}

export function accept(
  person: Person,
  { inviteId, secret }: Link,
  wish: Partial<MemberChoices> = {},
): Promise<Cohort> {
  return person.client.call("POST /invites/{inviteId}/accept", {
    params: { inviteId },
    body: { secret, me: choices(wish) },
  });
}

/** Takes somebody into an owner's cohort, by an invite that is then used up. */
export async function takeIn(
  owner: Person,
  cohortId: string,
  person: Person,
  role: Cohort["me"]["role"] = "learner",
): Promise<void> {
  const invited = role === "owner" ? "instructor" : role;
  await accept(person, await newInvite(owner, cohortId, { role: invited }));
  if (role !== "owner") return;
  const params = { cohortId, userId: userIdOf(person) };
  await owner.client.call("PUT /cohorts/{cohortId}/members/{userId}", { params, body: { role } });
}

/** The user pool's `sub`, from the ID token. */
export function userIdOf({ token }: Person): string {
  const [, payload = ""] = token.split(".");
  const claims: { sub: string } = JSON.parse(Buffer.from(payload, "base64url").toString());
  return claims.sub;
}
