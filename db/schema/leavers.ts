/** Leavers: cases and their items, people removed from a channel, and reports of the directories. */
import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { CaseState, DirectorySource, Item, Reports } from '../../bot/leavers/case.ts';
import { at, id, version } from '../columns.ts';

export const leaverCases = pgTable(
  'leaver_cases',
  {
    id: id(),
    version: version(),
    person: text('person').notNull(),
    state: text('state').$type<CaseState>().notNull(),
    /** The sources and their reports. A source that withdraws its report is removed. */
    reports: jsonb('reports').$type<Reports>().notNull(),
    /** The last day, ISO. Confidential: shown to the line managers only, never in a room. */
    leavesOn: text('leaves_on'),
    reason: text('reason'),
    /** The person now responsible. */
    manager: text('manager'),
    openedBy: text('opened_by').notNull(),
    openedAt: at('opened_at').notNull(),
    /** Start of the deadlines. */
    confirmedAt: at('confirmed_at'),
    closedAt: at('closed_at'),
    closedBecause: text('closed_because').$type<'reactivated' | 'done'>(),
  },
  (t) => [
    /** One open case per person, even if several sources report at once. */
    uniqueIndex('leaver_cases_open').on(t.person).where(sql`${t.state} <> 'closed'`),
    index('leaver_cases_state').on(t.state),
  ],
);

export const leaverItems = pgTable(
  'leaver_items',
  {
    id: id(),
    version: version(),
    case: text('case').notNull(),
    kind: text('kind').$type<Item['kind']>().notNull(),
    /** `channel:c_…`, `office:fb-3`, `body:council`, `role:press` */
    place: text('place').notNull(),
    channel: text('channel'),
    /** The application that names the person on this channel. */
    application: text('application'),
    /** The function on the channel (`administrator`), or the kind of seat (`head`). */
    right: text('right').notNull(),
    shared: boolean('shared').notNull().default(false),
    removedBy: text('removed_by'),
    removedAt: at('removed_at'),
    secondBy: text('second_by'),
    secondAt: at('second_at'),
    credentialsBy: text('credentials_by'),
    credentialsAt: at('credentials_at'),
    struck: text('struck').$type<Item['struck']>(),
    struckAt: at('struck_at'),
  },
  (t) => [uniqueIndex('leaver_items_right').on(t.case, t.place, t.right), index('leaver_items_channel').on(t.channel)],
);

/** People whom the registry no longer counts on a channel, although the frozen application still names them. */
export const holderStrikes = pgTable(
  'holder_strikes',
  {
    /** `application person` */
    id: id(),
    version: version(),
    application: text('application').notNull(),
    person: text('person').notNull(),
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('holder_strikes_application').on(t.application)],
);

/** A directory account as last seen. The person's name stays in the directory. */
export const directoryAccounts = pgTable(
  'directory_accounts',
  {
    source: text('source').$type<DirectorySource>().notNull(),
    externalId: text('external_id').notNull(),
    /** The person in the registry, once known. Only people can move this link, never a directory. */
    person: text('person'),
    /**
     * The manager's id in the same directory. Kept if the directory drops it, because it may disappear with the person.
     */
    manager: text('manager'),
    active: boolean('active'),
    department: text('department'),
    login: text('login'),
    /** The address the directory vouches for, in lower case. The login may differ. */
    email: text('email'),
    /** The directory's time of the last change, because events may arrive out of order. */
    changedAt: at('changed_at'),
    seenAt: at('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.externalId] }),
    uniqueIndex('directory_accounts_person').on(t.source, t.person),
  ],
);

/** Where the next sweep resumes: Graph's delta link, the subscription's id. */
export const directorySync = pgTable('directory_sync', {
  source: text('source').primaryKey(),
  cursor: text('cursor'),
  at: at('at').notNull(),
});
