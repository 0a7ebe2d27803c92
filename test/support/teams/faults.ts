/** Requested faults: what the fake connector does wrong, and how often. */
import type { ServerResponse } from 'node:http';

export type Operation = 'post' | 'update' | 'create' | 'member' | 'token' | 'keys' | 'file';

/**
 * `reset`: the connection breaks before anything is done. `accept-then-reset`: the request is executed and the response
 * lost. `hang`: no response until the fake is closed. `half`: a response that never ends. `garbage`: executed, with an
 * unreadable response.
 */
export type Fault =
  | { status: number; code?: string; retryAfter?: number }
  | 'reset'
  | 'accept-then-reset'
  | 'hang'
  | 'half'
  | 'garbage';

type Order = { on: Operation; fault: Fault; left: number };

export class Faults {
  readonly #orders: Order[] = [];

  /** The next `times` requests of this kind fail. */
  order(on: Operation, fault: Fault, times = 1): void {
    this.#orders.push({ on, fault, left: times });
  }

  /** From now on everything succeeds. */
  heal(): void {
    this.#orders.length = 0;
  }

  take(on: Operation): Fault | undefined {
    const order = this.#orders.find((one) => one.on === on && one.left > 0);
    if (!order) return undefined;
    order.left -= 1;
    return order.fault;
  }
}

/** Plays a fault. True: the request is over. False: the caller executes it (and its response is lost). */
export function play(fault: Fault, response: ServerResponse): boolean {
  if (fault === 'reset') {
    response.socket?.destroy();
    return true;
  }
  if (fault === 'hang') return true;
  if (fault === 'half') {
    response.writeHead(201, { 'content-type': 'application/json' });
    response.write('{"id":');
    return true;
  }
  if (fault === 'accept-then-reset' || fault === 'garbage') return false;
  const after = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  response.writeHead(fault.status, { 'content-type': 'application/json', ...after });
  response.end(fault.code ? JSON.stringify({ error: { code: fault.code, message: 'ordered by the test' } }) : '');
  return true;
}
