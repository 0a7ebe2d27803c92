/**
 * Asks for a release. The approver and, if data may be lost, the co-signer get the whole text, one person after
 * another.
 */
import { type Effect, toPerson } from '../../../bot/delivery/effect.ts';
import { awaitsCoSign, nextOn } from '../../../bot/incident/external-text.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import type { OutsideText } from '../../../db/incident/communication.ts';
import type { By } from '../../command.ts';
import { peopleInRole } from '../dossier.ts';
import type { Line } from '../timeline-entry.ts';
import { type TextDossier, textLine } from './text-dossier.ts';
import { atOnce } from './urgent-post.ts';

type Asked = { set: Partial<Pick<OutsideText, 'asked' | 'askedAt'>>; effects: Effect[] };

export const textCard = (text: Pick<OutsideText, 'id' | 'incident'>, person: string): Effect =>
  atOnce(toPerson(person), 'incident-text', `incident:${text.incident}`, { text: text.id });

type CoAsked = { set: Pick<OutsideText, 'coAsked' | 'coAskedAt'>; effects: Effect[] } & Line;

/**
 * Asks for the co-signature, from the start of the line. The incident's lawyers get the text to read, too. If nobody
 * may co-sign, the lead is told: that blocks the publication, not the approval.
 * @param known the text as it is after this step
 */
export function askToCoSign(known: TextDossier, gone: ReadonlySet<string>, by: By): CoAsked {
  const { text, file, authors, coLine } = known;
  if (!awaitsCoSign(text, file.row))
    return { set: { coAsked: [], coAskedAt: null }, effects: [], changes: [], audit: [] };
  const next = nextOn(coLine, []);
  const lawyers = peopleInRole(file, 'legal').filter((one) => !authors.includes(one));
  const told = [...(next ? [next] : peopleInRole(file, 'lead')), ...lawyers].filter((one) => !gone.has(one));
  return {
    set: { coAsked: next ? [next] : [], coAskedAt: by.now },
    effects: [...new Set(told)].map((one) => textCard(text, one)),
    ...(next
      ? textLine(known, 'text-co-sign-asked', by, { data: { p_asked: next } })
      : textLine(known, 'text-co-sign-nobody', by)),
  };
}

/**
 * @param before who was already asked
 * @returns a refusal if nobody is left who may approve
 */
export function askFor(
  { text }: Pick<TextDossier, 'text'>,
  next: string | undefined,
  before: readonly string[],
  { now }: Pick<By, 'now'>,
): Asked | Refusal {
  if (next === undefined) return refuse('nobody-approves');
  return { set: { asked: [...before, next], askedAt: now }, effects: [textCard(text, next)] };
}
