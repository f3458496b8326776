import type { IncomingMessage, ServerResponse } from "node:http";
import sirv from "sirv";
import * as z from "zod";
import type { Template } from "../template/template.ts";
import { type HeaderRule, readCustomHeaders } from "./headers.ts";
import { CustomRules, readCustomRules, type SiteRule } from "./rules.ts";

/** What the template says of the site: Amplify's rules and headers. */
export interface SiteConfig {
  rules: readonly SiteRule[];
  headers: readonly HeaderRule[];
}

const AmplifyBranch = z.object({ AppId: z.string(), BranchName: z.string() });

/** Where the template's site would be on the web: each of its branches has an address, without a `/` at the end. */
export const siteAddresses = (template: Template): string[] =>
  template
    .resources("AWS::Amplify::Branch")
    .map((resource) => resource.properties(AmplifyBranch))
    .map(({ AppId, BranchName }) => `https://${BranchName}.${AppId}.amplifyapp.com`);

/** A file's content that is made at start rather than by the front end's build. */
export interface MadeFile {
  contentType: string;
  content: string;
}

export type FileHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const AmplifyApp = z.object({
  CustomRules: CustomRules.default([]),
  CustomHeaders: z.string().optional(),
});

/** The Amplify app of a template; nothing special where there is none. */
export function siteOf(template: Template): SiteConfig {
  const [resource] = template.resources("AWS::Amplify::App");
  if (!resource) return { rules: [], headers: [] };
  const properties = resource.properties(AmplifyApp);
  return {
    rules: readCustomRules(properties.CustomRules),
    headers: properties.CustomHeaders === undefined ? [] : readCustomHeaders(properties.CustomHeaders),
  };
}

/** The files of a built front end. */
export function siteFiles(directory: string): FileHandler {
  return sirv(directory, { etag: true, maxAge: 0, gzip: true, brotli: true });
}

/**
 * Serves a front end as Amplify Hosting does: the rules in their order, files, the headers.
 * @param files what answers with a file, or calls `next`
 * @param made further files, by path
 * @param proxy takes a request that a rule passes on to another host, and its URL there
 */
export function createSite(
  { rules, headers }: SiteConfig,
  files: FileHandler,
  made: ReadonlyMap<string, MadeFile>,
  proxy: (request: IncomingMessage, response: ServerResponse, target: string) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const url = request.url ?? "/";
    const [path = "/", query] = url.split("?", 2);
    const withQuery = (target: string) => (query === undefined ? target : `${target}?${query}`);
    const rule = rules.find(({ status, target }) => !status.startsWith("404") && target(path) !== undefined);
    const target = rule?.target(path);
    // What comes from another host comes with that host's headers.
    if (rule?.isProxy && target !== undefined) return proxy(request, response, withQuery(target));

    for (const { matches, headers: values } of headers) {
      if (matches(path)) for (const [name, value] of values) response.setHeader(name, value);
    }
    const file = made.get(path);
    if (file) return sendMade(request, response, file);
    if (!rule || target === undefined)
      return serve(request, response, url, () => missing(path, request, response));
    if (rule.status !== "200") return redirect(response, Number(rule.status), withQuery(target));
    serve(request, response, withQuery(target), () => notFound(response));
  };

  function missing(path: string, request: IncomingMessage, response: ServerResponse): void {
    const rule = rules.find(({ status, target }) => status.startsWith("404") && target(path) !== undefined);
    const target = rule?.target(path);
    if (target === undefined) notFound(response);
    else if (rule?.status === "404") redirect(response, 302, target);
    else serve(request, response, target, () => notFound(response));
  }

  function serve(request: IncomingMessage, response: ServerResponse, url: string, next: () => void): void {
    request.url = url;
    if (request.method === "GET" || request.method === "HEAD") files(request, response, next);
    else next();
  }
}

function sendMade(
  request: IncomingMessage,
  response: ServerResponse,
  { contentType, content }: MadeFile,
): void {
  response.writeHead(200, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(content),
    "cache-control": "no-store",
  });
  response.end(request.method === "HEAD" ? undefined : content);
}

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { location });
  response.end();
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
  response.end("There is no such page.\n");
}
