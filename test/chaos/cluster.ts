/** A Postgres of this run's own, so that it can be restarted in the middle without touching anybody else's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Cluster = {
  /** Of its database `postgres`, as superuser. */
  url: string;
  /** `immediate`: as if the machine's Postgres had crashed. Returns when it takes connections again. */
  restart(how: 'fast' | 'immediate'): void;
  stop(): void;
};

/** @throws when this machine has no Postgres server, with what to install */
export async function startCluster(): Promise<Cluster> {
  const bin = binaries();
  // Postgres refuses to run as root.
  const user = process.getuid?.() === 0 ? accountOf('postgres') : undefined;
  const dir = mkdtempSync(join(tmpdir(), 'kanalwacht-chaos-'));
  if (user) chownSync(dir, user.uid, user.gid);
  chmodSync(dir, 0o700);
  const data = join(dir, 'data');
  const port = await freePort();
  const run = (name: string, ...args: string[]): void => {
    execFileSync(join(bin, name), args, { stdio: 'pipe', cwd: dir, ...user });
  };
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync');
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${dir} -c fsync=off`;
  const control = (...args: string[]) => run('pg_ctl', '-D', data, '-w', '-l', join(dir, 'log'), ...args);
  control('start', '-o', options);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    restart: (how) => control('restart', '-m', how, '-o', options),
    stop: () => {
      control('stop', '-m', 'immediate');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function binaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(a) - Number(b)) : [];
  const found = [
    ...versions.map((version) => join(root, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ].findLast((dir) => existsSync(join(dir, 'initdb')) && existsSync(join(dir, 'pg_ctl')));
  if (!found)
    throw new Error(
      'npm run chaos needs a Postgres server on this machine (initdb, pg_ctl): apt-get install postgresql',
    );
  return found;
}

function accountOf(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
