import { createServer, request as rawRequest } from 'node:http';
import { Router } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { localRouter } from '../../adapters/local/router.ts';
import type { Log } from '../../adapters/operation/log.ts';
import { createMetrics } from '../../adapters/operation/metrics.ts';
import { createApp, type Doors, ListenFault, type Listening, listen } from '../../adapters/server.ts';
import { makeWorkspace } from '../support/local-workspace.ts';

type Written = { data: object; message: string };

const running: Listening[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close(50)));
});

function makeLog(): { log: Log; written: Written[] } {
  const written: Written[] = [];
  const line = (data: object, message: string) => void written.push({ data, message });
  return { log: { debug: line, info: line, warn: line, error: line, fatal: line }, written };
}

type Start = {
  doors?: Doors;
  faults?: () => Promise<Record<string, string>>;
  counts?: () => Promise<Record<string, number>>;
};

async function start({ doors = {}, faults = async () => ({}), counts = async () => ({}) }: Start = {}) {
  const { log, written } = makeLog();
  const metrics = createMetrics(counts);
  const server = await listen(createApp({ doors, faults, metrics, log }), '127.0.0.1', 0);
  running.push(server);
  return { url: server.url, server, written, metrics };
}

const post = (url: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

describe('the doors', () => {
  it('leaves the raw body to Slack', async () => {
    const bodies: string[] = [];
    const slack: Doors['slack'] = async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      bodies.push(Buffer.concat(parts).toString());
      response.end('ok');
    };
    const { url } = await start({ doors: { slack } });
    const answer = await post(`${url}/slack/events`, '{"a" :1}');
    expect([await answer.text(), bodies]).toEqual(['ok', ['{"a" :1}']]);
  });

  it('gives Teams the parsed body, up to a megabyte', async () => {
    const bodies: unknown[] = [];
    const { url } = await start({
      doors: {
        teams: (request, response) => {
          bodies.push(request.body);
          response.status(200).end();
        },
      },
    });
    expect((await post(`${url}/api/messages`, '{"type":"message"}')).status).toBe(200);
    expect((await post(`${url}/api/messages`, JSON.stringify({ text: 'x'.repeat(1_100_000) }))).status).toBe(413);
    expect((await post(`${url}/api/messages`, '{"type":')).status).toBe(400);
    expect(
      (await post(`${url}/api/messages`, '{}', { 'content-type': 'application/json; charset=klingon' })).status,
    ).toBe(415);
    expect(bodies).toEqual([{ type: 'message' }]);
  });

  it('takes nothing but POST there', async () => {
    const { url } = await start({ doors: { slack: (_request, response) => response.end(), teams: () => {} } });
    for (const door of ['/slack/events', '/api/messages']) {
      const answer = await fetch(`${url}${door}`);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it('tells which doors there are to whom finds none', async () => {
    const bare = await start();
    const missing = await fetch(`${bare.url}/wp-login.php`);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({ error: 'not found', doors: ['/healthz', '/metrics', '/readyz'] });
    expect((await fetch(bare.url)).status).toBe(404);
    const full = await start({ doors: { slack: () => {}, teams: () => {}, local: Router() } });
    expect(await (await fetch(`${full.url}/nirgends`)).json()).toMatchObject({
      doors: ['/', '/api/messages', '/healthz', '/metrics', '/readyz', '/slack/events'],
    });
  });

  it('shows the local workspace with its own, looser rules', async () => {
    const { url } = await start({ doors: { local: localRouter(makeWorkspace().deps) } });
    const page = await fetch(`${url}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('says nothing about itself and lets nobody frame or keep it', async () => {
    const { url } = await start();
    for (const path of ['/healthz', '/nirgends']) {
      const { headers } = await fetch(`${url}${path}`);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('answers a bug without its innards, and logs it once', async () => {
    const fail: Doors['teams'] = () => {
      throw new Error('Passwort im Klartext');
    };
    const { url, written, metrics } = await start({ doors: { teams: fail } });
    const answer = await post(`${url}/api/messages`, '{}');
    expect([answer.status, await answer.json()]).toEqual([500, { error: 'failed' }]);
    expect(written).toHaveLength(1);
    expect(await metrics.text()).toContain('kanalwacht_faults_total{where="door"} 1');
  });
});

describe('the checks', () => {
  it('is up as long as it answers', async () => {
    const { url } = await start({ faults: async () => ({ database: 'no-answer' }) });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'up' });
  });

  it('is ready when nothing is missing', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('says why it is not ready', async () => {
    const { url } = await start({ faults: async () => ({ database: 'no-answer' }) });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'not ready', faults: { database: 'no-answer' } });
  });
});

describe('the figures', () => {
  it('count requests by door, deliveries, effects and what stands in the outbox', async () => {
    const { url, metrics } = await start({ counts: async () => ({ waiting: 3, dead: 1 }) });
    await fetch(`${url}/healthz`);
    await fetch(`${url}/geheim/leitung@stadt.example`);
    metrics.delivery('slack', { kind: 'none' });
    metrics.delivery('teams', { kind: 'notice', text: '', tone: 'warning' });
    metrics.delivery('teams', { kind: 'notice', text: '', tone: 'danger', again: true });
    metrics.effect('slack', 'posted');
    const answer = await fetch(`${url}/metrics`);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toContain('text/plain');
    for (const line of [
      'kanalwacht_http_request_seconds_count{door="/healthz",method="GET",status="200"} 1',
      'kanalwacht_http_request_seconds_count{door="other",method="GET",status="404"} 1',
      'kanalwacht_inbox_deliveries_total{chat="slack",outcome="answered"} 1',
      'kanalwacht_inbox_deliveries_total{chat="teams",outcome="refused"} 1',
      'kanalwacht_inbox_deliveries_total{chat="teams",outcome="fault"} 1',
      'kanalwacht_effect_tries_total{chat="slack",outcome="posted"} 1',
      'kanalwacht_outbox_effects{state="waiting"} 3',
      'kanalwacht_outbox_effects{state="dead"} 1',
    ])
      expect(text).toContain(line);
    expect(text).not.toContain('stadt.example');
  });

  it('come without the outbox while the database is gone', async () => {
    const { url } = await start({ counts: () => Promise.reject(new Error('gone')) });
    const answer = await fetch(`${url}/metrics`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('process_cpu_seconds_total');
  });
});

describe('listen', () => {
  it('says that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { log } = makeLog();
    const app = createApp({ doors: {}, faults: async () => ({}), metrics: createMetrics(async () => ({})), log });
    const fault = await listen(app, '127.0.0.1', port).catch((error: unknown) => error);
    other.close();
    expect(fault).toBeInstanceOf(ListenFault);
    expect(fault).toMatchObject({ code: 'EADDRINUSE', host: '127.0.0.1', port });
  });

  it('lets a running request end before it goes, and takes no new one', async () => {
    let finish = () => {};
    const arrived = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let answer = () => {};
    const { url, server } = await start({
      doors: {
        teams: (_request, response) => {
          answer = () => response.status(200).json({ done: true });
          finish();
        },
      },
    });
    const waiting = post(`${url}/api/messages`, '{}');
    await arrived;
    const closed = server.close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    answer();
    expect(await (await waiting).json()).toEqual({ done: true });
    await closed;
  });

  it('does not wait for pages that listen for changes', async () => {
    const { url, server } = await start({ doors: { local: localRouter(makeWorkspace().deps) } });
    const ended = new Promise<void>((resolve, reject) => {
      const stream = rawRequest(`${url}/local/events`, (response) => {
        response.once('data', () => void server.close(60_000));
        response.once('end', resolve);
        response.resume();
      });
      stream.once('error', reject).end();
    });
    await ended;
  });
});
