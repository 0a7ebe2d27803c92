/** A Slack fake, a door and a shell written by hand, joined over real sockets; for the tests of this room. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SlackDoor, type SlackDoorOptions, slackDoor } from '../../../adapters/slack/app.ts';
import type { Log } from '../../../adapters/slack/log.ts';
import type { Inbound } from '../../../bot/chat.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import type { Reply } from '../../../cards/reply.ts';
import { type MemoryDeliveries, memoryDeliveries } from '../../support/memory-deliveries.ts';
import { slackFake } from '../../support/slack-fake.ts';
import type { SlackFake, SlackFakeOptions } from '../../support/slack-fake-port.ts';

export const CLERK = 'sachbearbeitung@stadt.example';
export const HEAD = 'leitung@stadt.example';
export const NOW = new Date('2026-11-23T09:00:00Z');

export type Line = { level: 'debug' | 'info' | 'warn' | 'error'; message: string; data: Record<string, unknown> };
export type Harness = {
  fake: SlackFake;
  door: SlackDoor;
  heard: Inbound[];
  inbox: MemoryDeliveries;
  lines: Line[];
  url: string;
  close(): Promise<void>;
};

type Answer = (inbound: Inbound) => Reply | Promise<Reply>;
type Setup = {
  answer?: Answer;
  opensForm?: (what: Inbound['do']) => boolean;
  fake?: SlackFakeOptions;
  door?: Partial<SlackDoorOptions>;
};

/** Everything runs on one fixed clock, far from the real one, so that nothing can lean on the real one. */
export async function startHarness(setup: Setup = {}): Promise<Harness> {
  const now = () => NOW;
  const fake = await slackFake({
    now,
    people: [
      { email: CLERK, name: 'Sachbearbeitung Kulturbetriebe' },
      { email: HEAD, name: 'Leitung Kulturbetriebe', locale: 'en-GB' },
    ],
    rooms: ['social-media', 'ohne-bot'],
    ...setup.fake,
  });
  fake.room('ohne-bot').hasBot = false;
  const heard: Inbound[] = [];
  const lines: Line[] = [];
  const inbox = memoryDeliveries((inbound) => setup.answer?.(inbound) ?? { kind: 'none' });
  const door = slackDoor({
    signingSecret: fake.signingSecret,
    botToken: fake.botToken,
    apiUrl: fake.apiUrl,
    now,
    log: makeLog(lines),
    patience: { settle: 0 },
    shell: {
      keep: (row) => inbox.keep(row),
      answered: (key) => inbox.answered(key),
      release: (key) => inbox.release(key),
      async handle(inbound) {
        heard.push(inbound);
        return inbox.handle(inbound);
      },
      opensForm: setup.opensForm ?? (() => false),
    },
    ...setup.door,
  });
  const server = createServer(door.listener);
  const url = `${await listen(server)}/slack/events`;
  fake.connect(url);
  return {
    fake,
    door,
    heard,
    inbox,
    lines,
    url,
    async close() {
      await door.close();
      server.closeAllConnections();
      server.close();
      await fake.close();
    },
  };
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function makeLog(lines: Line[]): Log {
  const at =
    (level: Line['level']) =>
    (data: object, message: string): void =>
      void lines.push({ level, message, data: { ...data } });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A promise that the test opens when it likes. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

export function makeCard(overrides: Partial<Card> = {}): Card {
  return {
    title: 'Kanäle',
    summary: 'Zwei Kanäle.',
    lang: 'de',
    nodes: [{ kind: 'text', text: 'Zwei Kanäle.' }],
    ...overrides,
  };
}

/** One step of a form: a platform, a purpose, a fold with one more field. */
export function makeForm(overrides: Partial<Card> & { problem?: string; step?: number } = {}): Card {
  const { problem, step = 1, ...card } = overrides;
  const submit: Button = { label: 'Weiter', do: 'form.step', args: { draft: 'd1', step, go: 'next' } };
  const nodes: Node[] = [
    { kind: 'note', text: `Schritt ${step} von 5` },
    { kind: 'line', name: `purpose${step}`, label: 'Zweck', required: true, max: 200, ...(problem ? { problem } : {}) },
    {
      kind: 'fold',
      id: 'more',
      title: 'Weitere Angaben',
      open: false,
      nodes: [{ kind: 'area', name: 'remark', label: 'Bemerkung', required: false, max: 3000 }],
    },
  ];
  return makeCard({
    title: 'Antrag',
    summary: 'Antrag, ein Schritt.',
    nodes,
    form: { submit, others: [{ label: 'Später weiter', do: 'form.save', args: { draft: 'd1' } }] },
    ...card,
  });
}

export const card = (drawn: Card, replace = false): Reply => ({ kind: 'card', card: drawn, replace });
export const notice = (text: string): Reply => ({ kind: 'notice', text, tone: 'info' });
/** The shell's own answer to an outage: nothing was stored. */
export const fault = (text: string): Reply => ({ kind: 'notice', text, tone: 'danger', again: true });
