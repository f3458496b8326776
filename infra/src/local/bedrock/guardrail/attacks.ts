import { readingsOf } from "./readings.ts";

// Prompt attacks, by what they say. A list of phrases is no classifier: it finds what everybody tries first.

/** Where somebody is told to do something: at the beginning of a clause, and not in the middle of a statement. */
const told = String.raw`(?:^|[,;:.!?(–—\-"“”'«»*#\]>]\s*|\b(?:and|then|now|please|kindly|just|instead|also|first|must|you to|(?:you|i) (?:should|will|have to|need to|need you to)|(?:can|could|would|will) you|let us|let's)\s+)(?:(?:please|now|then|just|simply|also|kindly)\s+){0,4}`;
const some = (most: number) => String.raw`[^.!?\n]{0,${most}}?\b`;

const rules = `(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?|constraints?|restrictions?|guardrails?|programming)`;
const yours = String.raw`(?:your|ur)\s+(?:\w+\s+){0,3}(?:instructions?|prompts?|rules|guidelines|configuration|system message|directives)|(?:your|all|this|the server'?s?)\s+(?:\w+\s+){0,3}(?:environment variables|env vars?|api keys?|access keys?|secret keys?|secrets?|credentials|passwords?)|process\.env`;
const hidden = String.raw`(?:the|all)\s+(?:\w+\s+)?(?:(?:hidden|initial|original|secret|system|developer)\s+(?:\w+\s+)?(?:instructions?|prompts?|messages?|rules|text)|(?:above|previous|preceding)\s+(?:instructions?|prompts?|rules|text|words|lines))`;
/** A model may well be told something in a system prompt. */
const directly = String.raw`(?:(?!\b(?:in|into|within|how|with|by|using|to)\b)[^.!?\n]){0,40}?\b`;
const tell = `(?:reveal|show|print|display|output|dump|list|give|tell|send|share|leak|expose|repeat|recite|write|quote|copy|paste|summari[sz]e|translate|encode|return|echo|disclose|spell)`;
const unbound = String.raw`(?:DAN|unrestricted|unfiltered|uncensored|unlimited|jailbroken|evil|(?:without|has|have|had|with) (?:any |no )?(?:restrictions?|rules|filters?|limits|limitations|guidelines|ethics)|no (?:\w+ )?(?:restrictions?|rules|filters?|limits|limitations|guidelines)|(?:as )?(?:the )?(?:system administrator|administrator|developer|root user|root))`;

const english = [
  `(?:ignore|disregard|forget|override|overrule|bypass|neglect|skip)\\b${some(40)}(?:previous|prior|above|earlier|all|any|your|system|these|those|preceding|former|initial|original)\\b${some(25)}${rules}\\b`,
  `(?:forget|ignore|disregard)\\s+(?:everything|all|anything)\\b${some(12)}(?:above|before|prior|previous|you (?:were|have been|know|are)|you've been)\\b`,
  `(?:do not|don't|stop|never)\\s+(?:follow|obey|apply)(?:ing)?\\b${some(20)}${rules}\\b`,
  `${tell}\\b${some(40)}(?:${yours})\\b`,
  `${tell}\\b${directly}${hidden}\\b`,
  `${tell}\\b${some(25)}(?:everything|text|words|message|content|conversation|sentences?|lines?)\\s+(?:that (?:is|are|come|came|was|were)\\s+)?(?:above|before this|so far|preceding|prior)\\b`,
  `(?:pretend|act|behave|imagine|respond|answer|speak|role-?play|play)\\b${some(50)}${unbound}\\b`,
  `(?:from now on|from this point on|henceforth),?\\s+(?:you|answer|respond|ignore|act|always|your)\\b`,
  String.raw`(?:enable|enter|activate|switch to|turn on)\b[^.!?\n]{0,20}\b(?:developer|debug|god|admin|dan|jailbreak|maintenance|sudo|unrestricted)\s+mode\b`,
  String.raw`(?:new|updated|real|actual)\s+(?:system\s+)?(?:instructions?|rules|task)\s*(?::|are\b|is\b)`,
  String.raw`your (?:new|real|only|true)\s+(?:task|instructions?|role|goal|rules|purpose)\b`,
].map((phrase) => new RegExp(told + phrase, "im"));

/** Wherever they stand, but in a question about such things. */
const anywhere = [
  new RegExp(
    String.raw`\byou are (?:now|no longer|actually)\b${some(40)}(?:${unbound}|bound|restricted|a tutor|in \w+ mode)\b`,
    "i",
  ),
  /<\/?\s*(?:system|assistant|im_start|im_end|passage|input)\b[^>]*>|<\|\w+\|?>|\[\/?(?:INST|SYS|SYSTEM)\]|<<\/?SYS>>/i,
  /^\s*(?:#{2,}|-{3,}|={3,}|\*{2,})?\s*(?:system|assistant|developer|admin(?:istrator)?)(?: (?:message|prompt|override|note))?\s*(?:#{2,}|-{3,}|={3,}|\*{2,})?\s*[:\]]\s*\S/im,
  /\b(?:begin|end)(?: of)? (?:system prompt|instructions|user input)\b|\bsystem override\b/i,
  // German, French, Spanish, Italian, Portuguese, Russian, Chinese; without accents.
  /\b(?:ignorier\w*|vergiss|vergesst|vergessen sie|missacht\w*|umgeh\w*)\b[^.!?]{0,50}(?:anweisung|instruktion|regeln|vorgaben|befehl|richtlinien)/i,
  /\b(?:zeig\w*|gib|gebt|geben|nenn\w*|verrat\w*|wiederhol\w*|schreib\w*|druck\w*)\b[^.!?]{0,40}\b(?:dein\w*|ihre?n?|den|die|alle)\b[^.!?]{0,20}(?:anweisung|system-?\s?prompt|instruktion|regeln|systemnachricht)/i,
  /\b(?:ignore[rz]?|oublie[rz]?|neglige[rz]?|contourne[rz]?)\b[^.!?]{0,15}\b(?:toutes?|les|tes|vos|ces)\b[^.!?]{0,30}(?:instructions?|consignes?|regles?|directives?)/i,
  /\b(?:affiche|montre|revele|repete|donne|imprime|ecris)\w*\b[^.!?]{0,40}\b(?:ton|ta|tes|votre|vos|le|les)\b[^.!?]{0,20}(?:prompt|instructions?|consignes?|invite) ?(?:systeme|initiale?s?|cachee?s?)?/i,
  /\b(?:ignor[ae]|olvid[ae]|descart[ae]|omit[ae])\b[^.!?]{0,15}\b(?:todas?|las|tus|sus|estas)\b[^.!?]{0,30}(?:instrucciones|reglas|ordenes|directrices)/i,
  /\b(?:muestra|revela|imprime|repite|dime|escribe|ensena)\w*\b[^.!?]{0,30}\b(?:tu|tus|su|sus|el|las)\b[^.!?]{0,20}(?:prompt|instrucciones|reglas)/i,
  /\b(?:ignor[ae]|dimentica|esqueca)\b[^.!?]{0,15}\b(?:tutte|le|todas|as|suas|tue)\b[^.!?]{0,30}(?:istruzioni|instrucoes|regole|regras)/i,
  /(?:игнориру|забудь)[^.!?]{0,40}(?:инструкци|правил|указани)/i,
  /(?:忽略|无视|忘记)[^。！？]{0,12}(?:指令|指示|说明|提示|规则)/,
];

/** What is asked of the model about itself, as a question. */
const curious = [
  /\bwhat(?:'s| is| are| was| were| do| does)\b[^.!?]{0,15}\byour\s+(?:\w+\s+){0,2}?(?:system prompt|system message|instructions?|initial prompt|hidden prompt|rules|guidelines|prompt(?=\s*(?:[?.!]|say|$)))/i,
  /\bwhat (?:were|have|did)\b[^.!?]{0,20}\b(?:you (?:told|instructed|given|been told)|been (?:told|instructed)|they tell you)\b/i,
  /\bwhat (?:is|was|stands|comes) (?:written )?(?:above|before) (?:this|my|the first) (?:message|question|line|text)\b/i,
  /\b(?:was (?:sind|lauten)|welche) (?:deine|ihre) (?:\w+ )?(?:anweisungen|instruktionen|regeln)\b|\bwie lautet dein (?:system-?)?prompt\b/i,
  /\bquelles? (?:sont|est) (?:tes|vos|ton|votre) (?:\w+ )?(?:instructions?|consignes?|prompt)\b/i,
  /\bcuales son tus (?:\w+ )?instrucciones\b|\bcual es tu prompt\b/i,
];

/** How a question about something begins; "can you" asks for something to be done. */
const asking =
  /^[\s"“'(\-–*#\d.)]*(?:(?:and|but|so|ok|okay|hi|hello),?\s+)?(?:(?:(?:in|for|to|with|by|at|on|of|from) )?(?:how|what|which|why|when|where|who|whom|whose)|what's|(?:does|do(?! not)|did|is|are|was|were|has|have|had|can|could|should|would|will|may|might)(?!\s+you\b)|wie|was|welche[rs]?|warum|wann|wo|wer|comment|pourquoi|quel\w*|quand|como|por que|que|cual\w*|cuando)\b/i;

/** What stands before a phrase that is only spoken of. */
const mentioned =
  /\b(?:such as|like|says?|saying|said|reads?|contain\w*|phrases?|prompts?|texts?|messages?|inputs?|instructions?|strings?|commands?|words?|sentences?|e\.g\.?|example|called|named|writes?|types?|typed|sends?|tells?|asks?|enters?|submits?|pastes?)[\s,:]*(?:\w+\s+){0,2}$/i;

/** Whether somebody tries to make a model forget what it was told, or tell it. */
export const isAttack = (text: string): boolean =>
  readingsOf(text).some((reading) => attacks(withoutMentions(reading)));

function attacks(text: string): boolean {
  const sentences = text.split(/(?<=[.!?;])\s+|\n+/);
  const demands = sentences.filter((sentence) => !asking.test(sentence)).join("\n");
  return (
    english.some((phrase) => phrase.test(demands)) ||
    anywhere.some((phrase) => phrase.test(demands)) ||
    curious.some((phrase) => phrase.test(text))
  );
}

/** Without what is quoted as an example, or asked about. */
function withoutMentions(text: string): string {
  return text.replaceAll(
    /["“„«`]([^"“”»`\n]{3,400})["”“»`]|(?<=\s)'([^'\n]{3,400})'(?!\w)/g,
    (quoted, _, __, at: number) => {
      const lead =
        text
          .slice(0, at)
          .split(/[.!?\n]/)
          .at(-1) ?? "";
      return asking.test(lead) || mentioned.test(lead) ? "…" : quoted;
    },
  );
}
