/** Queries for channels and applications: one dossier, a page of a list, what waits for whom. */
import { and, asc, count, desc, eq, ilike, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ApplicationFacts } from '../../bot/organisation/permission.ts';
import type { Platform } from '../../bot/platform/platform.ts';
import type { ChannelState } from '../../bot/registry/channel.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import { readRows, rowsAsJson } from '../rows-as-json.ts';
import { applications, attachments, channels, counters, notes, tasks, votes } from '../schema.ts';

export type Application = Stored<'applications'>;
export type Vote = Stored<'votes'>;
export type Channel = Stored<'channels'>;
export type Note = Stored<'notes'>;
export type Task = Stored<'tasks'>;
export type Attachment = Omit<Stored<'attachments'>, 'content'>;

/** Everything needed for the card and decisions of one application. */
export type Dossier = {
  application: Application;
  predecessor: Application | null;
  earlierVotes: Vote[];
  /** All versions of the channel's applications, including this one and drafts, oldest first: section 5 of the form. */
  versions: Application[];
  votes: Vote[];
  notes: Note[];
  attachments: Attachment[];
  tasks: Task[];
  channel: Channel | null;
};

export async function applicationById(tx: Tx, id: string): Promise<Application | null> {
  const [row] = await tx.select().from(applications).where(eq(applications.id, id));
  return row ?? null;
}

export async function channelById(tx: Tx, id: string): Promise<Channel | null> {
  const [row] = await tx.select().from(channels).where(eq(channels.id, id));
  return row ?? null;
}

export async function channelByKey(tx: Tx, key: string): Promise<Channel | null> {
  const [row] = await tx.select().from(channels).where(eq(channels.key, key));
  return row ?? null;
}

const self = alias(applications, 'self');
const FILE = {
  application: self,
  versions: rowsAsJson(
    applications,
    sql`${applications.root} = ${self.root} or ${applications.id} in (${self.id}, ${self.predecessor})`,
    sql`${applications.revision}`,
  ),
  votes: rowsAsJson(votes, sql`${votes.application} in (${self.id}, ${self.predecessor})`),
  notes: rowsAsJson(notes, sql`${notes.application} = ${self.id}`, sql`${notes.at}, ${notes.id}`),
  attachments: rowsAsJson(attachments, sql`${attachments.application} = ${self.id}`, sql`${attachments.at}`),
  tasks: rowsAsJson(tasks, sql`${tasks.application} = ${self.id}`, sql`${tasks.createdAt}, ${tasks.id}`),
  channels: rowsAsJson(channels, sql`${channels.id} = ${self.channel}`),
};

/** Reads everything in one statement, so that no decision can happen in between. */
export async function dossier(tx: Tx, id: string): Promise<Dossier | null> {
  const [file] = await tx.select(FILE).from(self).where(eq(self.id, id));
  if (!file) return null;
  const { application } = file;
  const known = readRows(applications, file.versions);
  const cast = readRows(votes, file.votes);
  return {
    application,
    predecessor: known.find((version) => version.id === application.predecessor) ?? null,
    earlierVotes: cast.filter((vote) => vote.application !== id),
    versions: known.filter(({ root }) => root !== null && root === application.root),
    votes: cast.filter((vote) => vote.application === id),
    notes: readRows(notes, file.notes),
    attachments: readRows(attachments, file.attachments),
    tasks: readRows(tasks, file.tasks),
    channel: readRows(channels, file.channels)[0] ?? null,
  };
}

/** All versions of a channel's applications, oldest first. */
export function chain(tx: Tx, root: string): Promise<Application[]> {
  return tx.select().from(applications).where(eq(applications.root, root)).orderBy(asc(applications.revision));
}

/** The tasks of these applications. */
export function tasksOf(tx: Tx, ids: readonly string[]): Promise<Task[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(tasks)
    .where(inArray(tasks.application, [...ids]))
    .orderBy(asc(tasks.createdAt), asc(tasks.id));
}

/** Finds applications by number (with or without version), id, a channel's address key, or its handle. */
export async function findApplications(tx: Tx, said: string, key: string | null): Promise<Application[]> {
  const text = said.trim();
  const number = /^(sn-\d{4}-\d{4,})(-v\d+)?$/i.exec(text);
  if (number) {
    const exact = number[2] ? eq(applications.number, text.replace(/^sn/i, 'SN').replace(/V(\d+)$/, 'v$1')) : undefined;
    const found = await tx
      .select()
      .from(applications)
      .where(exact ?? eq(applications.root, number[1]!.toUpperCase()))
      .orderBy(desc(applications.revision));
    return found.slice(0, 1);
  }
  const byId = await applicationById(tx, text);
  if (byId) return [byId];
  const handle = text.replace(/^@/, '').replaceAll(/[%_\\]/g, '\\$&');
  const named = await tx
    .select()
    .from(channels)
    .where(or(key ? eq(channels.key, key) : undefined, ilike(channels.handle, handle), ilike(channels.name, handle)))
    .limit(6);
  const ids = named.map((channel) => channel.application).filter((id) => id !== null);
  if (ids.length === 0) return [];
  return tx.select().from(applications).where(inArray(applications.id, ids));
}

/** A person's drafts, newest first. */
export function draftsOf(tx: Tx, person: string): Promise<Application[]> {
  return tx
    .select()
    .from(applications)
    .where(and(eq(applications.applicant, person), eq(applications.state, 'draft')))
    .orderBy(desc(applications.createdAt));
}

/** Another active application for the same address. */
export async function activeApplicationByKey(tx: Tx, key: string, except?: string): Promise<Application | null> {
  const rows = await tx
    .select()
    .from(applications)
    .where(
      and(
        eq(applications.key, key),
        inArray(applications.state, ['draft', 'head', 'participation', 'query', 'approved', 'published']),
        // A completed closure is no longer active.
        or(ne(applications.kind, 'closure'), ne(applications.state, 'published')),
        except ? ne(applications.id, except) : undefined,
      ),
    )
    // Submitted applications before drafts.
    .orderBy(desc(applications.revision), sql`${applications.number} is null`)
    .limit(1);
  return rows[0] ?? null;
}

/** The office's last submitted application, whose answers prefill the next form. */
export async function lastOfOffice(tx: Tx, office: string): Promise<Application | null> {
  const [row] = await tx
    .select()
    .from(applications)
    .where(and(eq(applications.office, office), ne(applications.state, 'draft'), ne(applications.state, 'withdrawn')))
    .orderBy(desc(applications.submittedAt))
    .limit(1);
  return row ?? null;
}

/** `null`: the requested value does not exist, so nothing matches. */
type ListFilter = {
  office?: string;
  platform?: Platform | null;
  state?: ChannelState | null;
  text?: string;
  offices?: string[];
};

/** A page of the registry. `offices`: only these (read rights). Absent: all. */
export async function listChannels(
  tx: Tx,
  filter: ListFilter,
  page: { size: number; number: number },
): Promise<{ rows: { channel: Channel; application: Application | null }[]; total: number }> {
  const like = filter.text ? `%${filter.text.replaceAll(/[%_\\]/g, '\\$&')}%` : undefined;
  const where: (SQL | undefined)[] = [
    filter.office ? eq(channels.office, filter.office) : undefined,
    filter.platform === undefined ? undefined : inArray(channels.platform, filter.platform ? [filter.platform] : []),
    filter.state === undefined ? undefined : inArray(channels.state, filter.state ? [filter.state] : []),
    like ? or(ilike(channels.name, like), ilike(channels.handle, like), ilike(channels.url, like)) : undefined,
    filter.offices ? inArray(channels.office, filter.offices.length > 0 ? filter.offices : ['']) : undefined,
  ];
  const [total] = await tx
    .select({ total: count() })
    .from(channels)
    .where(and(...where));
  const rows = await tx
    .select({ channel: channels, application: applications })
    .from(channels)
    .leftJoin(applications, eq(applications.id, channels.application))
    .where(and(...where))
    .orderBy(asc(channels.platform), asc(channels.name), asc(channels.id))
    .limit(page.size)
    .offset(page.size * (page.number - 1));
  return { rows, total: total?.total ?? 0 };
}

/** Applications being decided, with their votes. The rules say who may act on them. */
export async function openApplications(tx: Tx): Promise<{ application: Application; votes: Vote[] }[]> {
  const rows = await tx
    .select()
    .from(applications)
    .where(inArray(applications.state, ['head', 'participation', 'query']))
    .orderBy(asc(applications.submittedAt));
  const all =
    rows.length === 0
      ? []
      : await tx
          .select()
          .from(votes)
          .where(
            inArray(
              votes.application,
              rows.map((row) => row.id),
            ),
          );
  return rows.map((application) => ({ application, votes: all.filter((vote) => vote.application === application.id) }));
}

export function openTasks(tx: Tx, assignees: readonly string[]): Promise<Task[]> {
  if (assignees.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.state, 'open'), inArray(tasks.assignee, [...assignees])))
    .orderBy(asc(tasks.createdAt), asc(tasks.id));
}

export async function taskById(tx: Tx, id: string): Promise<Task | null> {
  const [row] = await tx.select().from(tasks).where(eq(tasks.id, id));
  return row ?? null;
}

/** The current counter. Taking the next number is a change on it. */
export async function counter(tx: Tx, id: string): Promise<{ id: string; version: number }> {
  await tx.insert(counters).values({ id, version: 0 }).onConflictDoNothing();
  const [row] = await tx.select().from(counters).where(eq(counters.id, id));
  return row!;
}

export async function attachmentById(tx: Tx, id: string): Promise<Stored<'attachments'> | null> {
  const [row] = await tx.select().from(attachments).where(eq(attachments.id, id));
  return row ?? null;
}

/** The people whom an application names with rights on the channel. */
export function holdersIn(answers: Record<string, unknown>): string[] {
  const persons = Array.isArray(answers.persons) ? (answers.persons as Record<string, unknown>[]) : [];
  return [...new Set(persons.map((entry) => String(entry.person ?? '')).filter((person) => person !== ''))];
}

/** The facts of an application that the rules about authority need. */
export function factsOf(application: Application): ApplicationFacts {
  const { office, legalBody, applicant, answers } = application;
  return { office, legalBody, applicant, holders: holdersIn(answers) };
}

/** Unanswered questions about this person's applications. */
export function openQuestionsFor(tx: Tx, person: string): Promise<{ note: Note; application: Application }[]> {
  return tx
    .select({ note: notes, application: applications })
    .from(notes)
    .innerJoin(applications, eq(applications.id, notes.application))
    .where(and(eq(applications.applicant, person), eq(notes.kind, 'query'), isNull(notes.closedAt)))
    .orderBy(asc(notes.at));
}

export async function noteById(tx: Tx, id: string): Promise<Note | null> {
  const [row] = await tx.select().from(notes).where(eq(notes.id, id));
  return row ?? null;
}

/** Number of files of an application, without refused ones. */
export async function attachmentCount(tx: Tx, application: string): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(attachments)
    .where(and(eq(attachments.application, application), ne(attachments.state, 'refused')));
  return row?.total ?? 0;
}
