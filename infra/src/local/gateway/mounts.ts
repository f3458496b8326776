import type { IncomingMessage, ServerResponse } from "node:http";
import type { RestApi } from "./api.ts";
import { createGateway, type GatewayDeps } from "./gateway.ts";

export interface Gateways {
  /** Answers a request to a URL of the form that API Gateway gives a stage; `false` where it is none of these. */
  handle(request: IncomingMessage, response: ServerResponse, url: string): Promise<boolean>;
  /** The URL of a stage, without a `/` at the end. */
  urls: string[];
}

/** The gateways of all stages, by their URLs. */
export function createGateways(apis: readonly RestApi[], deps: GatewayDeps): Gateways {
  const gateways = apis.map((api) => ({
    url: `https://${api.id}.execute-api.${api.region}.amazonaws.com/${api.stageName}`,
    gateway: createGateway(api, deps),
  }));
  return {
    urls: gateways.map(({ url }) => url),
    async handle(request, response, url) {
      const [path = "", query = ""] = splitOnce(url, "?");
      const found = gateways.find((each) => path === each.url || path.startsWith(`${each.url}/`));
      if (!found) return false;
      await found.gateway(request, response, path.slice(found.url.length) || "/", query);
      return true;
    },
  };
}

function splitOnce(text: string, separator: string): string[] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
