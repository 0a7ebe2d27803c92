/** Everything that decisions and cards about one public text need. */
import { createHash } from 'node:crypto';
import { approvalLine, coSignLine, type TextEvent, textAfter } from '../../../bot/incident/external-text.ts';
import { isOpen, mayAct, type TextAct } from '../../../bot/incident/lifecycle.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import { sayTime } from '../../../cards/text.ts';
import type { Tx } from '../../../db/connect.ts';
import { authorsOf, type OutsideText, textById } from '../../../db/incident/communication.ts';
import { namesOf, type Org } from '../../../db/organisation/organisation.ts';
import type { By, Rule } from '../../command.ts';
import { type IncidentDossier, incidentDossier, nameIn, peopleInRole, standing } from '../dossier.ts';
import { entry, type Line } from '../timeline-entry.ts';

export type TextDossier = {
  text: OutsideText;
  file: IncidentDossier;
  authors: string[];
  /** Who may approve it, in the order they are asked. */
  line: string[];
  /** Who may co-sign it, in the order they are asked. */
  coLine: string[];
  names: ReadonlyMap<string, string>;
};

/** SHA-256 of the text. */
export const hashOf = (body: string): string => createHash('sha256').update(body).digest('hex');

/** The start of the hash, which buttons carry: it proves that the click was meant for exactly this text. */
export const seal = ({ hash }: Pick<OutsideText, 'hash'>): string => hash.slice(0, 16);

export async function textDossier(tx: Tx, id: string, org: Org): Promise<TextDossier | null> {
  const text = await textById(tx, id);
  const file = text ? await incidentDossier(tx, text.incident) : null;
  return text && file ? dossierOfText(tx, text, file, org) : null;
}

export async function dossierOfText(tx: Tx, text: OutsideText, file: IncidentDossier, org: Org): Promise<TextDossier> {
  const authors = await authorsOf(tx, text);
  const line = approvalLine({
    organisation: org.organisation,
    gone: org.gone,
    approvers: peopleInRole(file, 'approver'),
    authors,
  });
  const affected = file.places.filter(({ place }) => place.part === 'hit');
  const coLine = coSignLine({
    organisation: org.organisation,
    gone: org.gone,
    privacy: peopleInRole(file, 'privacy'),
    legalBodies: [...new Set(affected.map(({ channel }) => legalBodyOf(channel.office, org)))],
    authors,
  });
  const people = [
    ...authors,
    ...line,
    ...coLine,
    ...text.asked,
    ...text.coAsked,
    text.approvedBy,
    text.approvedFor,
    text.coSignedBy,
    text.coSignedFor,
    text.publishedBy,
    text.withdrawnBy,
  ];
  const names = await namesOf(
    tx,
    people.filter((one) => one !== null),
  );
  return { text, file, authors, line, coLine, names };
}

/** An unknown office counts as the city's. */
const legalBodyOf = (office: string, { organisation }: Org): string =>
  organisation.offices.find(({ id }) => id === office)?.legalBody ?? 'stadt';

export function mayHandleText(
  act: TextAct,
  { actor }: Pick<By, 'actor'>,
  { text, file, line, coLine, authors }: TextDossier,
): boolean {
  const here = standing(actor, file);
  const mine = authors.includes(actor.person);
  const approves = line.includes(actor.person);
  // If data may be lost, data protection must agree, whoever else reads it. Deputies may sign once they were asked.
  const own = here.roles.includes('privacy') && mayAct('co-sign', here) && !mine;
  const coSigns = own || (coLine.includes(actor.person) && text.coAsked.includes(actor.person));
  switch (act) {
    case 'read':
      return mayAct('read', here) || approves || coLine.includes(actor.person) || mine;
    case 'write':
      return mayAct('write-text', here);
    case 'approve':
      // Only people already asked: the next on the line acts i. V. after the previous one's time is up.
      return approves && (text.state !== 'review' || text.asked.includes(actor.person));
    case 'co-sign':
      return coSigns;
    case 'return':
      return approves || coSigns;
    case 'publish':
      return mayAct('publish-text', here);
    case 'withdraw':
      return mayAct('write-text', here) || mayAct('publish-text', here);
  }
}

/** May take a step of a text. People who may not read its incident are not told that it exists. */
export const onText = (act: TextAct): Rule<TextDossier> => ({
  authority: { text: act },
  blocker: (known, by) => {
    if (!mayHandleText('read', by, known)) return refuse('no-incident');
    if ((act === 'approve' || act === 'co-sign') && known.authors.includes(by.actor.person)) return refuse('own-text');
    return mayHandleText(act, by, known) ? null : refuse('not-in-this-role', { number: known.file.row.number });
  },
});

/** Refuses a step the text's state does not allow, naming who changed it, or because the incident is over. */
export function textBlocker(event: TextEvent, { text, names, file }: TextDossier, by: Pick<By, 'say'>): Refusal | null {
  const { say } = by;
  const { number, state } = file.row;
  // A text can be withdrawn even after the incident is closed.
  if (!isOpen(state) && event !== 'withdraw') {
    return refuse('incident-moved-on', { number, state: say(`incident.state.${state}`) });
  }
  if (textAfter(text.state, event)) return null;
  const [who, at] =
    text.state === 'withdrawn'
      ? [text.withdrawnBy, text.withdrawnAt]
      : text.state === 'published'
        ? [text.publishedBy, text.publishedAt]
        : text.state === 'approved'
          ? [text.approvedBy, text.approvedAt]
          : [text.author, text.createdAt];
  return refuse('text-moved-on', {
    state: say(`text.state.${text.state}`),
    who: nameIn(names, who ?? '', by),
    at: at ? sayTime(say.lang, at) : '–',
  });
}

/** A timeline line about a text. */
export const textLine = (
  { text, file }: { text: Pick<TextDossier['text'], 'id' | 'number'>; file: TextDossier['file'] },
  kind: string,
  by: Pick<By, 'actor' | 'now' | 'chat'>,
  more: { said?: string; data?: Record<string, string | number | boolean> } = {},
): Line =>
  entry({
    incident: file.row.id,
    kind,
    by: by.actor.person,
    now: by.now,
    chat: by.chat,
    ...(more.said ? { text: more.said } : {}),
    data: { text: text.id, number: text.number, ...more.data },
  });

/** The text's card, in place of the clicked one. */
export const textAnswer = ({ text }: Pick<TextDossier, 'text'>) =>
  ({
    show: { view: 'incident-text', subject: `incident:${text.incident}`, args: { text: text.id } },
    replace: true,
  }) as const;
