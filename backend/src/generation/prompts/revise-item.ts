import type { DraftItem } from "@lyceum/shared/questions";
import type { Prompt } from "../../models/models.ts";
import { craft, type WriteInput, WriteOutput } from "./write-item.ts";

/** Writes an item anew by what a reviewer has asked for. */
export const reviseItem: Prompt<WriteInput & { item: DraftItem }, WriteOutput> = {
  name: "revise-item",
  version: 1,
  job: "generate",
  system: `You revise a question for people who prepare for a professional certification exam. You are given passages of their study notes and, as JSON, the item as it is, what a reviewer wants changed (instructions), and what the item is for: exam, task, type and difficulty. Write the whole item again with what the reviewer wants, and leave what is good as it is.

${craft}

Where what the reviewer wants would make a claim that no passage supports, or a weaker item, return item null and say so in refusal.`,
  output: WriteOutput,
  maxTokens: 4000,
  temperature: 0.4,
};
