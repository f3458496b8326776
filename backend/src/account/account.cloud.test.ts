import { expect, test } from "@jest/globals";
import { newPerson } from "@lyceum/scripts/testing/people";

test("a new person's profile is empty; what is saved is there again", async () => {
  const ada = await newPerson();
  expect(await ada.client.call("GET /account")).toEqual({
    displayName: "",
    examId: null,
    examDate: null,
    extraTimePercent: 0,
    email: ada.email,
    roles: ["learner"],
  });
  const { items } = await ada.client.call("GET /exams");
  const body = {
    displayName: "  Ada ",
    examId: items[0]?.id ?? null,
    examDate: "2027-02-28",
    extraTimePercent: 25,
  };
  const saved = await ada.client.call("PUT /account", { body });
  expect(saved).toMatchObject({ ...body, displayName: "Ada" });
  expect(await ada.client.call("GET /account")).toEqual(saved);
});

test("a group of the user pool is a role", async () => {
  const iris = await newPerson({ group: "instructor" });
  expect((await iris.client.call("GET /account")).roles).toEqual(["learner", "instructor"]);
});

test("an exam that is not there and a date that is none are refused", async () => {
  const ada = await newPerson();
  const unset = { displayName: "", examId: null, examDate: null };
  await expect(ada.client.call("PUT /account", { body: { ...unset, examId: "none" } })).rejects.toMatchObject(
    { code: "not_found" },
  );
  await expect(
    ada.client.call("PUT /account", { body: { ...unset, examDate: "2027-02-30" } }),
  ).rejects.toMatchObject({ code: "invalid_request" });
});
