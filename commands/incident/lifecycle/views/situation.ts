/** The situation on one card for a new lead, and the alarm after break-glass. */

import { gdprDeadline } from '../../../../bot/incident/clock.ts';
import { isWaiting } from '../../../../bot/incident/external-text.ts';
import type { Card } from '../../../../cards/node.ts';
import { sayTime } from '../../../../cards/text.ts';
import { textsOf } from '../../../../db/incident/communication.ts';
import { entriesOf, incidentById, tasksIn } from '../../../../db/incident/incidents.ts';
import { namesOf } from '../../../../db/organisation/organisation.ts';
import { cut } from '../../../cut.ts';
import { keyed } from '../../../keyed.ts';
import { idOf, type View } from '../../../view.ts';
import { incidentDossier, nameIn } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { timeline } from '../../record/lines.ts';
import { mayRead, noPartCard } from '../../views/no-part.ts';

/** The last timeline lines, enough to catch up. */
const LINES = 5;
const LINE_LENGTH = 300;

export const incidentSituationView: View = async (tx, ref, reader) => {
  const { say, lang } = reader;
  const file = await incidentDossier(tx, idOf(ref.subject));
  if (!file) return null;
  if (!mayRead(file, reader)) return noPartCard(reader);
  const { row, places, steps } = file;
  const from = ref.args.from ?? '';
  const names = await namesOf(tx, [from]);
  const tasks = (await tasksIn(tx, row.id)).filter(({ doneAt }) => doneAt === null).length;
  const texts = (await textsOf(tx, row.id)).filter(({ state }) => isWaiting(state)).length;
  const last = (await timeline(tx, row.id, lang)).slice(-LINES);
  const title = say('incident.situation.title', { number: row.number });
  const text = say('incident.situation.text', { name: nameIn(names, from, reader) });
  const card: Card = {
    title,
    summary: `${title}: ${text}`,
    lang,
    nodes: [
      { kind: 'banner', tone: 'warning', text },
      {
        kind: 'facts',
        facts: [
          { label: say('incident.situation.state'), value: keyed(lang, `incident.state.${row.state}`) },
          { label: say('incident.situation.channels'), value: String(places.length) },
          {
            label: say('incident.situation.steps'),
            value: String(steps.filter(({ state }) => state === 'open' || state === 'failed').length),
          },
          { label: say('incident.situation.texts'), value: String(texts) },
          { label: say('incident.situation.tasks'), value: String(tasks) },
          ...(row.gdpr || row.drill
            ? []
            : [{ label: say('deadline.gdpr'), value: sayTime(lang, gdprDeadline(row.awareAt)) }]),
        ],
      },
      { kind: 'heading', text: say('incident.situation.last') },
      {
        kind: 'text',
        text: last
          .map((line) => cut(`${line.shown} · ${line.by}: ${line.what} ${line.text}`.trim(), LINE_LENGTH))
          .join('\n'),
      },
      {
        kind: 'actions',
        buttons: [
          { label: say('leaver.open'), do: 'incident-show', style: 'primary', args: { what: row.id } },
          { label: say('incident.button.board'), do: 'incident-board', args: { incident: row.id } },
        ],
      },
    ],
  };
  return marked(card, row, say);
};

export const incidentGlassView: View = async (tx, ref, { say, lang }) => {
  const row = await incidentById(tx, idOf(ref.subject));
  if (!row) return null;
  const by = ref.args.by ?? '';
  const names = await namesOf(tx, [by]);
  const at = ref.args.at ? new Date(ref.args.at) : row.declaredAt;
  const reason = (await entriesOf(tx, row.id)).find(
    (one) => one.kind === 'break-glass' && one.by === by && one.at.getTime() === at.getTime(),
  );
  const minutes = Number(reason?.data.minutes ?? 0);
  const title = say('incident.glass.title', { number: row.number });
  const text = say('incident.glass.text', { name: nameIn(names, by, { say }), at: sayTime(lang, at) });
  const card: Card = {
    title,
    summary: `${title}: ${text}`,
    lang,
    nodes: [
      { kind: 'banner', tone: 'danger', text },
      ...(reason ? [{ kind: 'text', text: reason.text } as const] : []),
      ...(minutes > 0 ? [{ kind: 'text', text: say('incident.glass.active', { minutes }) } as const] : []),
      { kind: 'note', text: say('incident.glass.note') },
    ],
  };
  return marked(card, row, say);
};
