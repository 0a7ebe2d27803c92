/** Resolves the person fields of a screen: chat ids, listed names, and names new to the registry. */
import { clean, type Screen, type Values } from '../../cards/form.ts';
import { newId } from '../../db/ids.ts';
import { findPerson } from '../../db/organisation/people.ts';
import type { Context } from '../command.ts';
import type { setting } from './draft.ts';

/** A screen's inputs with people as registry keys, and the people to create. */
export type PeopleFound = { inputs: Values; fresh: { id: string; name: string }[] };

/** Adds people created by this request, who are in no list yet. */
export function withFresh(view: ReturnType<typeof setting>, { fresh }: PeopleFound): ReturnType<typeof setting> {
  return {
    ...view,
    people: [...view.people, ...fresh.map(({ id, name }) => ({ value: id, label: name }))],
    names: (id) => fresh.find((person) => person.id === id)?.name ?? view.names(id),
  };
}

/** Resolves this screen's person fields. Chat ids and known names become keys; a new full name becomes a new person. */
export async function resolvePeople({ tx, by, org, inputs }: Context, screen: Screen): Promise<PeopleFound> {
  const found: PeopleFound = { inputs: { ...inputs }, fresh: [] };
  for (const [name, field] of Object.entries(screen.page.fields)) {
    const path = screen.prefix + name;
    const said = field.kind === 'person' ? clean(field, inputs[path]) : undefined;
    if (typeof said !== 'string' || said === '') continue;
    const person = await findPerson(tx, by.chat, by.tenant, said);
    const called = turned(said);
    if (person) found.inputs[path] = person;
    else if (said.startsWith('p_')) found.inputs[path] = '';
    // Two people have this name. The reader has to choose from the list; a third person would be wrong.
    else if (isName(said) && !org.organisation.people.some((known) => sameName(known.name, called))) {
      const fresh = found.fresh.find((one) => sameName(one.name, called)) ?? { id: newId('person'), name: called };
      if (!found.fresh.includes(fresh)) found.fresh.push(fresh);
      found.inputs[path] = fresh.id;
    }
  }
  return found;
}

/** "Surname, first name", or at least two words. An unknown chat id is not a name. */
const isName = (text: string): boolean =>
  /^[\p{L}][\p{L}\p{M}'’.()/-]*(,? +[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.()/-]*)+$/u.test(text) && text.length <= 80;
const turned = (text: string): string => text.replace(/^([^,]+),\s*(.+)$/, '$2 $1');
const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
