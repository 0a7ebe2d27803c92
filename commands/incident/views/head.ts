/** An incident's head card: state, severity, roles, channels and next steps. */
import { INCIDENT_ROLES } from '../../../bot/incident/lifecycle.ts';
import type { Card, Node, Tone } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import { cut } from '../../cut.ts';
import { keyed } from '../../keyed.ts';
import { idOf, type Reader, type View } from '../../view.ts';
import { channelTitle } from '../channel-names.ts';
import { internalPart, textsPart } from '../communication/head-section.ts';
import { type IncidentDossier, incidentDossier, nameIn, peopleInRole } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { evidencePart } from '../evidence/head-section.ts';
import { gatePart } from '../lifecycle/gate.ts';
import { deadlinesPart } from './deadlines.ts';
import { headButtons } from './head-buttons.ts';
import type { HeadSection } from './head-section.ts';
import { mayRead, noPartCard } from './no-part.ts';

/** Drawn below the channels, in this order. */
const SECTIONS: readonly HeadSection[] = [deadlinesPart, internalPart, textsPart, evidencePart, gatePart];

/** A chat would cut more; the board lists all. */
const CHANNELS = 12;
const NAMES = 6;
/** The timeline has the full reason. */
const REASON = 500;

export const incidentView: View = async (tx, ref, reader) => {
  const file = await incidentDossier(tx, idOf(ref.subject));
  if (!file) return null;
  if (!mayRead(file, reader)) return noPartCard(reader);
  const more: Node[] = [];
  for (const section of SECTIONS) more.push(...(await section(tx, file, reader)));
  return marked(headCard(file, reader, more), file.row, reader.say);
};

function headCard(file: IncidentDossier, reader: Reader, more: readonly Node[]): Card {
  const { say, lang } = reader;
  const { row } = file;
  const title = say('incident.title', { number: row.number, title: row.title });
  const state = say('incident.is', {
    state: keyed(lang, `incident.state.${row.state}`),
    severity: keyed(lang, `incident.severity.${row.severity}`),
  });
  const buttons = headButtons(file, reader);
  return {
    title,
    summary: `${title}. ${state}`,
    lang,
    nodes: [
      { kind: 'banner', tone: toneOf(file), text: state },
      ...(row.reason
        ? [{ kind: 'text', text: say('incident.reason', { text: cut(row.reason, REASON) }) } as const]
        : []),
      { kind: 'facts', facts: factsOf(file, reader) },
      ...channelNodes(file, reader),
      ...more,
      ...(buttons.length > 0 ? [{ kind: 'actions', buttons } as const] : []),
      { kind: 'note', text: say('incident.confidential') },
    ],
  };
}

function toneOf({ row }: IncidentDossier): Tone {
  if (row.state === 'restored' || row.state === 'closed') return 'good';
  if (row.state === 'false-alarm' || row.state === 'merged') return 'info';
  return row.state === 'contained' ? 'warning' : 'danger';
}

function factsOf(file: IncidentDossier, reader: Reader) {
  const { say, lang } = reader;
  const { row, names } = file;
  const roles = INCIDENT_ROLES.map((role) => {
    const all = peopleInRole(file, role).map((person) => nameIn(names, person, reader));
    const rest = all.length - NAMES;
    const shown = [...all.slice(0, NAMES), ...(rest > 0 ? [say('incident.more', { count: rest })] : [])];
    return { label: keyed(lang, `incident.role.${role}`), value: shown.join(', ') || say('incident.nobody') };
  });
  const who = nameIn(names, row.declaredBy, reader);
  return [
    { label: say('incident.since'), value: say('incident.since-by', { at: sayTime(lang, row.declaredAt), who }) },
    ...roles,
  ];
}

/** Affected channels first, each with its control and stage. */
function channelNodes({ places }: IncidentDossier, { say, lang }: Reader): Node[] {
  const hit = places.filter(({ place }) => place.part === 'hit').length;
  const heading = say('incident.channels-of', { hit, related: places.length - hit });
  const lines = places.slice(0, CHANNELS).map(({ place, channel }) => {
    const stage = keyed(lang, `incident.stage.${place.stage ?? 'none'}`);
    const control = keyed(lang, `incident.control.${place.control}`);
    const part = place.part === 'related' ? [say('incident.part.related')] : [];
    const late = place.late ? [say('incident.late')] : [];
    return `• ${[channelTitle(channel), control, stage, ...part, ...late].join(' · ')}`;
  });
  const rest = places.length - lines.length;
  const more = rest > 0 ? [say('incident.more-on-board', { count: rest })] : [];
  return [
    { kind: 'heading', text: heading },
    { kind: 'text', text: [...lines, ...more].join('\n') || say('incident.no-channels') },
  ];
}
