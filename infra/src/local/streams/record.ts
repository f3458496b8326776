import type { _Record as SdkRecord } from "@aws-sdk/client-dynamodb-streams";

/** A stream record as Lambda hands it to a function. */
export interface StreamRecord {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: string;
  awsRegion: string;
  eventSourceARN: string;
  userIdentity?: { type: string; principalId: string };
  dynamodb: {
    /** Seconds since the epoch. */
    ApproximateCreationDateTime: number;
    Keys: unknown;
    NewImage?: unknown;
    OldImage?: unknown;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
}

/** @param streamArn the stream's, as the template names it */
export function toEventRecord(record: SdkRecord, streamArn: string, region: string): StreamRecord {
  const { dynamodb = {}, userIdentity } = record;
  const created = dynamodb.ApproximateCreationDateTime?.getTime() ?? 0;
  return {
    eventID: record.eventID ?? "",
    eventName: record.eventName ?? "",
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: created / 1000,
      Keys: plain(dynamodb.Keys ?? {}),
      ...(dynamodb.NewImage && { NewImage: plain(dynamodb.NewImage) }),
      ...(dynamodb.OldImage && { OldImage: plain(dynamodb.OldImage) }),
      SequenceNumber: dynamodb.SequenceNumber ?? "",
      SizeBytes: dynamodb.SizeBytes ?? 0,
      StreamViewType: dynamodb.StreamViewType ?? "",
    },
    eventSourceARN: streamArn,
    ...(userIdentity && {
      userIdentity: { type: userIdentity.Type ?? "", principalId: userIdentity.PrincipalId ?? "" },
    }),
  };
}

/** Attribute values as they are in JSON: bytes in base64. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
