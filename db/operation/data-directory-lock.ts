/** Allows one process per data directory. PGlite would let a second one write, which destroys the data. */
import { linkSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process uses the data directory. */
export class DirectoryInUse extends Error {
  readonly pid: number;
  constructor(dir: string, pid: number) {
    super(
      `The data directory ${dir} is in use by process ${pid}. Stop that process first, or set DATABASE_URL: ` +
        'Postgres serves any number of processes.',
    );
    this.name = 'DirectoryInUse';
    this.pid = pid;
  }
}

/** `born` distinguishes a process from a later one with the same id (in a container it is always 1). */
type Owner = { pid: number; born: string | null };

/** Locks held by this process. Its own id in the file would otherwise look like a stale lock. */
const held = new Set<string>();

/**
 * Takes `dir/kanalwacht.lock` for this process. A lock of a dead process is taken over. Only processes of this machine
 * or container are visible, not those of others that share the folder.
 * @returns releases the lock
 * @throws DirectoryInUse
 */
export function lockDirectory(dir: string): () => void {
  mkdirSync(dir, { recursive: true });
  const file = join(realpathSync(dir), 'kanalwacht.lock');
  if (held.has(file)) throw new DirectoryInUse(dir, process.pid);
  if (!place(file)) takeOver(dir, file);
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
}

/** Creates the file with its content in one step, so that nobody reads it half written. @returns false if it exists */
function place(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, born: bornOf(process.pid) } satisfies Owner));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Only the holder of the second file may remove the first. Otherwise the slower of two starting processes would remove
 * the faster one's lock.
 */
function takeOver(dir: string, file: string): void {
  const guard = `${file}.takeover`;
  for (;;) {
    refuseIfAlive(dir, file);
    if (!place(guard)) {
      refuseIfAlive(dir, guard);
      rmSync(guard, { force: true });
      continue;
    }
    try {
      refuseIfAlive(dir, file);
      rmSync(file, { force: true });
      if (place(file)) return;
    } finally {
      rmSync(guard, { force: true });
    }
  }
}

function refuseIfAlive(dir: string, file: string): void {
  const owner = ownerOf(file);
  if (owner && alive(owner)) throw new DirectoryInUse(dir, owner.pid);
}

function ownerOf(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return null; // gone meanwhile, or not ours: no running bot writes such a file
  }
}

function alive({ pid, born }: Owner): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = bornOf(pid);
  return now === null || born === null || now === born;
}

/** Start time of the process in kernel clock ticks. Null if the system does not tell. */
function bornOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name (second field) may contain spaces and brackets; the start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
