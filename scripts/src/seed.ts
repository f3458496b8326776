import { randomBytes, randomInt } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { files } from "@lyceum/backend/aws/files";
import { createTable } from "@lyceum/backend/aws/table";
import { modelsOn } from "@lyceum/backend/models/composition";
import { notesOn } from "@lyceum/backend/notes/composition";
import * as z from "zod";
import { loadPacks } from "./content/library.ts";
import { publish } from "./content/publish.ts";
import { publishNotes } from "./content/publish-notes.ts";
import { demoRoles, emailOf } from "./demo/accounts.ts";

// Fills a new installation: the content packs with their notes, and one demo sign-in for each role. May be run again.

const environment = z
  .object({
    TABLE_NAME: z.string(),
    USER_POOL_ID: z.string(),
    FILES_BUCKET: z.string(),
    MODELS: z.string(),
    DATA: z.string(),
  })
  .parse(process.env);
const signInsFile = join(environment.DATA, "demo.json");

const SignIns = z.array(z.object({ role: z.string(), email: z.string(), password: z.string() }));
type SignIn = z.infer<typeof SignIns>[number];

const table = createTable(environment.TABLE_NAME);
const notes = notesOn(table, files(environment.FILES_BUCKET), modelsOn(table, environment.MODELS));
for (const pack of await loadPacks()) {
  await publishNotes(notes, pack.exam.id, pack.notes, Date.now);
  await publish(table, pack);
}

// Written before the people are made: a seed that is interrupted goes on with the same passwords.
const signIns = await readFile(signInsFile, "utf8").then(
  (text) => SignIns.parse(JSON.parse(text)),
  () => demoRoles.map((role) => ({ role, email: emailOf(role), password: newPassword() })),
);
await writeFile(`${signInsFile}.new`, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
await rename(`${signInsFile}.new`, signInsFile);

const cognito = new CognitoIdentityProviderClient({});
for (const signIn of signIns) await createPerson(signIn);

/** 96 random bits, and one of each kind of character that a password policy may want. */
function newPassword(): string {
  const letter = (from: string) => from.charAt(randomInt(from.length));
  return `${randomBytes(12).toString("base64url")}${letter("ABCDEFGHJKLMNPQRSTUVWXYZ")}${letter("abcdefghijkmnpqrstuvwxyz")}${letter("23456789")}${letter("!#%+:=?")}`;
}

async function createPerson({ role, email, password }: SignIn): Promise<void> {
  const person = { UserPoolId: environment.USER_POOL_ID, Username: email };
  try {
    await cognito.send(
      new AdminCreateUserCommand({
        ...person,
        MessageAction: "SUPPRESS",
        UserAttributes: [
          { Name: "email", Value: email },
          { Name: "email_verified", Value: "true" },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  await cognito.send(new AdminSetUserPasswordCommand({ ...person, Password: password, Permanent: true }));
  if (role !== "learner") await cognito.send(new AdminAddUserToGroupCommand({ ...person, GroupName: role }));
}
