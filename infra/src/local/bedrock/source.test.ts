import { expect, test } from "@jest/globals";
import { chooseSource, describe } from "./source.ts";

test("without settings the built-in model answers, and says that it is none", () => {
  expect(chooseSource({})).toEqual({ kind: "built-in" });
  expect(describe(chooseSource({}))).toContain("no language model in it");
});

test("the URL of a server is enough; its end doesn't matter", () => {
  expect(chooseSource({ LYCEUM_MODEL_URL: "http://127.0.0.1:11434/v1/" })).toEqual({
    kind: "server",
    url: "http://127.0.0.1:11434/v1",
    model: undefined,
    key: undefined,
  });
  const named = chooseSource({ LYCEUM_MODEL_URL: "http://127.0.0.1:8080/v1", LYCEUM_MODEL: "qwen3" });
  expect(describe(named)).toBe(
    "models: the server at http://127.0.0.1:8080/v1 answers with qwen3; its texts are those of that model",
  );
});

test("Bedrock answers in the user's Region, for money, and without its guardrails", () => {
  const source = chooseSource({ LYCEUM_BEDROCK: "aws", AWS_REGION: "eu-central-1" });
  expect(source).toEqual({ kind: "aws", region: "eu-central-1" });
  expect(describe(source)).toBe(
    "models: Amazon Bedrock answers, with your credentials in eu-central-1; it costs money. Guardrails are this machine's own",
  );
});

test.each<[NodeJS.ProcessEnv, string]>([
  [{ LYCEUM_BEDROCK: "yes" }, "set it to aws"],
  [{ LYCEUM_BEDROCK: "aws", LYCEUM_MODEL_URL: "http://127.0.0.1:1/v1" }, "leave one of them out"],
  [{ LYCEUM_MODEL_URL: "127.0.0.1:11434" }, "such as http://127.0.0.1:11434/v1"],
  [{ LYCEUM_MODEL: "llama" }, "without LYCEUM_MODEL_URL"],
])("%j says what to do", (variables, message) => {
  expect(() => chooseSource(variables)).toThrow(message);
});
