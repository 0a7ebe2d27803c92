/** `/incident resolve`: every channel is restored, or somebody decided that it stays as it is. */

import { z } from 'zod';
import { type Effect, post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { isUnsettled } from '../../../bot/incident/close-gate.ts';
import type { NextWord } from '../../../bot/incident/next-steps.ts';
import { refuse } from '../../../bot/refusal.ts';
import { addDays } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Node } from '../../../cards/node.ts';
import { say } from '../../../cards/text.ts';
import { type Change, insert, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import type { IncidentChannelEntry } from '../../../db/incident/incidents.ts';
import { incidentChannelById, tasksIn } from '../../../db/incident/incidents.ts';
import { combine } from '../../combine.ts';
import { type By, type Context, command } from '../../command.ts';
import { keyed } from '../../keyed.ts';
import { channelTitle } from '../channel-names.ts';
import {
  type IncidentDossier,
  incidentDossier,
  inIncident,
  itself,
  notNow,
  peopleInRole,
  requestedIncident,
} from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentWord } from '../incident-command.ts';
import { reasonOr } from '../reason.ts';
import { gatePlace } from './gate.ts';
import { onlyStopped } from './lift.ts';
import { headCard, lineBy, move, subjectOf } from './move.ts';
import { askingFor } from './reasoned.ts';

const unsettled = (file: IncidentDossier) => file.places.filter((one) => isUnsettled(gatePlace(one, file.steps)));
/** How many channels the card lists; the board has them all. */
const SHOWN = 10;

export const resolve = command({
  ...incidentWord('resolve'),
  aliases: ['wiederhergestellt', 'gelöst', 'geloest'],
  rank: 150,
  bare: true,
  authority: inIncident('lead'),
  positional: ['incident'],
  args: z.object({ incident: z.string().max(80).optional(), card: z.boolean().optional() }),
  load: async ({ incident }, context) => {
    const file = await requestedIncident(incident, context);
    return { file, owners: file ? await ownersToCheck(context, file) : [] };
  },
  about: itself,
  decide: ({ card = false }, { file, owners }, by) => {
    if (!file) return refuse('no-incident');
    const open = unsettled(file);
    const no = notNow(wordFor(file), file, by);
    if (no) return no;
    if (open.length > 0) return { answer: { card: openCard(file, open, by) } };
    const checks = recertified(file, owners, by);
    return {
      answer: headCard(file, card),
      ...combine(move(file, 'restore', by, { set: { restoredAt: by.now } }), checks),
    };
  },
});

/** A channel added after the restore is settled from this card, too; closing waits for it. */
const wordFor = (file: IncidentDossier): NextWord =>
  file.row.state === 'restored' && unsettled(file).length > 0 ? 'close' : 'resolve';

/** Owners who are still here and have no open task yet, each with the key for a new one. */
async function ownersToCheck({ tx, org }: Pick<Context, 'tx' | 'org'>, file: IncidentDossier) {
  // An earlier restore may have written the task in the other language.
  const texts = (['de', 'en'] as const).map((lang) => say(lang)('incident.recertify'));
  const asked = (await tasksIn(tx, file.row.id)).filter(({ doneAt, text }) => doneAt === null && texts.includes(text));
  return peopleInRole(file, 'owner')
    .filter((person) => !org.gone.has(person) && !asked.some(({ assignee }) => assignee === person))
    .map((person) => ({ person, todo: newId('todo') }));
}

/** Days for owners to check all their other channels. */
const CHECK_DAYS = 14;

/** An intruder may have keys to more channels, so owners check each one they administer. */
function recertified(
  file: IncidentDossier,
  owners: readonly { person: string; todo: string }[],
  by: By,
): { changes: Change[]; effects: Effect[] } {
  if (file.row.drill) return { changes: [], effects: [] };
  const dueOn = addDays(berlinDay(by.now), CHECK_DAYS);
  const tasks = owners.map(({ person, todo }) => ({
    id: todo,
    incident: file.row.id,
    text: by.say('incident.recertify'),
    assignee: person,
    dueOn,
    by: by.actor.person,
    createdAt: by.now,
  }));
  return {
    changes: tasks.map((task) => insert('incidentTasks', task)),
    effects: tasks.map(({ id, assignee }) => post(toPerson(assignee), 'incident-task', subjectOf(file), { task: id })),
  };
}

/** The unsettled channels, each with both options: restore it, or decide that it stays. */
function openCard(file: IncidentDossier, open: readonly IncidentChannelEntry[], { say }: By) {
  const title = say('incident.resolve.title', { number: file.row.number });
  const text = say('incident.resolve.open', { count: open.length });
  const nodes: Node[] = [
    { kind: 'banner', tone: 'warning', text },
    ...open.slice(0, SHOWN).map(
      ({ place, channel }): Node => ({
        kind: 'item',
        title: channelTitle(channel),
        text: keyed(say.lang, `incident.stage.${place.stage ?? 'none'}`),
        buttons: [
          { label: say('incident.resolve.restore'), do: 'incident-restore', args: { place: place.id } },
          { label: say('incident.resolve.leave'), do: 'incident-leave-as', args: { place: place.id } },
        ],
      }),
    ),
    ...(open.length > SHOWN
      ? [{ kind: 'note', text: say('incident.more-on-board', { count: open.length - SHOWN }) } as const]
      : []),
    {
      kind: 'actions',
      buttons: [
        ...(onlyStopped(file).length > 0
          ? [{ label: say('incident.lift.button'), do: 'incident-lift', args: { incident: file.row.id } }]
          : []),
        { label: say('incident.board'), do: 'incident-board', args: { incident: file.row.id } },
      ],
    },
  ];
  return marked({ title, summary: `${title}: ${text}`, lang: say.lang, nodes }, file.row, say);
}

/** Decides with a reason that a channel stays dormant or lost, so that the incident can be closed. */
export const leaveAs = command({
  name: 'incident-leave-as',
  authority: inIncident('lead'),
  opensForm: ({ sent }) => !sent,
  args: z.object({ place: z.string(), sent: z.boolean().optional() }),
  load: async ({ place }, { tx, inputs }) => {
    const one = await incidentChannelById(tx, place);
    return { one, file: one ? await incidentDossier(tx, one.place.incident) : null, inputs };
  },
  about: itself,
  decide: ({ place, sent }, { one, file, inputs }, by) => {
    if (!one || !file) return refuse('no-incident');
    const no = notNow(wordFor(file), file, by);
    if (no) return no;
    if (one.place.leftAs) return refuse('already-done');
    if (one.place.restoredAt) return refuse('already-restored', { channel: channelTitle(one.channel) });
    const asking = askingFor('leave-as', file, by.say('incident.leave-as.intro'), by, { place });
    const given = reasonOr({ ...asking, about: one.channel.name }, { sent, inputs }, by);
    if ('answer' in given) return { answer: given.answer };
    const line = lineBy(file, by, { kind: 'left-as', text: given.reason, data: { channel: one.channel.name } });
    const leftAs = { reason: given.reason, by: by.actor.person, at: by.now.toISOString() };
    return {
      answer: headCard(file, sent === true),
      changes: [update('incidentChannels', one.place, { leftAs }), ...line.changes],
      effects: [refresh(subjectOf(file))],
      audit: line.audit,
    };
  },
});
