/** Another process on the same Postgres: applies a file with a new name for the head, or marks the clerk as gone. */
import { openPostgres, type Tx } from '../../db/connect.ts';
import { applyOrganisation } from '../../db/organisation/organisation.ts';
import { findPerson } from '../../db/organisation/people.ts';
import { makeCity } from './city.ts';
import { setGone } from './past-commands.ts';

const [what, url] = process.argv.slice(2) as ['apply' | 'gone', string];
const store = await openPostgres(url);
await store.db.transaction(async (inner) => {
  const tx = inner as Tx;
  if (what === 'gone') return setGone(tx, (await findPerson(tx, 'local', 'local', 'clerk'))!, true);
  const { people } = makeCity();
  const renamed = people.map((person) => (person.id === 'head' ? { ...person, name: 'Neue Leitung' } : person));
  await applyOrganisation(tx, makeCity({ people: renamed }), new Date());
});
await store.close();
