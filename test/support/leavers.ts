/** Running channels, put into the registry without form and votes, for tests about their people. */
import { applyChanges, insert } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { newId } from '../../db/ids.ts';
import { completeAnswers, keyOf, newPage, twoPersons } from './acts.ts';

export const LEAVER = 'oeffentlichkeitsarbeit-bibliothek';
/** Head of the leaver's office, and the other administrator. */
export const MANAGER = 'leitung-bibliothek';

export type Names = { person: string; role: string };

/** A running channel with these people, without form and votes. @returns the application's id */
export async function registered(
  store: Store,
  at: Date,
  persons: Names[],
  answers: Record<string, unknown> = {},
): Promise<string> {
  const page = newPage();
  const named = [];
  for (const { person, role } of persons)
    named.push({ ...(await twoPersons(store))[0], person: await keyOf(store, person), role });
  const id = `a_${page.handle}`;
  const applicant = await keyOf(store, 'oeffentlichkeitsarbeit-kulturbetriebe');
  const all = await completeAnswers(store, { ...page, persons: named, ...answers });
  await store.db.transaction((tx) =>
    applyChanges(tx as Tx, [
      insert('channels', {
        id: `c_${page.handle}`,
        platform: 'facebook',
        name: page.name,
        handle: page.handle,
        url: page.url,
        key: `facebook:${page.handle}`,
        office: 'kulturbetriebe',
        state: 'published',
        application: id,
        administrators: persons.length,
        createdAt: at,
        changedAt: at,
      }),
      insert('applications', {
        id,
        number: `SN-2026-${page.handle.replace(/\D/g, '').padStart(4, '9')}-v1`,
        root: `SN-2026-${page.handle.replace(/\D/g, '').padStart(4, '9')}`,
        kind: 'new',
        state: 'published',
        office: 'kulturbetriebe',
        legalBody: 'kulturbetriebe',
        applicant,
        channel: `c_${page.handle}`,
        platform: 'facebook',
        title: `Facebook – ${page.name}`,
        key: `facebook:${page.handle}`,
        formVersion: 1,
        answers: all,
        createdAt: at,
      }),
    ]),
  );
  return id;
}

export const two = (first = LEAVER, second = MANAGER): Names[] => [
  { person: first, role: 'administrator' },
  { person: second, role: 'deputy-administrator' },
];

/** A person with only a name, as created by the form. @returns their key */
export async function typedIn(store: Store, at: Date, name: string): Promise<string> {
  const id = newId('person');
  await store.db.transaction((tx) => applyChanges(tx as Tx, [insert('people', { id, name, createdAt: at })]));
  return id;
}

/** A running channel whose second administrator is known only by name. */
export async function registeredWithTyped(
  store: Store,
  at: Date,
  name: string,
  { entry = {}, answers = {} }: { entry?: Record<string, unknown>; answers?: Record<string, unknown> } = {},
): Promise<{ id: string; person: string }> {
  const person = await typedIn(store, at, name);
  const [first, second] = await twoPersons(store);
  const persons = [first, { ...second, person, ...entry }];
  return { id: await registered(store, at, two(), { persons, ...answers }), person };
}
