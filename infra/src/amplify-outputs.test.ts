import { expect, test } from "@jest/globals";
import { amplifyOutputs } from "./amplify-outputs.ts";

const outputs = { Region: "eu-west-1", UserPoolId: "eu-west-1_AbCdEf123", UserPoolClientId: "client" };

test("a deployment's front end is told its user pool and nothing local", () => {
  const written = amplifyOutputs(outputs);
  expect(written).toMatchObject({
    version: expect.stringMatching(/^1\./),
    auth: {
      aws_region: "eu-west-1",
      user_pool_id: "eu-west-1_AbCdEf123",
      user_pool_client_id: "client",
      password_policy: { min_length: 12, require_symbols: true },
    },
  });
  expect(written).not.toHaveProperty("custom");
});

test("a local cloud adds its endpoint and its outbox", () => {
  const local = {
    userPoolEndpoint: "http://127.0.0.1:4000/cognito/",
    outbox: "/local/outbox",
    models: "/local/models",
  };
  expect(amplifyOutputs(outputs, local).custom).toEqual({ local });
});
