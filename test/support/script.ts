/** Parts shared by several stories: filling in the form page by page, deciding, and the conversational form. */
import type { Lang } from '../../bot/chat.ts';
import { say, sayIfKnown } from '../../cards/text.ts';
import type { Answer, Person, Sight } from './story.ts';

/** One page of the form. A question that depends on an answer of the same page is on a separate page here. */
export type PageAnswers = Readonly<Record<string, Answer>>;
export type Registration = {
  channel: PageAnswers;
  operation: PageAnswers;
  /** Asked only if comments are expected. */
  moderation: PageAnswers;
  law: PageAnswers;
  security: PageAnswers;
  persons: readonly PageAnswers[];
  reasons: PageAnswers;
};

const PERSON = {
  rights: ['post', 'answer', 'roles'],
  account: 'official-profile',
  training: 'not-needed',
  outsideHours: 'no',
  emergency: 'yes',
} as const;

/** The answers of a usual registration, as a person types them. */
export function answersFor(lang: Lang, holders: readonly [string, string]): Registration {
  const text = TEXTS[lang];
  const [first, second] = holders;
  return {
    channel: {
      name: text.name,
      purpose: text.purpose,
      targetGroup: text.targetGroup,
      productReason: text.productReason,
    },
    operation: {
      effects: text.effects,
      comments: 'low',
      responseTime: 'day',
      rhythm: 'weekly',
      term: 'unlimited',
      agencyUsed: 'no',
      crisisUse: 'no',
    },
    moderation: { moderation: text.moderation },
    law: {
      imprint: 'https://www.dortmund.de/impressum',
      privacy: 'https://www.dortmund.de/datenschutz',
      jointControl: 'available',
      legalBasis: 'public-task',
      thirdCountry: 'dpf',
      impactAssessment: 'city-2021',
      alternative: 'https://www.dortmund.de/kultur',
      declarations: ['no-case-handling', 'rights-of-others', 'recognisable', 'no-private-accounts'],
    },
    security: { contentSafeguards: ['four-eyes'], leaverSafeguards: ['role-removal'], secondFactor: 'all' },
    persons: [
      { person: first, role: 'administrator', duties: text.duties, unblock: 'needed', ...PERSON },
      { person: second, role: 'deputy-administrator', duties: text.deputyDuties, unblock: 'not-needed', ...PERSON },
    ],
    reasons: { costs: text.costs },
  };
}

const TEXTS = {
  de: {
    name: 'Kulturbetriebe Dortmund',
    purpose: 'Veranstaltungen der Kulturbetriebe ankündigen',
    targetGroup: 'Menschen in Dortmund, die Kultur suchen',
    productReason: 'Die Zielgruppe ist dort am besten erreichbar; andere Netzwerke haben weniger Reichweite.',
    effects: 'Die Öffentlichkeitsarbeit übernimmt die Pflege mit vier Wochenstunden.',
    moderation: 'Zwei Personen lesen werktags mit und antworten nach der Netiquette.',
    duties: 'Plant und veröffentlicht Beiträge, beantwortet Kommentare.',
    deputyDuties: 'Vertritt die Hauptadministration bei Urlaub und Krankheit.',
    costs: 'keine',
  },
  en: {
    name: 'Kulturbetriebe Dortmund',
    purpose: 'To announce the events of the cultural institutions',
    targetGroup: 'People in Dortmund who are looking for culture',
    productReason: 'The target group is easiest to reach there; other networks have a smaller audience.',
    effects: 'Public relations takes this on with four hours a week.',
    moderation: 'Two people read along on working days and answer according to the netiquette.',
    duties: 'Plans and publishes posts, answers comments.',
    deputyDuties: 'Stands in for the main administrator during leave and sickness.',
    costs: 'none',
  },
} as const satisfies Record<Lang, Record<string, string>>;

/** The answers of one entry, by the form's input names. */
export const entryOf = (answers: PageAnswers, entry: number): PageAnswers =>
  Object.fromEntries(Object.entries(answers).map(([name, answer]) => [`persons.${entry}.${name}`, answer]));

/** Fills in all pages, up to the review. */
export function fillIn(clerk: Person, answers: Registration, lang: Lang = 'de'): Promise<void> {
  const { channel, operation, moderation, law, security, persons, reasons } = answers;
  const entries = persons.map((person, entry) => entryOf(person, entry));
  return fillPages(clerk, [channel, operation, moderation, law, security, ...entries, reasons], lang);
}

/** Fills in these pages, one after the other. */
export async function fillPages(clerk: Person, pages: readonly PageAnswers[], lang: Lang): Promise<void> {
  const next = say(lang)('form.next');
  for (const page of pages) {
    await clerk.fill(page);
    await clerk.press(next);
  }
}

/** Submits, from the review to the receipt. @returns the application's number */
export async function submit(clerk: Person, lang: Lang = 'de'): Promise<string> {
  const speak = say(lang);
  await clerk.press(speak('form.submit'));
  await clerk.press(speak('submit.yes'));
  const receipt = await clerk.sees(NUMBER);
  return numberIn(receipt);
}

const NUMBER = /SN-\d{4}-\d{4}-v\d+/;

export function numberIn({ text }: Sight): string {
  const found = NUMBER.exec(text)?.[0];
  if (!found) throw new Error(`no application's number in:\n${text}`);
  return found;
}

/** Votes Nein with a reason, on this application's card. */
export async function refuseWith(person: Person, number: string, reason: string, lang: Lang = 'de'): Promise<void> {
  const speak = say(lang);
  await person.press(speak('vote.no'), number);
  await person.fill({ reason });
  await person.press(speak('vote.no.save'));
}

/** The staff council votes Ja and may record its resolution. */
export async function consentWith(
  person: Person,
  number: string,
  resolution: string | undefined,
  lang: Lang = 'de',
): Promise<void> {
  const speak = say(lang);
  await person.press(speak('vote.yes'), number);
  if (resolution !== undefined) await person.fill({ resolution });
  await person.press(speak('word.save'));
}

/** Finds one's task in `/channel tasks` and opens its card, as a deputy does. */
export async function openFromTasks(person: Person, lang: Lang = 'de'): Promise<void> {
  await person.say('/channel tasks');
  await person.press(say(lang)('tasks.decide'));
}

/** Answers the current question: by its button if it has one, else by typing. */
export async function answerQuestion(
  person: Person,
  answers: PageAnswers,
  lang: Lang = 'de',
): Promise<'asked' | 'done'> {
  const speak = say(lang);
  const sight = (await person.sights()).at(-1)!;
  if (sight.text.includes(speak('review.title'))) return 'done';
  const path = Object.keys(answers).find((name) => isAbout(sight, name, lang));
  const answer = path === undefined ? undefined : answers[path];
  if (path === undefined || answer === undefined) {
    await person.press(speak('form.skip'));
    return 'asked';
  }
  const field = path.split('.').at(-1)!;
  const label = typeof answer === 'string' ? optionLabel(field, answer, lang) : undefined;
  if (label !== undefined && sight.buttons.includes(label)) await person.press(label);
  else if (typeof answer === 'string') await person.say(answer);
  else
    await person.say(
      numbersIn(
        sight,
        answer.map((one) => optionLabel(field, one, lang) ?? one),
      ),
    );
  return 'asked';
}

/** Whether this question is about the field, and about the right person if it is asked for several. */
function isAbout(sight: Sight, path: string, lang: Lang): boolean {
  const [, entry, name = path] = /^persons\.(\d+)\.(.+)$/.exec(path) ?? [];
  const lines = sight.text.split('\n');
  const here = entry === undefined || sight.text.includes(say(lang)('form.entry', { entry: Number(entry) + 1, of: 2 }));
  return here && lines[0] === sayIfKnown(lang, `field.${name}`);
}

/** The label of a choice, if it has one. */
export function optionLabel(field: string, value: string, lang: Lang): string | undefined {
  const known = sayIfKnown(lang, `option.${field}.${value}`);
  return known ?? (value === 'yes' || value === 'no' ? say(lang)(`word.${value}`) : undefined);
}

/** `1, 3` for choices listed with numbers. */
function numbersIn({ text }: Sight, labels: readonly string[]): string {
  const numbers = labels.map((label) => {
    const line = text.split('\n').find((one) => /^\d+\./.test(one) && one.endsWith(label));
    if (!line) throw new Error(`no choice “${label}” in:\n${text}`);
    return Number.parseInt(line, 10);
  });
  return numbers.join(', ');
}
