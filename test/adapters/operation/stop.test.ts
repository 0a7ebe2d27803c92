import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { outlive, stopOnSignals } from '../../../adapters/operation/stop.ts';

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent, fatal: silent };

function makeProcess(stop: () => Promise<void>) {
  const signals = new EventEmitter();
  const codes: number[] = [];
  let now = 0;
  let exited = silent;
  const exit = new Promise<void>((resolve) => {
    exited = resolve;
  });
  stopOnSignals({
    signals,
    stop,
    log,
    clock: () => now,
    exit: (code) => {
      codes.push(code);
      exited();
    },
  });
  const later = (ms: number) => {
    now += ms;
  };
  return { signals, codes, exit, later };
}
const never = () => new Promise<void>(() => {});

describe('stopOnSignals', () => {
  it('ends with 0 when everything was finished', async () => {
    const { signals, codes, exit } = makeProcess(async () => {});
    signals.emit('SIGTERM');
    await exit;
    expect(codes).toEqual([0]);
  });

  it('ends with 1 when the end failed', async () => {
    const { signals, codes, exit } = makeProcess(() => Promise.reject(new Error('stuck')));
    signals.emit('SIGINT');
    await exit;
    expect(codes).toEqual([1]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends at once on a second signal (%s)', (signal, code) => {
    const { signals, codes, later } = makeProcess(never);
    signals.emit('SIGTERM');
    later(600);
    signals.emit(signal);
    expect(codes).toEqual([code]);
  });

  it('takes the echo of one key press for one', () => {
    const { signals, codes, later } = makeProcess(never);
    signals.emit('SIGINT');
    later(20);
    signals.emit('SIGINT');
    expect(codes).toEqual([]);
  });
});

describe('outlive', () => {
  function makeOutlive(stop: () => Promise<void>) {
    const signals = new EventEmitter();
    let faults = 0;
    let ended = (_code: number) => {};
    const exit = new Promise<number>((resolve) => {
      ended = resolve;
    });
    const onFault = () => {
      faults += 1;
    };
    outlive({ signals, stop, log, onFault, exit: (code) => ended(code) });
    return { signals, exit, faults: () => faults };
  }

  it('goes on after a promise that nobody waited for', () => {
    let stopped = false;
    const { signals, faults } = makeOutlive(async () => {
      stopped = true;
    });
    signals.emit('unhandledRejection', new Error('stray'));
    expect([faults(), stopped]).toEqual([1, false]);
  });

  it.each([
    ['in order', async () => {}],
    ['also when the end fails', () => Promise.reject(new Error('stuck'))],
  ])('ends after an error that nobody caught, %s', async (_how, stop) => {
    const { signals, exit, faults } = makeOutlive(stop);
    signals.emit('uncaughtException', new Error('half done'));
    expect(await exit).toBe(70);
    expect(faults()).toBe(1);
  });
});
