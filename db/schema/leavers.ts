/** Who leaves: cases with what is to be done, people taken off a channel, and what the directories say. */
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
    /** Each source with what it says; one that takes it back disappears. */
    reports: jsonb('reports').$type<Reports>().notNull(),
    /** ISO day, the last one. Confidential: shown to the line above only, never in a room. */
    leavesOn: text('leaves_on'),
    reason: text('reason'),
    /** Who answers for it now. */
    manager: text('manager'),
    openedBy: text('opened_by').notNull(),
    openedAt: at('opened_at').notNull(),
    /** Since when the deadlines run. */
    confirmedAt: at('confirmed_at'),
    closedAt: at('closed_at'),
    closedBecause: text('closed_because').$type<'reactivated' | 'done'>(),
  },
  (t) => [
    /** One open case per person, however many sources report at once. */
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
    /** The application that names the person there. */
    application: text('application'),
    /** Function on the channel (`administrator`), or kind of seat (`head`). */
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

/** People whom the registry no longer counts on a channel although the frozen application still names them. */
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

/** An account of a directory as it was last seen. What it says of a person's name stays in the directory. */
export const directoryAccounts = pgTable(
  'directory_accounts',
  {
    source: text('source').$type<DirectorySource>().notNull(),
    externalId: text('external_id').notNull(),
    /** The person of the registry, once known; no directory moves a link, only people who say so. */
    person: text('person'),
    /** The manager's id in the same directory. Kept when the directory forgets it: it may go with the person. */
    manager: text('manager'),
    active: boolean('active'),
    department: text('department'),
    login: text('login'),
    /** The address the directory vouches for, small letters; the login may be another one. */
    email: text('email'),
    /** The directory's own time of the last change, for events that arrive out of order. */
    changedAt: at('changed_at'),
    seenAt: at('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.externalId] }),
    uniqueIndex('directory_accounts_person').on(t.source, t.person),
  ],
);

/** Where a sweep goes on next time: Graph's delta link, the subscription's id. */
export const directorySync = pgTable('directory_sync', {
  source: text('source').primaryKey(),
  cursor: text('cursor'),
  at: at('at').notNull(),
});
