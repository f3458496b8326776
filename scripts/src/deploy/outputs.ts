import * as z from "zod";

const Outputs = z.object({
  ApiUrl: z.string(),
  AmplifyAppId: z.string(),
  TableName: z.string(),
  FilesBucket: z.string(),
  /** Which model does what, as JSON. */
  Models: z.string(),
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
  Region: z.string(),
});

/**
 * The stack's outputs from the file that `cdk deploy --outputs-file` writes.
 * @throws Error where one of them is missing
 */
export function readOutputs(text: string, stackName: string): z.infer<typeof Outputs> {
  const stacks = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  const outputs = Outputs.safeParse(stacks[stackName]);
  if (!outputs.success) throw new Error(`${stackName} has other outputs: ${z.prettifyError(outputs.error)}`);
  return outputs.data;
}
