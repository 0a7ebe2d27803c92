/** `/incident close`, `/incident reopen`: an incident closes when everything is settled, and is never deleted. */

import { z } from 'zod';
import { openRooms } from '../../../bot/delivery/effect.ts';
import { type Gate, missingToClose } from '../../../bot/incident/close-gate.ts';
import { mayAct } from '../../../bot/incident/lifecycle.ts';
import { NEXT, type NextWord } from '../../../bot/incident/next-steps.ts';
import { refuse } from '../../../bot/refusal.ts';
import type { Button, Node } from '../../../cards/node.ts';
import { combine } from '../../combine.ts';
import { type By, command } from '../../command.ts';
import { firstNotice } from '../communication/first-notice.ts';
import { goesOn } from '../dormant/checklist-restart.ts';
import { type IncidentDossier, inIncident, itself, notNow, requestedIncident, standing } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentWord } from '../incident-command.ts';
import { grantsOnAffected } from './contain.ts';
import { gateFacts } from './gate.ts';
import { headCard, move } from './move.ts';
import { reasoned } from './reasoned.ts';

export const closeIncident = command({
  ...incidentWord('close'),
  aliases: ['schließen', 'schliessen', 'abschließen'],
  rank: 220,
  bare: true,
  authority: inIncident('lead'),
  positional: ['incident'],
  args: z.object({
    incident: z.string().max(80).optional(),
    sure: z.boolean().optional(),
    /** Pressed on the card that lists what is missing. */
    again: z.boolean().optional(),
  }),
  load: async ({ incident }, context) => {
    const file = await requestedIncident(incident, context);
    return { file, facts: file ? await gateFacts(context.tx, file) : null };
  },
  about: itself,
  decide: ({ sure = false, again = false }, { file, facts }, by) => {
    if (!file || !facts) return refuse('no-incident');
    const no = notNow('close', file, by);
    // The confirmation card stays in the chat. A late click turns it into the incident's current head card.
    const replace = sure || again;
    if (no) return replace ? { answer: headCard(file, true) } : no;
    const missing = missingToClose(facts);
    if (missing.length > 0 || !sure) return { answer: { card: gateCard(file, missing, by), replace } };
    return { answer: headCard(file, true), ...move(file, 'close', by, { set: { closedAt: by.now } }) };
  },
});

/** The next step for each gate, and the word that decides who may take it. */
const WAY: Record<Gate, { do: string; word: NextWord }> = {
  channels: { do: 'incident-resolve', word: 'resolve' },
  texts: { do: 'incident-external', word: 'external' },
  'data-loss': { do: 'incident-data-loss', word: 'data-loss' },
  gdpr: { do: 'incident-gdpr', word: 'gdpr' },
  tasks: { do: 'incident-tasks', word: 'task' },
};

/** What is missing, or the question whether to close. */
function gateCard(file: IncidentDossier, missing: readonly { gate: Gate; count: number }[], { say, actor }: By) {
  const { row } = file;
  const mine = standing(actor, file);
  const title = say('incident.close.title', { number: row.number });
  const ready = missing.length === 0;
  const text = ready ? say('incident.close.ready') : say('incident.close.missing', { count: missing.length });
  const args = { incident: row.id };
  const yes: Button = {
    label: say('incident.close.yes'),
    do: 'incident-close',
    style: 'primary',
    args: { ...args, sure: true },
  };
  const again: Button = { label: say('incident.close.again'), do: 'incident-close', args: { ...args, again: true } };
  const nodes: Node[] = [
    { kind: 'banner', tone: ready ? 'good' : 'warning', text },
    ...missing.map(
      ({ gate, count }): Node => ({
        kind: 'item',
        title: say(`incident.gate.${gate}`, { count }),
        text: say(`incident.gate.${gate}.how`),
        // If this reader may not take the step, the text names who may.
        buttons: mayAct(NEXT[WAY[gate].word].act, mine)
          ? [{ label: say('incident.gate.go'), do: WAY[gate].do, args }]
          : [],
      }),
    ),
    ...(ready ? [{ kind: 'text', text: say('incident.close.what-follows') } as const] : []),
    { kind: 'actions', buttons: [ready ? yes : again] },
  ];
  return marked({ title, summary: `${title}: ${text}`, lang: say.lang, nodes }, row, say);
}

export const reopen = reasoned({
  word: 'reopen',
  rank: 230,
  aliases: ['wieder öffnen', 'wiedereröffnen', 'wieder oeffnen'],
  load: async (file, { tx, org, by }) => ({
    // After a wrong false alarm nobody has had the notice.
    notice: await firstNotice(tx, file, org, by),
    grants: await grantsOnAffected(tx, file),
  }),
  decide:
    (file, { notice, grants }, by) =>
    (reason) => {
      const set = {
        reopenedAt: by.now,
        closedAt: null,
        restoredAt: null,
        containedAt: null,
        // A report called off before confirmation is confirmed by reopening it.
        confirmedAt: file.row.confirmedAt ?? by.now,
        updatedAt: by.now,
        reason,
      };
      // A false alarm unmarked all its channels.
      const round = goesOn(file, grants, by, file.row.state === 'false-alarm');
      const after = move(file, 'reopen', by, { set, text: reason, more: round.changes });
      return combine(after, { effects: openRooms(file.row.id), audit: round.audit }, notice);
    },
});
