/** Commands that take only a reason, typed after the word or given in a form with one field. */

import { z } from 'zod';
import { isRefusal, type Refusal } from '../../../bot/refusal.ts';
import type { Button } from '../../../cards/node.ts';
import type { By, Command, Context, Outcome } from '../../command.ts';
import type { IncidentDossier } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { type Asking, reasonOr } from '../reason.ts';
import { headCard } from './move.ts';

type Word = 'false-alarm' | 'worse' | 'lost' | 'reopen' | 'break-glass';

/** Texts of a form for a reason: `incident.<word>.title|intro|yes`. */
export const askingFor = (
  word: Word | 'severity' | 'leave-as',
  { row }: Pick<IncidentDossier, 'row'>,
  intro: string,
  { say }: Pick<By, 'say'>,
  args: Button['args'] = { incident: row.id },
): Asking => ({
  title: say(`incident.${word}.title`),
  about: `${row.number} ${row.title}`,
  drill: row.drill,
  intro,
  submit: { label: say(`incident.${word}.yes`), do: `incident-${word}`, args },
});

type Reasoned<Facts> = {
  word: Word;
  aliases: readonly string[];
  rank: number;
  /** Reads what it needs besides the incident's file. */
  load: (file: IncidentDossier, context: Context) => Promise<Facts>;
  /** Changes to its form. */
  form?: (asking: Asking, file: IncidentDossier, facts: Facts, by: By) => Asking;
  /**
   * What a reason leads to, or why it is impossible now. Runs before the form opens, so that nobody writes a reason for
   * nothing.
   */
  decide: (file: IncidentDossier, facts: Facts, by: By) => Refusal | ((reason: string) => Omit<Outcome, 'answer'>);
};

/** Makes a command from its own parts. Reason, form and authority are the same for all of them. */
export function reasoned<Facts>({ word, aliases, rank, load, form, decide }: Reasoned<Facts>): Command {
  return incidentCommand({
    word,
    aliases,
    rank,
    bare: true,
    line: 2100,
    opensForm: ({ sent }, rest) => !sent && !rest,
    args: {
      sent: z.boolean().optional(),
      /** Confirmed after the bot asked again. */
      sure: z.boolean().optional(),
    },
    load,
    decide: ({ file, rest, args: { sent, sure }, facts, inputs }, by) => {
      const following = decide(file, facts, by);
      if (isRefusal(following)) return following;
      const asking = askingFor(word, file, by.say(`incident.${word}.intro`), by);
      const shown = form?.(asking, file, facts, by) ?? asking;
      const given = reasonOr(shown, { typed: rest, sent, sure, inputs }, by);
      if ('answer' in given) return { answer: given.answer };
      return { answer: headCard(file, sent === true), ...following(given.reason) };
    },
  });
}
