import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Stage } from "../stacks/stage.ts";
import type { Particulars } from "./service-function.ts";

/**
 * Where notes' files and their indexes are. Browsers put files there with addresses that are good for minutes.
 * @returns what a function needs to work with the files, or to read the indexes alone; and the origin of those addresses
 */
export function filesBucket(
  scope: Construct,
  stage: Stage,
  key: Key,
): Particulars & { readsIndexes: Particulars; url: string; bucketName: string } {
  const bucket = new Bucket(scope, "Files", {
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    // A file that nobody ended to put is nothing.
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    // Only who has a signed address can put anything; whose page it is that does so, tells nothing.
    cors: [{ allowedMethods: [HttpMethods.PUT], allowedOrigins: ["*"], allowedHeaders: ["*"], maxAge: 3600 }],
    removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const onFiles = (actions: string[], objects: string) =>
    new PolicyStatement({ actions, resources: [bucket.arnForObjects(objects)] });
  // Without it, S3 says of a file that is not there that it may not be read.
  const list = new PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] });
  const withKey = (...actions: string[]) =>
    new PolicyStatement({
      actions,
      resources: [key.keyArn],
      conditions: { StringEquals: { "kms:ViaService": `s3.${Stack.of(scope).region}.amazonaws.com` } },
    });
  const environment = { FILES_BUCKET: bucket.bucketName };
  return {
    statements: [
      onFiles(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "*"),
      list,
      withKey("kms:Decrypt", "kms:GenerateDataKey"),
    ],
    environment,
    readsIndexes: {
      statements: [onFiles(["s3:GetObject"], "indexes/*"), list, withKey("kms:Decrypt")],
      environment,
    },
    bucketName: bucket.bucketName,
    url: `https://${bucket.bucketRegionalDomainName}`,
  };
}
