import type { Completion, ConverseRequest } from "../conversation.ts";
import type { Grounding, GroundingRequest } from "../extractive/grounding.ts";

// What the platform's own thread and the one with the models in it tell each other.

export type Order =
  | { id: number; kind: "embed"; texts: readonly string[] }
  | { id: number; kind: "converse"; request: ConverseRequest }
  | { id: number; kind: "ground"; request: GroundingRequest };

export type Outcome = { id: number } & (
  | { ok: true; vectors: Float32Array[] }
  | { ok: true; completion: Completion }
  | { ok: true; grounding: Grounding }
  | { ok: false; name: string; message: string; status: number }
);

export interface Settings {
  cacheFile: string;
  /** Vectors made beforehand. */
  vectorFiles: readonly string[];
}
