import * as z from "zod";
import { Problem } from "../problem.ts";
import type { Template } from "../template/template.ts";
import { compileFilter, type Test } from "./filter.ts";

/** An event source mapping: what of a table's stream goes to which function, and what happens when it fails. */
export interface StreamMapping {
  /** The mapping's logical id: its place in the stream is kept under this name. */
  id: string;
  tableName: string;
  streamArn: string;
  functionName: string;
  batchSize: number;
  /** How long to wait for a fuller batch, in milliseconds. */
  window: number;
  startingPosition: "TRIM_HORIZON" | "LATEST";
  /** Whether a record goes to the function at all. */
  matches: Test;
  reportsItemFailures: boolean;
  bisects: boolean;
  /** `Infinity` where records are tried until they expire. */
  retries: number;
  /** Milliseconds; `Infinity` where age doesn't matter. */
  oldestRecord: number;
  /** The name of the queue for what is given up. */
  onFailure: string | undefined;
}

const Limit = z.number().transform((limit) => (limit < 0 ? Number.POSITIVE_INFINITY : limit));

const Mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.number().default(100),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: Limit.default(Number.POSITIVE_INFINITY),
  MaximumRecordAgeInSeconds: Limit.default(Number.POSITIVE_INFINITY),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
  TumblingWindowInSeconds: z.number().default(0),
});

const Source = z.object({ EventSourceArn: z.string().optional() });

/**
 * The mappings of a template whose source is a table's stream.
 * @throws Problem for what the local cloud doesn't do
 */
export function streamMappingsOf(template: Template): StreamMapping[] {
  return template.resources("AWS::Lambda::EventSourceMapping").flatMap((resource): StreamMapping[] => {
    const { EventSourceArn = "" } = resource.properties(Source);
    const tableName = /^arn:aws:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\//.exec(EventSourceArn)?.[1];
    const refuse = (what: string) =>
      new Problem(
        `event source mapping ${resource.logicalId} uses ${what}, which the local cloud doesn't do`,
      );
    if (tableName === undefined) throw refuse(`the source ${EventSourceArn}`);
    const mapping = resource.properties(Mapping);
    if (!mapping.Enabled) return [];
    if (mapping.TumblingWindowInSeconds > 0) throw refuse("a tumbling window");
    const destination = mapping.DestinationConfig?.OnFailure?.Destination;
    const queue = /^arn:aws:sqs:[^:]*:[^:]*:(.+)$/.exec(destination ?? "")?.[1];
    if (destination !== undefined && queue === undefined) throw refuse(`the destination ${destination}`);
    const filters = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => compileFilter(Pattern));
    return [
      {
        id: resource.logicalId,
        tableName,
        streamArn: EventSourceArn,
        functionName: mapping.FunctionName.slice(mapping.FunctionName.lastIndexOf(":") + 1),
        batchSize: mapping.BatchSize,
        window: mapping.MaximumBatchingWindowInSeconds * 1000,
        startingPosition: mapping.StartingPosition,
        matches: (record) => filters.length === 0 || filters.some((test) => test(record)),
        reportsItemFailures: mapping.FunctionResponseTypes.includes("ReportBatchItemFailures"),
        bisects: mapping.BisectBatchOnFunctionError,
        retries: mapping.MaximumRetryAttempts,
        oldestRecord: mapping.MaximumRecordAgeInSeconds * 1000,
        onFailure: queue,
      },
    ];
  });
}
