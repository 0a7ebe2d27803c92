/** The words of an internal notice: stored as facts when sent, put into each reader's language when drawn. */
import { z } from 'zod';
import { platformRow } from '../../../bot/platform/platform.ts';
import type { Lang } from '../../../cards/node.ts';
import { say, sayIfKnown, sayTime } from '../../../cards/text.ts';
import type { Notice } from '../../../db/incident/communication.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { type IncidentDossier, peopleInRole } from '../dossier.ts';

/** What a notice says, frozen when it is sent. People are stored by key. */
const noticeFacts = z.object({
  number: z.string(),
  title: z.string(),
  channels: z.string(),
  /** How many affected channels are not named. */
  more: z.number().optional(),
  since: z.string(),
  /** Keys of people. Empty: nobody has this role yet. */
  lead: z.array(z.string()),
  speaker: z.array(z.string()),
  /** For an all-clear: there never was an incident. */
  falseAlarm: z.boolean().optional(),
});
type NoticeFacts = z.infer<typeof noticeFacts>;

/** Nobody reads a notice with two hundred channels, and no chat accepts it. */
const NAMED = 10;

/** For example `Kulturbetriebe Dortmund (Facebook), Stadt Dortmund (X)`. */
export function channelNames(places: IncidentDossier['places']): { names: string; more: number } {
  const affected = places.filter(({ place }) => place.part === 'hit');
  const names = affected
    .slice(0, NAMED)
    .map(({ channel }) => `${channel.name} (${platformRow(channel.platform).name})`)
    .join(', ');
  return { names, more: Math.max(0, affected.length - NAMED) };
}

/** The names, and how many more there are. */
export const withMore = (lang: Lang, { names, more }: ReturnType<typeof channelNames>): string =>
  more === 0 ? names : `${names} ${say(lang)('notice.more-channels', { count: more })}`;

export function factsOf(file: IncidentDossier, { organisation, gone }: Org): NoticeFacts {
  const here = (people: readonly string[]) => people.filter((one) => !gone.has(one));
  const own = here(peopleInRole(file, 'press'));
  const named = channelNames(file.places);
  return {
    number: file.row.number,
    title: file.row.title,
    channels: named.names,
    ...(named.more > 0 ? { more: named.more } : {}),
    since: file.row.declaredAt.toISOString(),
    lead: here(peopleInRole(file, 'lead')),
    speaker: own.length > 0 ? own : here(organisation.roles.press),
  };
}

export const readFacts = ({ text }: Pick<Notice, 'text'>): NoticeFacts => noticeFacts.parse(JSON.parse(text));

/** The paragraphs of each kind. The second key is used if the facts for the first are missing. */
const PARAGRAPHS = {
  first: [
    ['first.what'],
    ['first.channels', 'first.no-channels'],
    ['first.todo'],
    ['first.lead', 'first.no-lead'],
    ['first.speaker', 'first.no-speaker'],
  ],
  staff: [['staff.what'], ['staff.todo'], ['staff.speaker']],
  'all-clear': [['clear.what'], ['clear.todo']],
  'called-off': [['called-off.what', 'called-off.no-channels'], ['called-off.todo']],
} as const satisfies Record<string, readonly (readonly string[])[]>;
type Composed = keyof typeof PARAGRAPHS;

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

/** @returns the sentences, and the placeholders without a fact; a notice with such a gap is not sent */
export function compose(
  kind: Composed,
  lang: Lang,
  facts: NoticeFacts,
  names: ReadonlyMap<string, string>,
): { paragraphs: string[]; gaps: string[] } {
  const known: Record<string, string> = {
    number: facts.number,
    title: facts.title,
    channels: withMore(lang, { names: facts.channels, more: facts.more ?? 0 }),
    since: sayTime(lang, new Date(facts.since)),
    lead: facts.lead
      .map((one) => names.get(one) ?? '')
      .filter(Boolean)
      .join(', '),
    speaker: facts.speaker
      .map((one) => names.get(one) ?? '')
      .filter(Boolean)
      .join(', '),
  };
  const gaps: string[] = [];
  const paragraphs = PARAGRAPHS[kind].map((keys: readonly string[]) => {
    const templates = keys.map((key) => sayIfKnown(lang, `notice.${key}`) ?? '');
    const missing = (text: string) => placeholders(text).filter((name) => !known[name]);
    const template = templates.find((text) => missing(text).length === 0) ?? templates[0]!;
    gaps.push(...missing(template));
    return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => known[name] || whole);
  });
  return { paragraphs, gaps };
}
