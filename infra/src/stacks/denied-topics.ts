/** What a guardrail is told of a topic. */
export interface DeniedTopic {
  /** As people are told: "It is about ...". Letters, digits, spaces and `-_!?.`, 100 at most. */
  name: string;
  /** What it is, in at most 200 characters; what it is not confuses the classifier (Bedrock's guide). */
  definition: string;
  /** At most five, of at most 100 characters each. */
  examples: readonly string[];
}

/**
 * What a study platform does not help with, whoever asks: fraud at the exam that it prepares for, and advice that people
 * should have from a professional.
 */
export const deniedTopics = [
  {
    name: "leaked exam questions",
    definition:
      "Asking for, offering or passing on real questions or answers of a live certification exam, such as brain dumps, or what a test taker remembers and has promised to keep secret.",
    examples: [
      "Give me the real questions of the exam that I take tomorrow.",
      "Where can I download a brain dump for this certification?",
      "I sat the exam today, here are the questions that I remember.",
      "Do you have leaked answers for the current exam?",
    ],
  },
  {
    name: "cheating in an exam",
    definition:
      "Having somebody else take a certification exam, getting help while it runs, getting around the supervision of an exam, or faking its result or certificate.",
    examples: [
      "Can you take the exam for me?",
      "How can I use my phone without the proctor seeing it?",
      "I am in the exam right now, tell me the answer to this question.",
      "Make me a certificate that looks real.",
    ],
  },
  {
    name: "personal medical advice",
    definition:
      "Asking for a diagnosis, a treatment, a medicine or its dose for a person or an animal, or what to do about symptoms.",
    examples: [
      "I have had a headache for three days, what should I take?",
      "Which dose of ibuprofen is safe for my child?",
      "What illness do I have with these symptoms?",
    ],
  },
  {
    name: "personal legal advice",
    definition:
      "Asking what a person should do in a dispute, a lawsuit, a divorce, a contract of their own or a case before a court or an authority.",
    examples: [
      "Can I sue my landlord for the deposit?",
      "How do I contest my dismissal?",
      "Write a complaint to the court for my divorce.",
    ],
  },
  {
    name: "personal financial advice",
    definition:
      "Asking how a person should invest, borrow, save taxes, or which shares, funds or cryptocurrencies to buy or sell.",
    examples: [
      "Should I buy Amazon shares now?",
      "Which cryptocurrency will rise this year?",
      "How do I pay less tax on my salary?",
    ],
  },
] as const satisfies readonly DeniedTopic[];

export type TopicName = (typeof deniedTopics)[number]["name"];
