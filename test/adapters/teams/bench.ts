/** A door between a fake tenant and a scripted shell, over real sockets. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { type TeamsDoor, type TeamsOptions, teamsDoor } from '../../../adapters/teams/app.ts';
import type { Inbound } from '../../../bot/chat.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import type { Reply } from '../../../cards/reply.ts';
import { type MemoryDeliveries, memoryDeliveries } from '../../support/memory-deliveries.ts';
import { type FakeOptions, startTeamsFake, type TeamsFake } from '../../support/teams-fake.ts';

export const CLERK = 'clerk@city.example';
export const HEAD = 'head@city.example';
export const NOW = new Date('2026-11-23T08:00:00Z');

/** A busy machine is not what is tested; who tests slowness says so. */
export const CALM = { invoke: 15_000, message: 15_000, roster: 15_000, connector: 15_000 };

export type Bench = {
  fake: TeamsFake;
  door: TeamsDoor;
  /** What the shell was asked, in order. */
  heard: Inbound[];
  inbox: MemoryDeliveries;
  /** What was logged, in order. */
  logged: { level: 'info' | 'warn' | 'error'; data: object; message: string }[];
  /** Changes what the shell answers. */
  answer(how: (inbound: Inbound) => Promise<Reply> | Reply): void;
  close(): Promise<void>;
};

export async function openBench(more: { fake?: FakeOptions; door?: Partial<TeamsOptions> } = {}): Promise<Bench> {
  const fake = await startTeamsFake({
    people: [
      { email: CLERK, name: 'Sachbearbeitung Kulturbetriebe' },
      { email: HEAD, name: 'Leitung Kulturbetriebe' },
    ],
    rooms: ['Datenschutz', 'IT-Sicherheit'],
    ...more.fake,
  });
  const heard: Inbound[] = [];
  const logged: Bench['logged'] = [];
  const line = (level: 'info' | 'warn' | 'error') => (data: object, message: string) => {
    logged.push({ level, data, message });
  };
  let handle: (inbound: Inbound) => Promise<Reply> | Reply = () => ({ kind: 'none' });
  const inbox = memoryDeliveries((inbound) => {
    heard.push(inbound);
    return handle(inbound);
  });
  const door = openDoor({
    ...fake.settings,
    auth: 'on',
    shell: {
      ...inbox,
      opensForm: () => false,
    },
    now: () => new Date(),
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    ...more.door,
    patience: { ...CALM, ...more.door?.patience },
  });
  const { server, address } = await listen(door);
  fake.connect(address);
  return {
    fake,
    door,
    heard,
    inbox,
    logged,
    answer(how) {
      handle = how;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await door.close();
      await fake.close();
    },
  };

  function openDoor(options: TeamsOptions): TeamsDoor {
    try {
      return teamsDoor(options);
    } catch (error) {
      void fake.close();
      throw error;
    }
  }
}

/** The door behind the express of the real server, on a free port. */
export async function listen(door: TeamsDoor): Promise<{ server: Server; address: string }> {
  const app = express();
  app.post('/api/messages', express.json({ limit: '256kb' }), door.handler);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages` };
}

export const makeButton = (label: string, name: string, more: Partial<Button> = {}): Button => ({
  label,
  do: name,
  ...more,
});

export function makeCard(title: string, nodes: Node[] = [], more: Partial<Card> = {}): Card {
  return { title, nodes, summary: `${title} (Kurzfassung)`, lang: 'de', ...more };
}

/** A step of a form with one field and one way on. */
export const makeStep = (title: string, field: string, value?: string): Card =>
  makeCard(
    title,
    [{ kind: 'line', name: field, label: `Feld ${field}`, required: true, max: 50, ...(value ? { value } : {}) }],
    { form: { submit: makeButton('Weiter', 'draft.next', { args: { step: title } }), others: [] } },
  );
