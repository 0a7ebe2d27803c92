/** Everything about one incident in one document, for police, data protection and the records office. */
import { createHash } from 'node:crypto';
import { figuresOf } from '../../../bot/incident/figures.ts';
import type { Lang } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import { canonical } from '../../../db/audit.ts';
import type { Tx } from '../../../db/connect.ts';
import { noticesOf, receiptsOf, textsOf } from '../../../db/incident/communication.ts';
import { evidenceOf } from '../../../db/incident/evidence.ts';
import { tasksIn } from '../../../db/incident/incidents.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { keyed } from '../../keyed.ts';
import type { IncidentDossier } from '../dossier.ts';
import { type TimelineLine, timeline } from './lines.ts';

/** A table of the document. Its words are `record.<name>` and `record.<name>.<column>`. */
export type Section = { name: string; columns: string[]; rows: string[][] };
export type RecordOf = {
  number: string;
  title: string;
  drill: boolean;
  /** ISO, UTC. */
  madeAt: string;
  lang: Lang;
  facts: Record<string, string>;
  sections: Section[];
  lines: TimelineLine[];
  /** SHA-256 of each section and of the timeline, over their canonical JSON. */
  checksums: Record<string, string>;
};

const sha256 = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

/** @param now when it is made; stored in the document, so that exports differ */
export async function recordOf(tx: Tx, file: IncidentDossier, lang: Lang, now: Date): Promise<RecordOf> {
  const { row } = file;
  const lines = await timeline(tx, row.id, lang);
  const sections = [
    await rolesSection(tx, file, lang),
    channelsSection(file, lang),
    await stepsSection(tx, file, lang),
    ...(await saidSections(tx, file, lang)),
    await tasksSection(tx, file, lang),
    await filesSection(tx, file, lang),
  ];
  const facts = factsOf(file, lines, lang);
  const checksums = Object.fromEntries([
    ['facts', sha256(facts)],
    ...sections.map((section) => [section.name, sha256(section.rows)]),
    ['timeline', sha256(lines.map((line) => line.sha256))],
  ]) as Record<string, string>;
  const { number, title, drill } = row;
  return { number, title, drill, madeAt: now.toISOString(), lang, facts, sections, lines, checksums };
}

function factsOf({ row, names }: IncidentDossier, lines: readonly TimelineLine[], lang: Lang): Record<string, string> {
  const time = (at: Date | null) => (at ? `${sayTime(lang, at)} (${at.toISOString()})` : '–');
  const figures = figuresOf(row.declaredAt, lines);
  return {
    state: keyed(lang, `incident.state.${row.state}`),
    severity: String(row.severity),
    declared: time(row.declaredAt),
    confirmed: time(row.confirmedAt),
    contained: time(row.containedAt),
    restored: time(row.restoredAt),
    closed: time(row.closedAt),
    aware: time(row.awareAt),
    'data-loss': keyed(lang, `record.data-loss.${row.dataLoss}`),
    gdpr: row.gdpr ? `${keyed(lang, row.gdpr.report ? 'gdpr.report' : 'gdpr.no-report')}: ${row.gdpr.reason}` : '–',
    'gdpr-reference': row.gdpr?.reference ?? '–',
    'gdpr-decided': row.gdpr
      ? `${names.get(row.gdpr.by) ?? keyed(lang, 'word.deleted-person')}, ${time(new Date(row.gdpr.at))}`
      : '–',
    prosecutor: keyed(lang, row.prosecutor ? 'word.yes' : 'word.no'),
    reason: row.reason ?? '–',
    lessons: row.afterAction?.text ?? '–',
    ...Object.fromEntries(
      Object.entries(figures).map(([figure, minutes]) => [
        `figure.${figure}`,
        minutes === null ? '–' : String(minutes),
      ]),
    ),
  };
}

async function naming(tx: Tx, lang: Lang, people: readonly (string | null | undefined)[]) {
  const keys = people.filter((one): one is string => typeof one === 'string');
  const names = await namesOf(tx, keys);
  return (key: string | null | undefined) => (key ? (names.get(key) ?? keyed(lang, 'word.deleted-person')) : '');
}

async function rolesSection(tx: Tx, { roles }: IncidentDossier, lang: Lang): Promise<Section> {
  const name = await naming(
    tx,
    lang,
    roles.map(({ person }) => person),
  );
  const rows = roles.map(({ role, person, since }) => [
    keyed(lang, `incident.role.${role}`),
    name(person),
    since.toISOString(),
  ]);
  return { name: 'roles', columns: ['role', 'person', 'since'], rows };
}

function channelsSection({ places }: IncidentDossier, lang: Lang): Section {
  const rows = places.map(({ place, channel }) => [
    channel.platform,
    channel.name,
    channel.url ?? '',
    keyed(lang, `incident.part.${place.part}`),
    keyed(lang, `incident.control.${place.control}`),
    place.stage ?? '',
    place.snapshotAt?.toISOString() ?? '',
    place.restoredAt?.toISOString() ?? '',
    place.leftAs?.reason ?? '',
  ]);
  const columns = ['platform', 'channel', 'url', 'part', 'control', 'stage', 'snapshot', 'restored', 'left-as'];
  return { name: 'channels', columns, rows };
}

async function stepsSection(tx: Tx, { steps, places }: IncidentDossier, lang: Lang): Promise<Section> {
  const channels = new Map(places.map(({ place, channel }) => [place.id, channel.name]));
  const name = await naming(
    tx,
    lang,
    steps.flatMap(({ doneBy, secondBy }) => [doneBy, secondBy]),
  );
  const rows = steps.map((step) => [
    channels.get(step.place) ?? '',
    step.stage,
    step.step,
    step.state,
    step.how ?? '',
    name(step.doneBy),
    step.doneAt?.toISOString() ?? '',
    step.evidence ?? '',
    step.note ?? '',
    name(step.secondBy),
    step.secondAt?.toISOString() ?? '',
  ]);
  const columns = [
    'channel',
    'stage',
    'step',
    'state',
    'how',
    'done-by',
    'done-at',
    'evidence',
    'note',
    'second-by',
    'second-at',
  ];
  return { name: 'steps', columns, rows };
}

/** Internal notices with their receipts, and public texts with their approvals. */
async function saidSections(tx: Tx, { row }: IncidentDossier, lang: Lang): Promise<Section[]> {
  const receipts = [];
  for (const notice of await noticesOf(tx, row.id)) {
    for (const receipt of await receiptsOf(tx, notice.id)) receipts.push({ notice, receipt });
  }
  const texts = await textsOf(tx, row.id);
  const people = [
    ...receipts.flatMap(({ receipt }) => [receipt.person, receipt.phonedBy]),
    ...texts.flatMap((text) => [
      text.author,
      text.approvedBy,
      text.approvedFor,
      text.coSignedBy,
      text.coSignedFor,
      text.publishedBy,
    ]),
  ];
  const name = await naming(tx, lang, people);
  const iso = (at: Date | null) => at?.toISOString() ?? '';
  return [
    {
      name: 'receipts',
      columns: ['notice', 'person', 'sent', 'read', 'phoned-by', 'phoned'],
      rows: receipts.map(({ notice, receipt }) => [
        notice.kind,
        name(receipt.person),
        iso(receipt.sentAt),
        iso(receipt.readAt),
        name(receipt.phonedBy),
        iso(receipt.phonedAt),
      ]),
    },
    {
      name: 'texts',
      columns: [
        'number',
        'kind',
        'state',
        'author',
        'approved-by',
        'approved-for',
        'co-signed-by',
        'co-signed-for',
        'published',
        'link',
        'sha256',
        'body',
      ],
      rows: texts.map((text) => [
        String(text.number),
        text.kind,
        text.state,
        name(text.author),
        name(text.approvedBy),
        name(text.approvedFor),
        name(text.coSignedBy),
        name(text.coSignedFor),
        iso(text.publishedAt),
        text.link ?? '',
        text.hash,
        text.body,
      ]),
    },
  ];
}

/** Evidence by hash. The files themselves are downloaded one by one (`/incident files`). */
async function filesSection(tx: Tx, { row, places, steps }: IncidentDossier, lang: Lang): Promise<Section> {
  const files = await evidenceOf(tx, row.id);
  const channels = new Map(places.map(({ place, channel }) => [place.id, channel.name]));
  const proved = new Map(steps.map((step) => [step.id, step.step]));
  const name = await naming(
    tx,
    lang,
    files.map(({ by }) => by),
  );
  const rows = files.map((file) => [
    file.name,
    file.state === 'stored' ? (file.sha256 ?? '') : '',
    String(file.size),
    file.type,
    name(file.by),
    file.at.toISOString(),
    channels.get(file.place ?? '') ?? '',
    proved.get(file.step ?? '') ?? '',
    keyed(lang, `evidence.state.${file.state}`),
  ]);
  return {
    name: 'files',
    columns: ['name', 'sha256', 'size', 'type', 'person', 'handed-in', 'channel', 'step', 'state'],
    rows,
  };
}

async function tasksSection(tx: Tx, { row }: IncidentDossier, lang: Lang): Promise<Section> {
  const tasks = await tasksIn(tx, row.id);
  const name = await naming(
    tx,
    lang,
    tasks.flatMap(({ assignee, doneBy }) => [assignee, doneBy]),
  );
  const rows = tasks.map((task) => [
    task.text,
    name(task.assignee),
    task.dueOn ?? '',
    name(task.doneBy),
    task.doneAt?.toISOString() ?? '',
  ]);
  return { name: 'tasks', columns: ['task', 'person', 'until', 'done-by', 'done-at'], rows };
}
