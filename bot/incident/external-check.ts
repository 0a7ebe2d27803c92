/** What a text for the outside must not contain: gaps of its template, and phrases that are regretted later. */

/** The longest text, in characters. A chat may split it into several nodes, but never cuts it. */
export const LONGEST = 5000;

const FINDINGS = ['gap', 'too-long', 'culprit', 'guilt', 'no-data-lost', 'promise', 'how'] as const;
export type Finding = { code: (typeof FINDINGS)[number]; phrase: string };

/** `{name}` not filled in, `[bitte ergänzen: …]` not replaced. */
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
// Only the perpetrators know exactly how and when: published once the investigators agree.
const how = [
  /\b(passwort|kennwort|password)\b[^.\n]*\b(lautete|war zu (einfach|schwach|kurz)|erraten|was (too )?(weak|simple|short)|guessed)/iu,
  /\b(über eine phishing-?mail an|via a phishing (e-?)?mail to)/iu,
];

/** Once data protection has ruled out a loss of data, a text may say so. */
type Context = { dataLossExcluded: boolean };

const RULES = { culprit, guilt, 'no-data-lost': noData, promise, how } as const;

const SHOWN = 80;
const shortened = (phrase: string): string =>
  phrase.length <= SHOWN ? phrase : `${phrase.slice(0, SHOWN).trimEnd()}…`;

/** @returns everything that keeps a text from being submitted, each with the words found */
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

/** The highest cost of a character: `&lt;` in Slack, an escaped and encoded character in a Teams card. */
const ENCODER = new TextEncoder();
const cost = (text: string): number =>
  2 * ENCODER.encode(JSON.stringify(text)).length + 3 * (text.match(/[&<>]/g)?.length ?? 0);

/** How much text one card can hold in every chat beside its other content, in the unit of `cost`. */
const PAGE = 12_000;

/** Splits a text into pages that no chat has to cut: at paragraphs if possible, else at lines, words, characters. */
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
  // Never split a surrogate pair.
  return /[\uD800-\uDBFF]$/.test(head) ? most - 1 : most;
}
