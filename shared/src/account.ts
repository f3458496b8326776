import * as z from "zod";
import { ExtraTime } from "./attempts.ts";
import { route } from "./contract/route.ts";
import { ExamId } from "./exams.ts";

export const AccountSettings = z.object({
  displayName: z.string().trim().max(60).describe("What others call this person; may be empty"),
  examId: ExamId.nullable().describe("The exam being prepared for"),
  examDate: z.iso.date().nullable().describe("The day of the booked exam"),
  extraTimePercent: ExtraTime.default(0).describe(
    "An accommodation: more time in timed attempts, in per cent",
  ),
});
export type AccountSettings = z.infer<typeof AccountSettings>;

const Account = AccountSettings.extend({
  email: z.string(),
  roles: z.array(z.enum(["learner", "instructor", "operator"])),
});
export type Account = z.infer<typeof Account>;

export const account = {
  get: route({
    method: "GET",
    path: "/account",
    access: "learner",
    summary: "The caller's profile",
    reply: Account,
    faults: [],
  }),
  update: route({
    method: "PUT",
    path: "/account",
    access: "learner",
    summary: "Change the caller's profile",
    body: AccountSettings,
    reply: Account,
    faults: ["not_found"],
  }),
};
