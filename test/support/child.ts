/** A real process that runs one of our scripts: its output line by line, and a kill that it cannot catch. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundled } from './bundle.ts';

export type Child = {
  pid: number;
  /** The next output line that starts like this. Rejects if the process ends first. */
  line(start: string): Promise<string>;
  /** Sends SIGKILL and waits for the end. */
  kill(): Promise<void>;
  /** Its exit code; null after a kill. */
  ended: Promise<number | null>;
};

/** @param script a file in this folder; its bundled version runs */
export function startChild(script: string, ...args: string[]): Child {
  const child: ChildProcess = spawn(process.execPath, [bundled(`test/support/${script}`), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const told = () => {
    for (const look of waiting) look();
  };
  let open = true;
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      told();
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      open = false;
      told();
      resolve(code);
    });
  });
  return {
    pid: child.pid!,
    ended,
    line: (start) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const at = lines.findIndex((line) => line.startsWith(start));
          if (at < 0 && open) return;
          waiting.delete(look);
          if (at < 0) reject(new Error(`${script} ended without "${start}":\n${lines.join('\n')}`));
          else resolve(lines.splice(at, 1)[0]!);
        };
        waiting.add(look);
        look();
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
