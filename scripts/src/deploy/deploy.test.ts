import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import { checkSite } from "./check-site.ts";
import { readOptions } from "./options.ts";
import { readOutputs } from "./outputs.ts";
import { packSite } from "./site-archive.ts";

test("the profile must be given, the rest may be", () => {
  expect(readOptions(["--profile", "mine"])).toEqual({ profile: "mine", stage: "dev" });
  const more = ["--stage", "prod", "--region", "eu-west-1", "--mail-from", "lyceum@example.com"];
  expect(readOptions(["--profile", "mine", ...more])).toEqual({
    profile: "mine",
    stage: "prod",
    region: "eu-west-1",
    mailFrom: "lyceum@example.com",
  });
  expect(() => readOptions([])).toThrow("--profile PROFILE");
  expect(() => readOptions(["--profil", "mine"])).toThrow("--profile PROFILE");
});

test("outputs that are missing are named", () => {
  const outputs = {
    ApiUrl: "https://x/api/",
    AmplifyAppId: "d1",
    UserPoolId: "eu-west-1_A",
    TableName: "t",
    FilesBucket: "f",
    Models: "{}",
    UserPoolClientId: "c",
    Region: "eu-west-1",
  };
  const file = JSON.stringify({ "Lyceum-dev": { ...outputs, More: "x" } });
  expect(readOutputs(file, "Lyceum-dev")).toEqual(outputs);
  expect(() => readOutputs(file, "Lyceum-prod")).toThrow("Lyceum-prod");
  expect(() => readOutputs('{ "Lyceum-dev": { "ApiUrl": "x" } }', "Lyceum-dev")).toThrow("AmplifyAppId");
});

const directory = mkdtempSync(join(tmpdir(), "lyceum-site-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("the archive holds the built site and what the deployment adds, and nothing hidden", async () => {
  for (const file of ["index.html", "assets/index-1.js", ".vite/manifest.json"]) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), `content of ${file}`);
  }
  const files = unzipSync(await packSite(directory, { "amplify_outputs.json": "{}" }));
  const contents = Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]);
  expect(Object.fromEntries(contents)).toEqual({
    "index.html": "content of index.html",
    "assets/index-1.js": "content of assets/index-1.js",
    "amplify_outputs.json": "{}",
  });
});

interface Answer {
  status: number;
  body: string;
}
const api = {
  "GET /api/health": { status: 200, body: '{"status":"ok"}' },
  "PUT /api/account": { status: 401, body: '{"code":"unauthenticated","message":"Sign in to continue."}' },
  "GET /api/no-such-address": { status: 404, body: '{"code":"not_found","message":"There is none."}' },
};
let answers: Record<string, Answer>;
let url: string;
const server = createServer((request, response) => {
  const answer = answers[`${request.method} ${request.url}`];
  response.writeHead(answer?.status ?? 500).end(answer?.body);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = typeof address === "object" ? `http://127.0.0.1:${address?.port}` : "";
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each<[string, keyof typeof api, Answer]>([
  ["replaces the API's 404", "GET /api/no-such-address", { status: 200, body: "<!doctype html>" }],
  ["redirects where the API answers 404", "GET /api/no-such-address", { status: 301, body: "" }],
  ["refuses a method", "PUT /api/account", { status: 403, body: "<html>" }],
])("a site whose proxy %s is not taken for a good one", async (_, request, answer) => {
  answers = api;
  await expect(checkSite(url)).resolves.toBeUndefined();
  answers = { ...api, [request]: answer };
  await expect(checkSite(url)).rejects.toThrow(`${request.split(" ")[0]} ${url}`);
});
