/** A process that wants the data directory: `lock` only, or `open` with its database. Prints the result, then stays. */
import { openPglite } from '../../db/connect.ts';
import { DirectoryInUse, lockDirectory } from '../../db/operation/data-directory-lock.ts';

const [how, dir] = process.argv.slice(2) as ['lock' | 'open', string];
try {
  if (how === 'open') await openPglite(dir);
  else lockDirectory(dir);
  console.log('has it');
  setInterval(() => {}, 60_000);
} catch (error) {
  if (!(error instanceof DirectoryInUse)) throw error;
  console.log(`refused: ${error.pid}`);
  process.exit(3);
}
