import * as z from "zod";
import { groupsOf, namedUser } from "../access.ts";
import type { Pool } from "../context.ts";
import { notFound } from "../errors.ts";
import { Username, UserPoolId } from "../fields.ts";
import { adminOperation } from "../operation.ts";

const NamedUser = z.object({ UserPoolId, Username });
const NamedUserAndGroup = NamedUser.extend({ GroupName: z.string().min(1).max(128) });

/** Groups come from the template, so there is none to make here. */
function checkGroup(pool: Pool, group: string): void {
  if (!pool.config.groups.includes(group)) throw notFound("Group not found.");
}

const AdminAddUserToGroup = adminOperation(NamedUserAndGroup, (pool, input) => {
  const user = namedUser(pool, input.UserPoolId, input.Username);
  checkGroup(pool, input.GroupName);
  pool.users.join(user.sub, input.GroupName);
  return {};
});

const AdminRemoveUserFromGroup = adminOperation(NamedUserAndGroup, (pool, input) => {
  const user = namedUser(pool, input.UserPoolId, input.Username);
  checkGroup(pool, input.GroupName);
  pool.users.leave(user.sub, input.GroupName);
  return {};
});

const AdminListGroupsForUser = adminOperation(NamedUser, (pool, input) => {
  const user = namedUser(pool, input.UserPoolId, input.Username);
  const groups = groupsOf(pool, user);
  return { Groups: groups.map((GroupName) => ({ GroupName, UserPoolId: pool.config.poolId })) };
});

export const adminGroupOperations = {
  AdminAddUserToGroup,
  AdminRemoveUserFromGroup,
  AdminListGroupsForUser,
};
