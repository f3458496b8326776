import { expect, jest, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import type { CohortRole } from "@lyceum/shared/contract/route";
import fc from "fast-check";
import { emptyLedger, type Ledger, merge } from "../../attempts/ledger/rules.ts";
import { examWith } from "../../testing/items.ts";
import { recompute } from "./recompute.ts";
import type { Source } from "./standings/rules.ts";
import { boardStore } from "./store.ts";
import { type Item, memoryTable } from "./testing/memory.ts";
import { isKept } from "./windows/rules.ts";

// Boards against everything that can happen between a change and its boards: triggers that come twice, late, out of
// order and side by side, and processes that end between any two of their calls.

jest.setTimeout(60_000);

const exam = examWith([50, 30, 20]);
const tasks = exam.domains.flatMap((domain) => domain.tasks.map(({ id }) => id));
const cohortId = "coh_1";
const users = ["u1", "u2", "u3"];
const hour = 3_600_000;
const begin = Date.parse("2026-09-28T08:00:00Z");

/** What the boards are made of. */
interface World {
  members: Map<string, Source["member"]>;
  ledgers: Map<string, Ledger>;
  timeZone: string;
  /** ms since 1970 */
  now: number;
}

const newWorld = (): World => ({
  members: new Map(users.map((id) => [id, { role: "learner", listed: true, shares: false, pseudonym: id }])),
  ledgers: new Map(),
  timeZone: "Europe/Berlin",
  now: begin,
});

/** Something that happens, with the members who are concerned. */
interface Happening {
  text: string;
  concerned: readonly string[];
  happen: (world: World) => void;
}

const user = fc.constantFrom(...users);

const happening = (
  text: string,
  concerned: readonly string[],
  happen: (world: World) => void,
): Happening & { [fc.toStringMethod]: () => string } => ({
  text,
  concerned,
  happen,
  [fc.toStringMethod]: () => text,
});

/** An attempt of some questions out of 95 that ended up to 30 days ago; an answer is right by a rule of its own. */
const attempt = fc
  .record({
    userId: user,
    hoursAgo: fc.integer({ min: 0, max: 720 }),
    from: fc.integer({ min: 0, max: 60 }),
    count: fc.integer({ min: 1, max: 35 }),
    rightOf10: fc.integer({ min: 0, max: 10 }),
  })
  .map(({ userId, hoursAgo, from, count, rightOf10 }) =>
    happening(`${userId} answers ${count} from ${from}, ${hoursAgo} h ago`, [userId], ({ ledgers, now }) => {
      const exposures = Array.from({ length: count }, (_, place) => ({
        questionId: `q${from + place}`,
        taskId: tasks[(from + place) % tasks.length] ?? "",
        scored: true,
        outcome: (place * 7) % 10 < rightOf10 ? ("right" as const) : ("wrong" as const),
        fast: place % 17 === 16,
        flagged: false,
      }));
      const ended = { attemptId: "att_1", at: now - hoursAgo * hour, mock: false, exposures };
      ledgers.set(userId, merge(ledgers.get(userId) ?? emptyLedger, ended));
    }),
  );

const choice = fc
  .record({ userId: user, listed: fc.boolean(), pseudonym: fc.constantFrom("fox", "bear") })
  .map(({ userId, listed, pseudonym }) =>
    happening(`${userId} is ${listed ? pseudonym : "hidden"}`, [userId], ({ members }) => {
      const member = members.get(userId);
      if (member) members.set(userId, { ...member, listed, pseudonym });
    }),
  );

const membership = fc
  .record({
    userId: user,
    role: fc.constantFrom<CohortRole | "gone">("owner", "instructor", "learner", "gone"),
  })
  .map(({ userId, role }) =>
    happening(`${userId} is ${role}`, [userId], ({ members }) => {
      if (role === "gone") members.delete(userId);
      else
        members.set(userId, { listed: true, shares: false, pseudonym: userId, ...members.get(userId), role });
    }),
  );

const move = fc.constantFrom("Europe/Berlin", "Pacific/Kiritimati", "Pacific/Niue").map((timeZone) =>
  happening(`the cohort moves to ${timeZone}`, users, (world) => {
    world.timeZone = timeZone;
  }),
);

const wait = fc.integer({ min: 1, max: 40 * 24 }).map((hours) =>
  happening(`${hours} h go by`, [], (world) => {
    world.now += hours * hour;
  }),
);

/** Where processes end: how many calls after their start, and whether the last call still came through. */
const crashes = fc.array(fc.record({ calls: fc.integer({ min: 1, max: 12 }), cameThrough: fc.boolean() }), {
  maxLength: 2,
});

const plan = (kinds: fc.Arbitrary<Happening>[]) =>
  fc.record({
    happenings: fc.array(
      fc.record({ what: fc.oneof(...kinds), triggers: fc.array(crashes, { minLength: 1, maxLength: 2 }) }),
      { minLength: 1, maxLength: 10 },
    ),
    /** Which of the processes that could go on goes on next. */
    turns: fc.array(fc.nat(7), { minLength: 50, maxLength: 200, size: "max" }),
  });

class Crash extends Error {}

/** Processes of which only one runs at a time, from one call to its next; `turns` says which. */
function turnTaking(turns: readonly number[]) {
  const waiting: (() => void)[] = [];
  let running = 0;
  let quiet = () => {};
  const rest = () => {
    running--;
    if (running === 0) quiet();
  };
  return {
    turn: () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        rest();
      }),
    start(process: () => Promise<void>): Promise<void> {
      running++;
      return process().finally(rest);
    },
    async untilDone(): Promise<void> {
      for (let taken = 0; ; taken++) {
        if (running > 0) await new Promise<void>((resolve) => (quiet = resolve));
        const [next] = waiting.splice((turns[taken % turns.length] ?? 0) % Math.max(1, waiting.length), 1);
        if (!next) return;
        running++;
        next();
      }
    },
  };
}

const sourceIn =
  (world: World, userId: string, call = async () => {}) =>
  async (): Promise<Source | undefined> => {
    await call();
    const member = world.members.get(userId);
    await call();
    const ledger = world.ledgers.get(userId) ?? emptyLedger;
    await call();
    return member && { member, ledger, timeZone: world.timeZone, exam };
  };

const isoNow = (world: World) => () => new Date(world.now).toISOString();

/** Lets it all happen, with triggers that run while more is happening. */
async function simulate({
  happenings,
  turns,
}: {
  happenings: readonly {
    what: Happening;
    triggers: readonly (readonly { calls: number; cameThrough: boolean }[])[];
  }[];
  turns: readonly number[];
}) {
  const world = newWorld();
  const items = new Map<string, Item>();
  const { turn, start, untilDone } = turnTaking(turns);
  const processes: Promise<void>[] = [];

  const trigger = (userId: string, planned: readonly { calls: number; cameThrough: boolean }[]) => {
    const left = [...planned];
    const once = async () => {
      const crash = left.shift();
      let calls = 0;
      const call = async <T>(request: () => T | Promise<T>): Promise<T> => {
        calls++;
        await turn();
        if (crash?.calls === calls && !crash.cameThrough) throw new Crash();
        const result = await request();
        if (crash?.calls === calls) throw new Crash();
        return result;
      };
      const table = memoryTable(items, call);
      await recompute({
        store: boardStore({
          ...table,
          async transact(writes) {
            await table.transact(writes);
            consistent([...items.values()], isoNow(world)());
          },
        }),
        sourceOf: sourceIn(world, userId, () => call(() => {})),
        now: isoNow(world),
      })(cohortId, userId);
    };
    const redelivered = async (): Promise<void> => {
      try {
        await once();
      } catch (error) {
        if (!(error instanceof Crash || error instanceof Fault)) throw error;
        await redelivered();
      }
    };
    processes.push(start(redelivered));
  };

  processes.push(
    start(async () => {
      for (const userId of users) trigger(userId, []);
      for (const { what, triggers } of happenings) {
        await turn();
        what.happen(world);
        for (const userId of what.concerned) for (const planned of triggers) trigger(userId, planned);
      }
    }),
  );
  await untilDone();
  await Promise.all(processes);
  return { world, items: [...items.values()] };
}

/**
 * The counters of every board are those of its rows, at any time while it is kept. Afterwards nobody reads it, and one
 * case can leave it wrong: a process that found no standing waits while one is made and taken away again, and the board
 * ceases to be kept meanwhile, so that its rows were left there.
 */
function consistent(items: readonly Item[], now: string): void {
  for (const [pk, own] of Map.groupBy(items, (item) => item.pk)) {
    if (typeof pk !== "string" || !pk.startsWith("BOARD#")) continue;
    if (!isKept(pk.split("#")[3] ?? "", now)) continue;
    const told: Record<string, number> = {};
    const count = (name: string) => {
      told[name] = (told[name] ?? 0) + 1;
    };
    for (const { sk, score } of own) {
      if (typeof sk !== "string" || !sk.startsWith("ROW#") || typeof score !== "number") continue;
      const digits = String(score).padStart(4, "0");
      count("HIST total");
      count(`HIST c${digits.slice(0, 2)}`);
      count(`FINE#${digits.slice(0, 2)} f${digits.slice(2)}`);
    }
    const counted = own.flatMap(({ sk, ...item }) =>
      Object.entries(item).flatMap(([name, value]) =>
        /^(?:total|[cf]\d\d)$/.test(name) && value !== 0 ? [[`${sk} ${name}`, value]] : [],
      ),
    );
    expect(Object.fromEntries(counted)).toEqual(told);
  }
}

/** What is in a table, but for what says how it came there. */
function contents(items: readonly Item[], now: string) {
  const told = items.flatMap(({ pk, sk, revision: _, version: _version, ...item }) => {
    const [kind, , , window = ""] = String(pk).split("#");
    if (kind === "BOARD" && !isKept(window, now)) return [];
    const kept = Object.entries(item).filter(([, value]) => value !== 0);
    const counts = kept.filter(([name]) => !["entity", "expiresAt"].includes(name));
    return counts.length > 0 ? [[`${pk} ${sk}`, Object.fromEntries(kept)]] : [];
  });
  return Object.fromEntries(told);
}

/** The same by one recomputation of each member, one after the other, in an empty table. */
async function rebuilt(world: World) {
  const items = new Map<string, Item>();
  for (const userId of users) {
    await recompute({
      store: boardStore(memoryTable(items)),
      sourceOf: sourceIn(world, userId),
      now: isoNow(world),
    })(cohortId, userId);
  }
  return [...items.values()];
}

test("whatever comes twice, late, out of order or half done, the boards are those of a rebuild", async () => {
  await fc.assert(
    fc.asyncProperty(plan([attempt, attempt, choice, membership, move]), async (planned) => {
      const { world, items } = await simulate(planned);
      const again = await rebuilt(world);
      const now = isoNow(world)();
      expect(contents(items, now)).toEqual(contents(again, now));
    }),
    { numRuns: 100 },
  );
});

test("so they are when days and weeks go by, once every member has been looked at on the last day", async () => {
  await fc.assert(
    fc.asyncProperty(
      plan([attempt, attempt, choice, membership, move, wait]),
      async ({ happenings, turns }) => {
        const last = { what: happening("the last day", users, () => {}), triggers: [[]] };
        const { world, items } = await simulate({ happenings: [...happenings, last], turns });
        const again = await rebuilt(world);
        const now = isoNow(world)();
        // Standings remember boards that are no longer kept until something else changes.
        const kept = (items: readonly Item[]) =>
          items.map((item) =>
            "scores" in item
              ? {
                  ...item,
                  scores: Object.entries(item.scores ?? {})
                    .filter(([key]) => isKept(key.split("#")[1] ?? "", now))
                    .sort(),
                }
              : item,
          );
        expect(contents(kept(items), now)).toEqual(contents(kept(again), now));
      },
    ),
    { numRuns: 100 },
  );
});

test("a trigger that says nothing new writes nothing", async () => {
  const world = newWorld();
  const items = new Map<string, Item>();
  const [attempted] = fc.sample(attempt, { numRuns: 1, seed: 7 });
  attempted?.happen(world);
  const run = () =>
    recompute({
      store: boardStore({
        ...memoryTable(items),
        transact: async () => {
          throw new TypeError("written");
        },
      }),
      sourceOf: sourceIn(world, attempted?.concerned[0] ?? ""),
      now: isoNow(world),
    })(cohortId, attempted?.concerned[0] ?? "");
  await expect(run()).rejects.toThrow("written");
  await recompute({
    store: boardStore(memoryTable(items)),
    sourceOf: sourceIn(world, attempted?.concerned[0] ?? ""),
    now: isoNow(world),
  })(cohortId, attempted?.concerned[0] ?? "");
  await run();
});

test("where others never stop changing a standing, it says so in the end", async () => {
  const world = newWorld();
  const conflict = async () => {
    throw new Fault("conflict", "changed");
  };
  const store = { ...boardStore(memoryTable()), change: conflict };
  const run = recompute({ store, sourceOf: sourceIn(world, "u1"), now: isoNow(world) });
  await expect(run(cohortId, "u1")).rejects.toMatchObject({ code: "unavailable" });
});

test("what is a defect is not tried again", async () => {
  const defect = async () => {
    throw new TypeError("defect");
  };
  const store = { ...boardStore(memoryTable()), change: defect };
  const run = recompute({ store, sourceOf: sourceIn(newWorld(), "u1"), now: isoNow(newWorld()) });
  await expect(run(cohortId, "u1")).rejects.toThrow("defect");
});
