import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { api } from "@lyceum/shared/api";
import { type Access, type CohortRole, cohortRoles, type Route } from "@lyceum/shared/contract/route";

// `npm run authorization` writes docs/authorization.md; `-- --check` fails when the committed file is stale.

const file = new URL("../../docs/authorization.md", import.meta.url);

/** What a caller is: to the platform, and to the cohort that a route is about. */
interface Caller {
  signedIn: boolean;
  group?: "instructor" | "operator";
  role?: CohortRole;
}

const callers: Readonly<Record<string, Caller>> = {
  nobody: { signedIn: false },
  "signed in": { signedIn: true },
  "member of another cohort": { signedIn: true },
  "removed member": { signedIn: true },
  learner: { signedIn: true, role: "learner" },
  instructor: { signedIn: true, role: "instructor" },
  owner: { signedIn: true, role: "owner" },
  "platform instructor": { signedIn: true, group: "instructor" },
  operator: { signedIn: true, group: "operator" },
};

const introduction = `# Who may call what

Made from the contract (\`shared/src/api.ts\`) by \`npm run authorization\`; don't edit it. Every route says there who may call
it, \`backend/src/http/caller.ts\` is the one place where that is checked, and
\`backend/src/http/authorization.cloud.test.ts\` tries every cell below through the API. An address that is not listed is
refused.

Learner, instructor and owner are members of the cohort that the path names. The others are no members of it: who was
removed, who is in another cohort only (whatever the role there), and who has a role on the platform. Membership is read
from the table for every request, so that a removed member is refused at once; roles on the platform are in the token, and last until it
expires.

- No to **nobody** is 401, without a valid ID token.
- No to **who is no member** of the cohort in the path is 404: others are not told that there is one.
- Every other no is 403.
- **Yes** opens the route, not everything behind it: attempts are 404 to all but who took them, an invite needs the secret in
  its link, and instructors of a cohort invite and remove learners only.`;

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const current = `${[introduction, ...Object.entries(api).map(([slice, routes]) => section(slice, routes))].join("\n\n")}\n`;

if (!values.check) {
  await writeFile(file, current);
} else if ((await readFile(file, "utf8").catch(() => "")) !== current) {
  console.error("docs/authorization.md is stale: run `npm run authorization` and commit it.");
  process.exitCode = 1;
}

function section(slice: string, routes: Readonly<Record<string, Route>>): string {
  const rows = Object.values(routes).map(({ method, path, access }) => [
    `\`${method} ${path}\``,
    ...Object.values(callers).map((caller) => (isOpen(access, caller) ? "yes" : "no")),
  ]);
  const header = ["route", ...Object.keys(callers)];
  const table = [header, header.map(() => "---"), ...rows];
  return [`## ${slice}`, "", ...table.map((cells) => `| ${cells.join(" | ")} |`)].join("\n");
}

function isOpen(access: Access, { signedIn, group, role }: Caller): boolean {
  switch (access) {
    case "public":
      return true;
    case "learner":
      return signedIn;
    case "instructor":
    case "operator":
      return group === access;
    case "cohort:owner":
    case "cohort:instructor":
    case "cohort:learner": {
      const least = cohortRoles.findIndex((one) => access === `cohort:${one}`);
      return cohortRoles.slice(0, least + 1).some((enough) => enough === role);
    }
  }
}
