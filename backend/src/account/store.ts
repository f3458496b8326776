import { AccountSettings } from "@lyceum/shared/account";
import type { Table } from "../aws/table.ts";

export type AccountStore = ReturnType<typeof accountStore>;

export const accountStore = (table: Table) => ({
  get: (userId: string) => table.get(AccountSettings, key(userId)),

  put: (userId: string, settings: AccountSettings) =>
    table.put({ ...key(userId), entity: "account", ...settings }),
});

const key = (userId: string) => ({ pk: `USER#${userId}`, sk: "ACCOUNT" });
