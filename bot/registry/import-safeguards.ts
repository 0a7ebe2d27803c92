/** Reads the free-text columns of a channel list: safeguards, agency, "still gelegt", limited term. */

type Rules<Code extends string> = Record<Code, RegExp>;

/** The form's answers and the words lists use for them. First seen in the Saxon answer of 2016, columns 4 and 5. */
const CONTENT = {
  'four-eyes': /\b(?:4|vier|four)[\s-]*(?:augen|eyes?)/i,
  consultation: /rückkopplung|rücksprache|absprache|abstimmung|freigabe|consultation|sign-?off|clearance/i,
  'editorial-plan': /redaktions(?:plan|sitzung|konferenz)|(?:tweet|themen|beitrags)plan|editorial (?:plan|meeting)/i,
  instruction: /einweisung|belehrung|unterweisung|schulung|instruction|briefing|training/i,
  'professional-only':
    /ausschließlich[^,;]*(?:information|inhalt|fachlich)|nur fachlich|professional (?:content )?only/i,
} as const satisfies Rules<string>;
export type ContentSafeguard = keyof typeof CONTENT;

const LEAVER = {
  'role-removal':
    /(?:aberkennung|entzug|entziehung|löschung|entfernung)[^,;]*(?:berechtigung|rolle|recht)|(?:rollen|rechte)entzug|removal of (?:roles?|rights|access)|role removal/i,
  'credentials-changed':
    /(?:änderung|wechsel|ändern)[^,;]*(?:zugangsdaten|passw|kennw)|(?:passwort|kennwort)(?:änderung|wechsel)|(?:passwords?|credentials?) changed?|change of (?:passwords?|credentials?)/i,
  checklist: /checkliste|laufzettel|checklist/i,
  training: /schulung|training/i,
} as const satisfies Rules<string>;
export type LeaverSafeguard = keyof typeof LEAVER;

const codesIn = <Code extends string>(rules: Rules<Code>, text: string): Code[] =>
  (Object.keys(rules) as Code[]).filter((code) => rules[code].test(text));

/** In: the cell as written. Out: the form's answers it names, none when it names none. */
export const contentSafeguardsIn = (text: string): ContentSafeguard[] => codesIn(CONTENT, text);
/** In: the cell as written. Out: the form's answers it names, none when it names none. */
export const leaverSafeguardsIn = (text: string): LeaverSafeguard[] => codesIn(LEAVER, text);

const DORMANT = /(?<!nicht )(?:\bstill\s?gelegt\b|\bruhend\b|\bruht\b|\bdormant\b)/i;
/** Whether a remark says that the channel is dormant. */
export const saysDormant = (text: string) => DORMANT.test(text);

const DORMANT_ONLY =
  /^(?:derzeit|zurzeit|zur zeit|aktuell|currently)?\s*(?:still\s?gelegt|ruhend|ruht|dormant)[\s.]*$/i;
/** Whether the cell says nothing else; then it describes no safeguard. */
export const saysOnlyDormant = (text: string) => DORMANT_ONLY.test(text.trim());

/** Whether a remark says that the channel was made for a limited time. */
export const saysLimited = (text: string) =>
  /zeitlich begrenzt|(?<!un)befristet|limited (?:time|term|period)/i.test(text);

/**
 * The agency that works on a channel: its name if the text gives one ("Agentur Ketchum Pleon in …"), else the text
 * itself. Agency staff are in no directory, so even an unnamed agency must be noticed. The "Dortmund-Agentur" and the
 * "Agentur für Arbeit" are public offices.
 */
export function agencyIn(text: string): string | undefined {
  if (!/(?<![\p{L}-])Agentur(?:en)?(?!\p{L}| für Arbeit)/u.test(text)) return undefined;
  const named = /(?<![\p{L}-])Agentur (?<name>\p{Lu}[^,;/()]*?)(?= in | im | nach | mit | für |[,;/()]|$)/u.exec(text);
  return named?.groups?.name?.trim() ?? text;
}

/** A date as lists write it (31.12.2016, 2016-12-31), as ISO text; undefined when there is none or it doesn't exist. */
export function dateIn(text: string): string | undefined {
  const german = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/.exec(text);
  const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(text);
  const [year, month, day] = german ? [german[3], german[2], german[1]] : [iso?.[1], iso?.[2], iso?.[3]];
  if (!year || !month || !day) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists ? date.toISOString().slice(0, 10) : undefined;
}
