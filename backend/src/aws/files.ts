import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

export type Files = ReturnType<typeof files>;

/** An address is made before there is a body: a checksum in it would be that of nothing, and S3 would compare it. */
const addresses = { requestChecksumCalculation: "WHEN_REQUIRED" } as const;

/** The bucket of notes' files and indexes. */
export function files(bucket: string, client = new S3Client({}), signer = new S3Client(addresses)) {
  const Bucket = bucket;
  return {
    /** The bytes of a file, or `undefined` where there is none. */
    async read(key: string): Promise<Uint8Array | undefined> {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    /** The length of a file in bytes, or `undefined` where there is none. */
    async size(key: string): Promise<number | undefined> {
      try {
        return (await client.send(new HeadObjectCommand({ Bucket, Key: key }))).ContentLength;
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },

    /** Stores a file; one that is there already is replaced. */
    async write(key: string, body: Uint8Array | string, mediaType: string): Promise<void> {
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: body, ContentType: mediaType }));
    },

    /** The keys that begin with a prefix, in the order of their bytes: the first thousand. */
    list,

    /** Deletes files, at most a thousand. Files that are gone are no error. */
    remove,

    /** Deletes all files whose keys begin with a prefix. Files that are gone are no error. */
    async removeAll(prefix: string): Promise<void> {
      for (;;) {
        const keys = await list(prefix);
        if (keys.length === 0) return;
        await remove(keys);
      }
    },

    /**
     * An address that one file of just this length and type can be put to.
     * @param seconds how long it is good for
     */
    signedPut: (key: string, file: { mediaType: string; bytes: number }, seconds: number): Promise<string> =>
      getSignedUrl(
        signer,
        new PutObjectCommand({ Bucket, Key: key, ContentType: file.mediaType, ContentLength: file.bytes }),
        { expiresIn: seconds, signableHeaders: new Set(["content-type", "content-length"]) },
      ),
  };

  async function list(prefix: string): Promise<string[]> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  }

  async function remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const Objects = keys.map((Key) => ({ Key }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    const [first] = Errors;
    if (first) throw new Error(`${first.Key} was not deleted: ${first.Code} ${first.Message}`);
  }
}
