/**
 * The emergency pack for times without the chat, on paper: whom to phone, which channels there are and who can log in,
 * where platforms take reports, and what to do step by step.
 */
import { createHash } from 'node:crypto';
import { checklist } from '../../../bot/incident/checklist.ts';
import { recoveryLink } from '../../../bot/incident/recovery.ts';
import type { Control, Stage } from '../../../bot/incident/stage.ts';
import { PLATFORM_KEYS, type Platform, platformRow } from '../../../bot/platform/platform.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Lang } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import type { Tx } from '../../../db/connect.ts';
import { type Known, knownRunning } from '../../../db/incident/facts.ts';
import { rightsRemovalsOf } from '../../../db/leavers/cases.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { keyed } from '../../keyed.ts';
import { holdersNow, isAdministrator } from '../../leavers/holders.ts';
import type { ExportFile } from './formats.ts';
import { type Chapter, htmlOf } from './pack-html.ts';

/** The stages for paper. Shutting down and restoring can wait until the bot works again. */
const STAGES = ['S0', 'S1', 'S2'] as const satisfies readonly Stage[];
const CONTROLS = ['secured', 'lost'] as const satisfies readonly Control[];
/** The first fifteen minutes by phone. */
const RUNBOOK = ['call', 'login', 'proof', 'recover', 'stop', 'related', 'tell', 'public', 'write-down'] as const;

export async function packFile(tx: Tx, org: Org, lang: Lang, now: Date): Promise<ExportFile> {
  const known = await knownRunning(tx);
  const administrators = await administratorsOf(tx, known, org);
  const chapters = [
    runbook(lang),
    ...contacts(org, lang),
    ...channels(known, administrators, org, lang),
    doors(known, lang),
    ...checklists(known, lang),
  ];
  const title = keyed(lang, 'pack.title');
  const intro = keyed(lang, 'pack.intro', { city: org.organisation.city.name, at: sayTime(lang, now) });
  const content = new TextEncoder().encode(htmlOf({ title, intro, lang, chapters }));
  return {
    name: `${keyed(lang, 'pack.file')}-${berlinDay(now)}.html`,
    type: 'text/html; charset=utf-8',
    content,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

const runbook = (lang: Lang): Chapter => ({
  title: keyed(lang, 'pack.runbook'),
  steps: RUNBOOK.map((key) => keyed(lang, `pack.runbook.${key}`)),
});

/** Each channel's administrators by name, with their phone number if the organisation has one. */
async function administratorsOf(tx: Tx, known: readonly Known[], org: Org): Promise<Map<string, string>> {
  const { people, incident } = org.organisation;
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const phones = new Map((incident?.phones ?? []).map(({ person, phone }) => [person, phone]));
  const applications = known.flatMap(({ application }) => (application ? [application] : []));
  const removals = await rightsRemovalsOf(
    tx,
    applications.map(({ id }) => id),
  );
  return new Map(
    known.map(({ channel, application }) => {
      const here = application
        ? holdersNow(application, removals).filter(({ role, person }) => isAdministrator(role) && !org.gone.has(person))
        : [];
      const said = [...new Set(here.map(({ person }) => person))].map((person) =>
        [names.get(person) ?? '–', ...(phones.has(person) ? [phones.get(person)] : [])].join(', '),
      );
      return [channel.id, said.join('\n')];
    }),
  );
}

function contacts({ organisation, gone }: Org, lang: Lang): Chapter[] {
  const { phones = [], contacts: outside = [] } = organisation.incident ?? {};
  const nameOf = (id: string) => organisation.people.find((person) => person.id === id)?.name ?? '–';
  return [
    {
      title: keyed(lang, 'incident.contacts.own'),
      columns: [keyed(lang, 'pack.who'), keyed(lang, 'pack.phone')],
      rows: phones.filter(({ person }) => !gone.has(person)).map(({ person, phone }) => [nameOf(person), phone]),
    },
    {
      title: keyed(lang, 'incident.contacts.outside'),
      columns: [keyed(lang, 'pack.who'), keyed(lang, 'pack.phone'), keyed(lang, 'pack.address')],
      rows: outside.map(({ name, phone, url, note }) => [
        [name, ...(note ? [note] : [])].join(' · '),
        phone ?? '',
        url ?? '',
      ]),
    },
  ];
}

function channels(known: readonly Known[], who: ReadonlyMap<string, string>, org: Org, lang: Lang): Chapter[] {
  const offices = [...new Set(known.map(({ channel }) => channel.office))];
  const nameOf = (id: string) => org.organisation.offices.find((office) => office.id === id)?.name ?? id;
  return offices
    .map((office) => ({
      title: `${keyed(lang, 'pack.channels')}: ${nameOf(office)}`,
      columns: ['platform', 'channel', 'address', 'state', 'administrators'].map((key) => keyed(lang, `pack.${key}`)),
      rows: known
        .filter(({ channel }) => channel.office === office)
        .map(({ channel }) => [
          platformRow(channel.platform).name,
          channel.name,
          channel.url ?? '',
          keyed(lang, `channel.${channel.state}`),
          who.get(channel.id) ?? '',
        ]),
    }))
    .sort((a, b) => a.title.localeCompare(b.title, lang));
}

const inUse = (known: readonly Known[]): Platform[] =>
  PLATFORM_KEYS.filter((platform) => known.some(({ channel }) => channel.platform === platform));

const doors = (known: readonly Known[], lang: Lang): Chapter => ({
  title: keyed(lang, 'incident.contacts.platforms'),
  columns: [keyed(lang, 'pack.platform'), keyed(lang, 'pack.address')],
  rows: inUse(known).map((platform) => [
    platformRow(platform).name,
    recoveryLink(platform) ?? keyed(lang, 'pack.no-door'),
  ]),
});

function checklists(known: readonly Known[], lang: Lang): Chapter[] {
  return inUse(known).flatMap((platform) =>
    CONTROLS.map((control) => ({
      title: `${platformRow(platform).name}: ${keyed(lang, `incident.control.${control}`)}`,
      columns: ['☐', keyed(lang, 'pack.stage'), keyed(lang, 'pack.step')],
      rows: STAGES.flatMap((stage) =>
        checklist(platform, stage, control).map(({ key }) => [
          '☐',
          keyed(lang, `incident.stage.${stage}`),
          keyed(lang, `step.${key}`),
        ]),
      ),
    })),
  );
}
