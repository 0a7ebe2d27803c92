/** One person's monthly card: everything that waits for them or that they are responsible for. */

import { bodySet } from '../../../bot/organisation/permission.ts';
import type { StandingBody } from '../../../bot/participation/body.ts';
import { platformRow } from '../../../bot/platform/platform.ts';
import { addYears } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Button, Card, Lang, Node } from '../../../cards/node.ts';
import { sayDate, sayIfKnown } from '../../../cards/text.ts';
import type { Tx } from '../../../db/connect.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { type Channel, openApplications } from '../../../db/registry/dossiers.ts';
import { openConsents, standingConsents } from '../../../db/time/deadlines.ts';
import { lateDrafts, singleAdministrators } from '../../../db/time/january.ts';
import { keyed } from '../../keyed.ts';
import { oldEnough } from '../../leavers/due/consent.ts';
import { unnoticedItem } from '../../leavers/link-cards.ts';
import { unnoticedIn } from '../../leavers/unnoticed.ts';
import { noRightCard } from '../../no-right.ts';
import { lacking } from '../../registration/check.ts';
import { questionsFor, tasksFor, votesFor } from '../../registry/views/tasks.ts';
import { idOf, type Reader, type View } from '../../view.ts';
import { responsibleFor } from '../responsible.ts';

/** Rows per section. The rest is a number and a button to the whole list. */
const SHOWN = 5;
/** How many missing fields are named: an imported row lacks nearly all. */
const NAMED = 4;

export const digestView: View = async (tx, ref, reader) => {
  const { say, lang, actor } = reader;
  if (!actor || actor.person !== idOf(ref.subject)) return noRightCard(reader);
  const sections = await digestSections(tx, reader);
  const count = sections.reduce((sum, { items }) => sum + items.length, 0);
  const title = say('digest.title', { month: monthName(lang, ref.args.day ?? berlinDay(reader.now)) });
  const summary = say(count === 0 ? 'digest.nothing' : 'digest.summary', { count });
  const card: Card = {
    title,
    summary: `${title}: ${summary}`,
    lang,
    nodes: [
      { kind: 'banner', tone: count === 0 ? 'good' : 'info', text: summary },
      ...sections.flatMap(({ title: heading, items, all }): Node[] => [
        { kind: 'heading', text: `${heading} (${items.length})` },
        ...items.slice(0, SHOWN),
        ...(items.length > SHOWN
          ? [{ kind: 'note', text: say('digest.more', { count: items.length - SHOWN }) } as const]
          : []),
        ...(items.length > SHOWN && all ? [{ kind: 'actions' as const, buttons: [all] }] : []),
      ]),
      {
        kind: 'actions',
        buttons: [
          { label: say('digest.all'), do: 'tasks', style: 'primary' },
          { label: say('button.list'), do: 'list' },
        ],
      },
    ],
  };
  return card;
};

/** `all`: a button to the rest, if neither tasks nor list shows it. */
type Section = { title: string; items: Node[]; all?: Button };

/** Sections without items are left out. Without any section there is no card. */
export async function digestSections(tx: Tx, reader: Reader): Promise<Section[]> {
  const { say } = reader;
  const sections: Section[] = [
    { title: say('digest.votes'), items: await votesFor(tx, reader) },
    { title: say('digest.announced'), items: await announcedFor(tx, reader) },
    { title: say('digest.questions'), items: await questionsFor(tx, reader) },
    { title: say('digest.tasks'), items: await tasksFor(tx, reader) },
    { title: say('digest.missing'), items: await missingFor(tx, reader) },
    { title: say('digest.single'), items: await singleFor(tx, reader) },
    { title: say('digest.consents'), items: await consentsFor(tx, reader) },
    ...(await unnoticedFor(tx, reader)),
  ];
  return sections.filter(({ items }) => items.length > 0);
}

/** Tells FB 11 and staff council what will reach them once FB 3 has answered. */
async function announcedFor(tx: Tx, { actor, org, lang, say }: Reader): Promise<Node[]> {
  const open = await openApplications(tx);
  return open.flatMap(({ application, votes }): Node[] => {
    // Before the head's Ja it concerns the office alone.
    if (!votes.some(({ body, answer }) => body === 'head' && answer === 'yes')) return [];
    const coming = votes.filter(
      ({ body, openedAt }) => openedAt === null && body !== 'head' && seatIn(body, application.legalBody, actor, org),
    );
    return coming.map(({ body }) => ({
      kind: 'item',
      title: `${application.number ?? ''} – ${application.title}`,
      text: say('digest.announced.row', { body: keyed(lang, `body.${body}`) }),
      buttons: [{ label: say('button.show'), do: 'show', args: { what: application.id } }],
    }));
  });
}

function seatIn(body: StandingBody, legalBody: string, actor: Reader['actor'], org: Org): boolean {
  const set = bodySet(body, legalBody, org.facts);
  const all = set ? [...(set.lead ? [set.lead] : []), ...set.members] : [];
  return actor !== null && all.includes(actor.person);
}

const answersFor = ({ org, actor }: Reader, office: string): boolean =>
  actor !== null && responsibleFor(org, office).includes(actor.person);

async function missingFor(tx: Tx, reader: Reader): Promise<Node[]> {
  const { say, lang, actor, now, org } = reader;
  const offices = org.organisation.offices.map(({ id }) => id).filter((office) => answersFor(reader, office));
  // An import leaves hundreds of drafts. Only people responsible for unknown offices have to scan them all.
  const all = answersFor(reader, '');
  const drafts = await lateDrafts(tx, all ? undefined : { applicant: actor?.person ?? '', offices });
  return drafts
    .filter(({ applicant, office }) => applicant === actor?.person || answersFor(reader, office))
    .flatMap((draft): Node[] => {
      const missing = lacking(draft.answers, berlinDay(now));
      if (missing.length === 0) return [];
      const names = [...new Set(missing.map(({ path }) => fieldName(lang, path)))];
      const fields = `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ' …' : ''}`;
      return [
        {
          kind: 'item',
          title: `${draft.number ?? ''} – ${draft.title}`,
          text: say('digest.missing.row', { count: missing.length, fields }),
          buttons: [{ label: say('edit.button'), do: 'edit', args: { what: draft.id } }],
        },
      ];
    });
}

/** The form's name for `persons.0.role`; a problem of a whole page goes by the page. */
function fieldName(lang: Lang, path: string): string {
  const name = path.split('.').at(-1)!;
  return sayIfKnown(lang, `field.${name}`) ?? keyed(lang, `page.${name}`);
}

const channelTitle = (channel: Channel): string => `${platformRow(channel.platform).name} – ${channel.name}`;

async function singleFor(tx: Tx, reader: Reader): Promise<Node[]> {
  const { say } = reader;
  const rows = await singleAdministrators(tx);
  return rows
    .filter(({ channel }) => answersFor(reader, channel.office))
    .map(
      ({ channel, application }): Node => ({
        kind: 'item',
        title: channelTitle(channel),
        text: say('digest.single.row', { count: channel.administrators ?? 0 }),
        buttons: application ? [{ label: say('button.show'), do: 'show', args: { what: application.id } }] : [],
      }),
    );
}

/** Open consents and those a year old. A reader's own open ones are already listed as tasks. */
async function consentsFor(tx: Tx, reader: Reader): Promise<Node[]> {
  const { say, lang, now, actor } = reader;
  const today = berlinDay(now);
  const nameOf = (id: string) =>
    reader.org.organisation.people.find((person) => person.id === id)?.name ?? say('word.deleted-person');
  const open = (await openConsents(tx))
    .filter(({ task, channel }) => task.assignee !== actor?.person && answersFor(reader, channel.office))
    .map(({ task, channel }) => ({ task, channel, text: say('digest.consent.open', { name: nameOf(task.assignee) }) }));
  const old = (await standingConsents(tx, oldEnough(now)))
    .filter(({ task }) => addYears(berlinDay(task.doneAt!), 1) <= today)
    .filter(({ task, channel }) => task.assignee === actor?.person || answersFor(reader, channel.office))
    .map(({ task, channel }) => {
      const date = sayDate(lang, task.doneAt!);
      return { task, channel, text: say('digest.consent.old', { name: nameOf(task.assignee), date }) };
    });
  return [...open, ...old].map(
    ({ task, channel, text }): Node => ({
      kind: 'item',
      title: channelTitle(channel),
      text,
      buttons: [{ label: say('button.show'), do: 'show', args: { what: task.application } }],
    }),
  );
}

/** Registrars see everybody; heads and deputies see the people on their offices' channels. */
async function unnoticedFor(tx: Tx, reader: Reader): Promise<Section[]> {
  const { say, actor, org } = reader;
  if (!actor) return [];
  const own = org.organisation.offices.map(({ id }) => id).filter((office) => answersFor(reader, office));
  const offices = actor.roles.includes('registrar') ? null : own;
  if (offices?.length === 0) return [];
  const found = await unnoticedIn(tx, org, offices);
  if (!found || found.people.length === 0) return [];
  const title = say('digest.unnoticed');
  const all: Button = { label: say('digest.unnoticed.all'), do: 'admins-link' };
  if (found.sources.length > 0)
    return [{ title, all, items: found.people.map((one) => unnoticedItem(one, actor, org, say)) }];
  // Shown once, not per person, and only to registrars, who can have a directory connected.
  const item: Node = {
    kind: 'item',
    title: say('digest.no-directory'),
    text: say('account.no-directory'),
    buttons: [],
  };
  return offices === null ? [{ title, items: [item] }] : [];
}

const MONTH = {
  de: new Intl.DateTimeFormat('de-DE', { timeZone: 'UTC', month: 'long', year: 'numeric' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }),
} as const;

/** @param day ISO */
const monthName = (lang: Lang, day: string): string => MONTH[lang].format(new Date(`${day}T00:00:00Z`));
