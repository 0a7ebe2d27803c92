/** What a text for the outside must not hold: gaps of its template, and phrases that somebody regrets later. */

/** The longest text; over more than one node where a chat needs it, never cut. */
export const LONGEST = 5000;

const FINDINGS = ['gap', 'too-long', 'culprit', 'guilt', 'no-data-lost', 'promise', 'how'] as const;
export type Finding = { code: (typeof FINDINGS)[number]; phrase: string };

/** `{name}` nobody filled, `[bitte ergänzen: …]` nobody replaced. */
const GAP = /\{\w+\}|\[[^\][\n]{2,}\]/g;

const culprit = [
  /\b(hacker|täter|attackers?|hackers?|perpetrators?|cyber ?criminals?)\b[^.\n]*\b(aus|from)\s+\p{Lu}[\p{L}-]+/iu,
  /\b(vermut|wahrschein|mutma(ß|ss)|offenbar|presum|probabl|suspect|allegedl)\p{L}*\b[^.\n]*\b(täter|hacker|angreifer|mitarbeit|beschäftigt|attacker|perpetrator|employee|staff)\p{L}*/iu,
  /\b(russisch|chinesisch|nordkoreanisch|iranisch|russian|chinese|north korean|iranian)\p{L}*\s+(hacker|angreifer|täter|attacker)/iu,
];
const guilt = [
  /\b(schuld (an|hat|ist|war|trägt)|verschuldet|selbst schuld|fahrlässig\p{L}*|versagt|versagen)(?!\p{L})/iu,
  /\b(at fault|to blame|negligen\p{L}*|our fault)(?!\p{L})/iu,
];
const noData = [
  /\bkeine(rlei)? (personenbezogenen |persönlichen |sensiblen )?daten\b[^.\n]*\b(abgeflossen|gestohlen|betroffen|verloren|entwendet|kopiert|eingesehen)/iu,
  /\b(daten|data)\b[^.\n]*\b(sind|waren|are|were|is|was)\s+(zu keinem zeitpunkt |nie |jederzeit |at no time |never |always )?(in gefahr|betroffen|sicher|at risk|affected|safe)/iu,
  /\bno (personal |sensitive )?data\b[^.\n]*\b(lost|stolen|affected|leaked|accessed|compromised|copied)/iu,
];
const promise = [
  /\b(nie wieder|kann nicht (wieder|noch einmal) (vorkommen|passieren)|absolut sicher|hundertprozentig|100 ?%ig)/iu,
  /\b(never again|cannot happen again|can't happen again|absolutely secure|100 ?% (safe|secure))/iu,
];
// How and when exactly is known to who did it: only after the investigators have agreed (incident.md 4, step 7).
const how = [
  /\b(passwort|kennwort|password)\b[^.\n]*\b(lautete|war zu (einfach|schwach|kurz)|erraten|was (too )?(weak|simple|short)|guessed)/iu,
  /\b(über eine phishing-?mail an|via a phishing (e-?)?mail to)/iu,
];

/** Once data protection has said so it may be said to others. */
type Context = { dataLossExcluded: boolean };

const RULES = { culprit, guilt, 'no-data-lost': noData, promise, how } as const;

const SHOWN = 80;
const shortened = (phrase: string): string =>
  phrase.length <= SHOWN ? phrase : `${phrase.slice(0, SHOWN).trimEnd()}…`;

/** @returns everything that keeps a text from being submitted, each with the words that were found */
export function check(body: string, { dataLossExcluded }: Context): Finding[] {
  const gaps = [...body.matchAll(GAP)].map(([phrase]): Finding => ({ code: 'gap', phrase }));
  const codes = (Object.keys(RULES) as (keyof typeof RULES)[]).filter(
    (code) => code !== 'no-data-lost' || !dataLossExcluded,
  );
  const phrases = body.split(/(?<=[.!?\n])/).flatMap((sentence) =>
    codes.flatMap((code): Finding[] => {
      const found = RULES[code].map((pattern) => pattern.exec(sentence)).find((match) => match !== null);
      return found ? [{ code, phrase: found[0] }] : [];
    }),
  );
  const long: Finding[] = body.length > LONGEST ? [{ code: 'too-long', phrase: String(body.length) }] : [];
  return [...long, ...gaps, ...phrases].map(({ code, phrase }) => ({ code, phrase: shortened(phrase) }));
}

/** What a sign costs where it costs most: `&lt;` in Slack, an escaped and encoded sign in a Teams card. */
const ENCODER = new TextEncoder();
const cost = (text: string): number =>
  2 * ENCODER.encode(JSON.stringify(text)).length + 3 * (text.match(/[&<>]/g)?.length ?? 0);

/** As much as one card shows in every chat beside everything else that stands on it. */
const PAGE = 12_000;

/** A text in pages that no chat has to cut: between paragraphs if it can be, else between lines, words, signs. */
export function pagesOf(body: string): string[] {
  const pages: string[] = [];
  let rest = body.trim();
  while (cost(rest) > PAGE) {
    const at = breakIn(rest);
    pages.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...pages, rest];
}

function breakIn(text: string): number {
  let most = text.length;
  while (cost(text.slice(0, most)) > PAGE) most = Math.floor(most * 0.8);
  const head = text.slice(0, most);
  const at = ['\n\n', '\n', ' '].map((sign) => head.lastIndexOf(sign)).find((place) => place > most / 2);
  if (at !== undefined) return at;
  // Never between the halves of one sign.
  return /[\uD800-\uDBFF]$/.test(head) ? most - 1 : most;
}
