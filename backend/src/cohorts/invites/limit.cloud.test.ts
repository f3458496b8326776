import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { choices, newSecret, someCohort } from "@lyceum/scripts/testing/cohorts";
import { startTable } from "@lyceum/scripts/testing/table";
import { Fault } from "@lyceum/shared/contract/fault";
import { ulid } from "ulid";
import { cohortStore, type InviteRecord } from "../store.ts";
import { inviteMailHandlers } from "./handlers.ts";
import { mailsPerDay } from "./rules.ts";
import { hashed } from "./secret.ts";
import { mailStore } from "./store.ts";

// How many mails there may be in a day: on a table of the tests' own, with a clock and a post office of their own.

jest.setTimeout(60_000);

let server: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  server = await startTable();
});
afterAll(() => server?.stop());

/** ms since 1970 */
let time: number;
let sent: string[];
/** How the post office fails, where it does. */
let outage: Fault | undefined;
beforeEach(() => {
  time = Date.parse("2026-03-01T09:00:00Z");
  sent = [];
  outage = undefined;
});

const now = () => new Date(time).toISOString();

/** A new group, and what sends an invite of it to an address. */
async function group(): Promise<(email: string) => Promise<void>> {
  const store = cohortStore(server.table);
  const { me, ...settings } = await someCohort({ timeZone: "Europe/Berlin" });
  const userId = ulid();
  const cohortId = settings.id;
  const role = "owner" as const;
  const entry = (action: "cohort_created" | "invite_created") => ({
    at: now(),
    id: ulid(),
    action,
    actor: "Ada",
  });
  await store.create(
    {
      ...settings,
      state: "active",
      createdAt: now(),
      createdBy: userId,
      demo: false,
      members: 1,
      owners: new Set([userId]),
    },
    { ...me, ...choices({ name: "Ada" }), cohortId, userId, role, joinedAt: now() },
    entry("cohort_created"),
  );
  const secret = newSecret();
  const invite: InviteRecord = {
    id: `inv_${ulid()}`,
    cohortId,
    role: "learner",
    secretHash: hashed(secret),
    createdAt: now(),
    expiresAt: "2026-03-08T09:00:00.000Z",
    maxUses: 1000,
    uses: 0,
  };
  await store.createInvite(invite, entry("invite_created"));

  const { mailInvite } = inviteMailHandlers({
    store,
    mails: mailStore(server.table),
    examTitle: async () => "An exam",
    async send({ to }) {
      if (outage) throw outage;
      sent.push(to);
    },
    siteUrl: "https://site.example",
    now,
  });
  const caller = { userId, email: "", groups: [] };
  const member = { cohortId, userId, role, cohort: settings };
  const params = { cohortId, inviteId: invite.id };
  return (email) => mailInvite({ caller, member, params, query: undefined, body: { secret, email } });
}

const addresses = (count: number) => Array.from({ length: count }, () => `${ulid()}@test.example`);
const another = () => `${ulid()}@test.example`;

test("a group sends so many mails in a day, and is told when the next day begins where it is", async () => {
  const send = await group();
  const first = addresses(mailsPerDay);
  for (const email of first) await send(email);
  expect(sent).toEqual(first);
  await expect(send(another())).rejects.toMatchObject({
    code: "too_many_requests",
    message: expect.stringContaining("from 2 March 2026 at 01:00 (Europe/Berlin) on"),
  });
  // What was sent is sent, limit or not; another group has its own.
  await send(first[0] ?? "");
  expect(sent).toHaveLength(mailsPerDay);
  await (await group())(another());

  time = Date.parse("2026-03-02T00:00:00Z");
  await send(another());
  expect(sent).toHaveLength(mailsPerDay + 2);
});

test("asked for at once, no more are sent either", async () => {
  const send = await group();
  const results = await Promise.allSettled(addresses(mailsPerDay + 15).map(send));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(mailsPerDay);
  expect(sent).toHaveLength(mailsPerDay);
});

test("a mail that could not be sent is not counted, and can be sent later", async () => {
  const send = await group();
  const email = another();
  outage = new Fault("unavailable", "not now");
  for (let tries = 0; tries < mailsPerDay + 1; tries++) await expect(send(email)).rejects.toBe(outage);
  outage = undefined;
  for (const each of [email, ...addresses(mailsPerDay - 1)]) await send(each);
  expect(sent).toHaveLength(mailsPerDay);
  await expect(send(another())).rejects.toMatchObject({ code: "too_many_requests" });
});
