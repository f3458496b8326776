import type { Account, AccountSettings, account } from "@lyceum/shared/account";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Caller } from "../http/caller.ts";
import type { Handlers } from "../http/run.ts";
import type { AccountStore } from "./store.ts";

interface Dependencies {
  store: AccountStore;
  examExists: (examId: string) => Promise<boolean>;
}

const unset: AccountSettings = { displayName: "", examId: null, examDate: null, extraTimePercent: 0 };

export const handlers = ({ store, examExists }: Dependencies): Handlers<typeof account> => ({
  async get({ caller }) {
    return view(caller, (await store.get(caller.userId)) ?? unset);
  },

  async update({ caller, body }) {
    if (body.examId !== null && !(await examExists(body.examId))) {
      throw new Fault("not_found", "There is no such exam.");
    }
    await store.put(caller.userId, body);
    return view(caller, body);
  },
});

function view({ email, groups }: Caller, settings: AccountSettings): Account {
  return { ...settings, email, roles: ["learner", ...groups] };
}
