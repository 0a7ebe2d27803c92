/** Shortcuts for command tests: submit an application in three requests, vote by body, read what was stored. */

import type { ChatName } from '../../bot/chat.ts';
import type { Body } from '../../bot/participation/body.ts';
import { buttons, type Card } from '../../cards/node.ts';
import type { Reply } from '../../cards/reply.ts';
import { type AuditRow, auditOf } from '../../db/audit.ts';
import { applyChanges, update } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import type { OutboxRow } from '../../db/delivery/outbox.ts';
import { type Application, applicationById, type Dossier, dossier, type Vote } from '../../db/registry/dossiers.ts';
import { applications, outbox, people } from '../../db/schema.ts';
import { ANSWERS, type Person, type Posted, plain, type Stage } from './stage.ts';

/** Who decides on an application of the Kulturbetriebe in the demo city, unless somebody is unavailable. */
export const DECIDERS = {
  head: 'leitung-kulturbetriebe',
  fb3: 'leitung-dortmund-agentur',
  privacy: 'datenschutz',
  security: 'ciso',
  fb11: 'leitung-personalamt',
  council: 'vorsitz-personalrat-kulturbetriebe',
} as const satisfies Record<Body, string>;

export const CLERK = 'oeffentlichkeitsarbeit-kulturbetriebe';

/** The card of a reply. @throws if the reply is not a card */
export function cardOf(reply: Reply): Card {
  if (reply.kind !== 'card') throw new Error(`no card but: ${plain(reply)}`);
  return reply.card;
}

/** An argument of a form's main button: its draft or application. */
export function argOf(reply: Reply, name: string): string {
  return String(cardOf(reply).form?.submit.args?.[name] ?? '');
}

/** The registry key of a person in the organisation file. */
export async function keyOf(store: Store, ref: string): Promise<string> {
  const rows = await store.db.select({ id: people.id, ref: people.ref }).from(people);
  const row = rows.find((person) => person.ref === ref);
  if (!row) throw new Error(`nobody is called ${ref}`);
  return row.id;
}

/** Two people with rights as the form keeps them. */
export async function twoPersons(
  store: Store,
  first = 'oeffentlichkeitsarbeit-bibliothek',
  second = 'leitung-bibliothek',
) {
  return [
    { ...ANSWERS.person, person: await keyOf(store, first), role: 'administrator' },
    { ...ANSWERS.person, person: await keyOf(store, second), role: 'deputy-administrator' },
  ];
}

/** All answers of a usual registration, as stored in a draft. */
export async function completeAnswers(
  store: Store,
  more: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { channel, operation, law, security, reasons } = ANSWERS;
  return {
    kind: 'new',
    ...channel,
    ...operation,
    ...law,
    ...security,
    costs: reasons.costs,
    persons: await twoPersons(store),
    ...more,
  };
}

/** Writes answers into a draft, bypassing the form. */
export async function putAnswers(store: Store, id: string, answers: Record<string, unknown>): Promise<void> {
  await store.db.transaction(async (tx) => {
    const draft = await applicationById(tx as Tx, id);
    if (!draft) throw new Error(`no draft ${id}`);
    const title = `Facebook – ${String(answers.name)}`;
    await applyChanges(tx as Tx, [update('applications', draft, { answers, title, platform: 'facebook' })]);
  });
}

let channels = 0;

/** A different page for each test. */
export function newPage(): { name: string; handle: string; url: string } {
  channels += 1;
  const handle = `KulturDortmund${channels}`;
  return { name: `Kultur ${channels}`, handle, url: `https://www.facebook.com/${handle}` };
}

/** A complete draft, not submitted. @returns its id */
export async function drafted(
  city: Stage,
  more: { clerk?: Person; office?: string; answers?: Record<string, unknown> } = {},
): Promise<string> {
  const page = newPage();
  const clerk = more.clerk ?? city.as(CLERK);
  const reply = await clerk.press('register', { link: page.url, ...(more.office ? { office: more.office } : {}) });
  const id = argOf(reply, 'draft');
  await putAnswers(city.store, id, await completeAnswers(city.store, { ...page, ...more.answers }));
  return id;
}

/** Submits a draft. @returns the application afterwards */
export async function handIn(city: Stage, id: string, clerk = city.as(CLERK)): Promise<Application> {
  const reply = await clerk.press('submit', { draft: id, sure: true });
  const row = await applicationOf(city.store, id);
  if (row.state === 'draft') throw new Error(`not submitted:\n${plain(reply)}`);
  return row;
}

/** An application that waits for its head. */
export async function submitted(city: Stage, more: Parameters<typeof drafted>[1] = {}): Promise<Application> {
  return handIn(city, await drafted(city, more), more.clerk);
}

export async function applicationOf(store: Store, id: string): Promise<Application> {
  const row = await store.db.transaction((tx) => applicationById(tx as Tx, id));
  if (!row) throw new Error(`no application ${id}`);
  return row;
}

export async function dossierOf(store: Store, id: string): Promise<Dossier> {
  const file = await store.db.transaction((tx) => dossier(tx as Tx, id));
  if (!file) throw new Error(`no application ${id}`);
  return file;
}

export async function voteOf(store: Store, id: string, body: Body): Promise<Vote> {
  const vote = (await dossierOf(store, id)).votes.find((candidate) => candidate.body === body);
  if (!vote) throw new Error(`${body} is not asked`);
  return vote;
}

/** The body's lead gives this vote, based on the current version. */
export async function voting(
  city: Stage,
  id: string,
  body: Body,
  answer: 'yes' | 'no' | 'unchanged' | 'change',
  more: { by?: string; inputs?: Record<string, unknown>; chat?: ChatName; seen?: number } = {},
): Promise<Reply> {
  const inputs = more.inputs ?? (answer === 'yes' && body === 'council' ? {} : undefined);
  const seen = more.seen ?? (await voteOf(city.store, id, body)).version;
  const args = { application: id, body, seen, answer, ...(inputs ? { sent: true } : {}) };
  return city.as(more.by ?? DECIDERS[body], more.chat).press('vote', args, inputs ?? {});
}

/** These bodies vote Ja, one after the other. */
export async function yesOf(city: Stage, id: string, ...bodies: Body[]): Promise<void> {
  for (const body of bodies) await voting(city, id, body, 'yes');
}

export const ALL_BODIES = ['head', 'fb3', 'privacy', 'security', 'fb11', 'council'] as const satisfies Body[];

/** Submitted and approved by all six. */
export async function approved(city: Stage, more: Parameters<typeof drafted>[1] = {}): Promise<Application> {
  const { id } = await submitted(city, more);
  await yesOf(city, id, ...ALL_BODIES);
  return applicationOf(city.store, id);
}

/** Approved and published. */
export async function published(city: Stage, more: Parameters<typeof drafted>[1] = {}): Promise<Application> {
  const { id, applicant } = await approved(city, more);
  const file = await dossierOf(city.store, id);
  const task = file.tasks.find(({ kind }) => kind === 'publish');
  if (!task || task.assignee !== applicant) throw new Error('nobody is to publish it');
  await (more.clerk ?? city.as(CLERK)).press('done', { task: task.id, seen: task.version });
  return applicationOf(city.store, id);
}

/** The audit entries of an application, in order, without deliveries of its cards. */
export async function trail(city: Stage, id: string): Promise<AuditRow[]> {
  const rows = await auditOf(city.store.db, `application:${id}`);
  return rows.filter(({ action }) => action !== 'delivered');
}

export async function allApplications(store: Store): Promise<Application[]> {
  return store.db.select().from(applications);
}

/** The outbox rows about a subject. */
export async function outboxAbout(store: Store, subject: string): Promise<OutboxRow[]> {
  const rows = await store.db.select().from(outbox);
  return rows.filter(({ effect }) => effect.do === 'post' && effect.card.subject === subject);
}

/** Every posted card whose summary contains the text, in any room. */
export function postedWith(city: Stage, text: string): Posted[] {
  return [...city.chats.values()].flatMap(({ posted }) => posted.filter(({ card }) => card.summary.includes(text)));
}

/** Presses a button on one posted card, as its chat would report it. */
export function pressOn(person: Person, posted: Posted, label: string, inputs: Record<string, unknown> = {}) {
  const button = buttons(posted.card).find((candidate) => candidate.label === label);
  if (!button)
    throw new Error(
      `no button "${label}" among ${buttons(posted.card)
        .map((b) => b.label)
        .join(', ')}`,
    );
  const where = { id: posted.ref.room, dm: posted.ref.room.startsWith('dm:') };
  return person.press(button.do, button.args ?? {}, inputs, { where, message: posted.ref.message });
}
