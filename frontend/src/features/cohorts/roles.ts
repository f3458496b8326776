import type { CohortRole } from "@lyceum/shared/contract/route";

/** What each role is called, and what it means in a group. */
export const roles: Readonly<Record<CohortRole, { label: string; a: string; may: string }>> = {
  learner: {
    label: "Learner",
    a: "a learner",
    may: "Studies, and stands on the boards if they like.",
  },
  instructor: {
    label: "Instructor",
    a: "an instructor",
    may: "Sees the members' names, invites learners and removes them. Isn't on the boards.",
  },
  owner: {
    label: "Owner",
    a: "an owner",
    may: "All that an instructor may, and: changes roles, the settings, and deletes the group. Isn't on the boards.",
  },
};
