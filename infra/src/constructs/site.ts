import { Stack } from "aws-cdk-lib";
import { CfnApp, CfnBranch } from "aws-cdk-lib/aws-amplify";
import type { Construct } from "constructs";
import { branchName } from "../site-branch.ts";
import type { Stage } from "../stacks/stage.ts";

/** Every path whose last part is no file: the front end's router shows the page. */
const pages =
  "</^[^.]+$|\\.(?!(css|gif|ico|jpg|js|json|map|mjs|png|svg|txt|webmanifest|webp|woff|woff2)$)([^.]+$)/>";

interface Site {
  appId: string;
  /** Where people find it, without a `/` at the end. */
  url: string;
}

const year = 365 * 24 * 60 * 60;

/**
 * Amplify Hosting for the front end. It passes `/api` on to the REST API, so that the browser knows one origin: no
 * CORS, no preflight (docs/decisions/0004-one-origin.md).
 *
 * @param apiUrl the REST API's stage, ending in `/api/`
 * @param filesUrl where browsers put files to
 */
export function site(scope: Construct, stage: Stage, apiUrl: string, filesUrl: string): Site {
  const app = new CfnApp(scope, "Site", {
    name: `lyceum-${stage.name}`,
    platform: "WEB",
    // Nothing here is told apart by cookies.
    cacheConfig: { type: "AMPLIFY_MANAGED_NO_COOKIES" },
    customHeaders: customHeaders(Stack.of(scope).region, filesUrl),
    // The first rule that matches is the one that counts.
    customRules: [
      { source: "/api/<*>", target: `${apiUrl}<*>`, status: "200" },
      { source: pages, target: "/index.html", status: "200" },
    ],
  });
  new CfnBranch(scope, "SiteBranch", {
    appId: app.attrAppId,
    branchName,
    stage: stage.keepsData ? "PRODUCTION" : "DEVELOPMENT",
    enableAutoBuild: false,
  });
  return { appId: app.attrAppId, url: `https://${branchName}.${app.attrDefaultDomain}` };
}

/** Amplify takes these as YAML, and JSON's strings are YAML's too. */
function customHeaders(region: string, filesUrl: string): string {
  const headers = (values: Record<string, string>) =>
    Object.entries(values).flatMap(([key, value]) => [
      `      - key: ${JSON.stringify(key)}`,
      `        value: ${JSON.stringify(value)}`,
    ]);
  return [
    "customHeaders:",
    '  - pattern: "**"',
    "    headers:",
    ...headers({
      "Content-Security-Policy": contentSecurityPolicy(region, filesUrl),
      "Strict-Transport-Security": `max-age=${2 * year}; includeSubDomains`,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Permissions-Policy":
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }),
    // The names of these files change with what is in them.
    '  - pattern: "/assets/*"',
    "    headers:",
    ...headers({ "Cache-Control": `public, max-age=${year}, immutable` }),
    "",
  ].join("\n");
}

function contentSecurityPolicy(region: string, filesUrl: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    // Mantine writes style elements for its theme; a static site can't give them a nonce.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self' https://cognito-idp.${region}.amazonaws.com ${filesUrl}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
