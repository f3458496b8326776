import { Problem } from "../problem.ts";

/** Who answers when the platform asks a model. */
export type Source =
  | { kind: "aws"; region: string | undefined }
  | { kind: "server"; url: string; model: string | undefined; key: string | undefined }
  | { kind: "built-in" };

/**
 * Reads from the environment which models answer.
 * @throws Problem where it contradicts itself or lacks something
 */
export function chooseSource(variables: NodeJS.ProcessEnv): Source {
  const { LYCEUM_BEDROCK: bedrock, LYCEUM_MODEL_URL: url, LYCEUM_MODEL: model } = variables;
  if (bedrock && bedrock !== "aws") {
    throw new Problem(`LYCEUM_BEDROCK is "${bedrock}"; set it to aws for Amazon Bedrock, or leave it out`);
  }
  if (bedrock && url) {
    throw new Problem("LYCEUM_BEDROCK and LYCEUM_MODEL_URL are both set; leave one of them out");
  }
  if (bedrock) {
    return { kind: "aws", region: variables.AWS_REGION || variables.AWS_DEFAULT_REGION || undefined };
  }
  if (url) {
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
      throw new Problem(
        `LYCEUM_MODEL_URL is "${url}"; set it to the base URL of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1`,
      );
    }
    return {
      kind: "server",
      url: url.replace(/\/+$/, ""),
      model: model || undefined,
      key: variables.LYCEUM_MODEL_KEY || undefined,
    };
  }
  if (model) {
    throw new Problem("LYCEUM_MODEL is set without LYCEUM_MODEL_URL; set the URL of the server that has it");
  }
  return { kind: "built-in" };
}

/** One line for whoever starts the platform. */
export function describe(source: Source): string {
  if (source.kind === "aws") {
    return `models: Amazon Bedrock answers, with your credentials${source.region ? ` in ${source.region}` : " in the stack's Region"}; it costs money. Guardrails are this machine's own`;
  }
  if (source.kind === "server") {
    return `models: the server at ${source.url} answers${source.model ? ` with ${source.model}` : ""}; its texts are those of that model`;
  }
  return "models: the built-in extractive model answers, which has no language model in it; for a real one set LYCEUM_MODEL_URL (an OpenAI-compatible server) or LYCEUM_BEDROCK=aws";
}
