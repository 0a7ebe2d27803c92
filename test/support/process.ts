/** The program as operators run it: in its own process and folder, without our environment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { bundled } from './bundle.ts';

/** `signal`: the signal that ended it, if it did not exit by itself. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string };
export type Running = {
  child: ChildProcess;
  /** Resolves with the match once it is printed. Rejects if the process ends first. */
  printed: (pattern: RegExp) => Promise<RegExpExecArray>;
  ended: Promise<Ended>;
};

/** Starts `bot/main.ts` with these arguments and variables, in `cwd`. */
export function runMain(args: readonly string[], cwd: string, env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [bundled('bot/main.ts'), ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(out);
        if (found) resolve(found);
      };
      child.stdout.on('data', look);
      ended.then(
        ({ code }) => reject(new Error(`ended with ${code} before it printed ${pattern}:\n${out}\n${err}`)),
        reject,
      );
      look();
    });
  return { child, printed, ended };
}
