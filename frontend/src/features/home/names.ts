export type Exams = readonly { id: string; code: string }[];

/** The code of an exam, or its id while the exams are loaded. */
export const examCode = (exams: Exams, examId: string): string =>
  exams.find(({ id }) => id === examId)?.code ?? examId;

export const modeName = { practice: "Practice", exam: "Exam" } as const;
