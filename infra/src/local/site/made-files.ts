import { readFile } from "node:fs/promises";
import { amplifyOutputs } from "../../amplify-outputs.ts";
import type { Template } from "../template/template.ts";
import type { MadeFile } from "./site.ts";

/**
 * What a deployment puts beside the front end, as it is on this machine: the configuration and the OpenAPI document.
 * @param openApiFile left out where it isn't there
 */
export async function madeFiles(template: Template, openApiFile: string): Promise<Map<string, MadeFile>> {
  const files = new Map<string, MadeFile>();
  const UserPoolId = template.output("UserPoolId");
  const UserPoolClientId = template.output("UserPoolClientId");
  const Region = template.output("Region");
  if (UserPoolId !== undefined && UserPoolClientId !== undefined && Region !== undefined) {
    // A path rather than a URL, so that it is right under each name of this machine.
    const local = { userPoolEndpoint: "/cognito", outbox: "/local/outbox", models: "/local/models" };
    const outputs = amplifyOutputs({ UserPoolId, UserPoolClientId, Region }, local);
    files.set("/amplify_outputs.json", json(JSON.stringify(outputs, null, 2)));
  }
  const openApi = await readFile(openApiFile, "utf8").catch(() => undefined);
  if (openApi !== undefined) files.set("/openapi.json", json(openApi));
  return files;
}

const json = (content: string): MadeFile => ({ contentType: "application/json; charset=utf-8", content });
