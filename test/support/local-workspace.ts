/** A local workspace in memory: people, rooms and messages behind the router, and a shell scripted by the test. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { BOT, type LocalDeps, type LocalMessage, type LocalPerson, type LocalRoom } from '../../adapters/local/deps.ts';
import { localRouter } from '../../adapters/local/router.ts';
import type { Inbound } from '../../bot/chat.ts';
import type { Card } from '../../cards/node.ts';
import type { Reply } from '../../cards/reply.ts';

type Stored = LocalMessage & { room: string; onlyFor?: string };
type Shell = (inbound: Inbound) => Reply | Promise<Reply>;

export const CLERK = 'p_clerk';
export const HEAD = 'p_head';
export const SHARED = 'r_kultur';
export const dmOf = (person: string): string => `dm_${person}`;

export function makePerson(overrides: Partial<LocalPerson> = {}): LocalPerson {
  const base = {
    id: CLERK,
    name: 'Sachbearbeitung Kulturbetriebe',
    office: 'Kulturbetriebe',
    roles: [],
    lang: 'de',
  } as const;
  return { ...base, gone: false, unread: 0, ...overrides, roles: overrides.roles ?? [] };
}

export function makeCard(overrides: Partial<Card> = {}): Card {
  return { title: 'Karte', nodes: [], summary: 'Eine Karte.', lang: 'de', ...overrides };
}

export type Workspace = {
  deps: LocalDeps;
  /** The requests that reached the shell, in order. */
  handled: Inbound[];
  /** Everything written, including private messages. */
  messages: Stored[];
  /** Sets how the shell answers from now on. */
  answer(shell: Shell): void;
};

export function makeWorkspace(
  people: LocalPerson[] = [makePerson(), makePerson({ id: HEAD, name: 'Leitung Kulturbetriebe' })],
): Workspace {
  const handled: Inbound[] = [];
  const messages: Stored[] = [];
  const read = new Map<string, number>();
  const listeners = new Set<() => void>();
  let now = new Date('2026-11-21T13:05:00Z');
  let shell: Shell = () => ({ kind: 'none' });

  const changed = () => {
    for (const listener of listeners) listener();
  };
  const visible = (person: string, room: string) =>
    messages.filter((one) => one.room === room && (one.onlyFor === undefined || one.onlyFor === person));
  const unread = (person: string, room: string) => visible(person, room).length - (read.get(`${person} ${room}`) ?? 0);
  const roomsOf = (person: string): LocalRoom[] =>
    [
      { id: SHARED, name: 'Kulturbetriebe', dm: false },
      { id: dmOf(person), name: 'Kanalwacht', dm: true },
    ].map((room) => ({ ...room, unread: unread(person, room.id), last: visible(person, room.id).at(-1)?.at ?? null }));

  const deps: LocalDeps = {
    async handle(inbound) {
      handled.push(inbound);
      return shell(inbound);
    },
    people: async () =>
      people.map((person) => ({ ...person, unread: roomsOf(person.id).reduce((sum, room) => sum + room.unread, 0) })),
    rooms: async (person) => roomsOf(person),
    messages: async (person, room) =>
      visible(person, room).map(({ room: _, onlyFor, ...message }) => ({ ...message, private: onlyFor !== undefined })),
    async addMessage({ room, author, text, card, onlyFor }) {
      const id = `m_${messages.length + 1}`;
      messages.push({
        id,
        room,
        from: author === BOT ? 'bot' : 'person',
        author,
        text: text ?? null,
        card: card ?? null,
        at: now.toISOString(),
        ...(onlyFor === undefined ? {} : { onlyFor }),
      });
      changed();
      return id;
    },
    async replaceMessage(id, card) {
      const message = messages.find((one) => one.id === id);
      if (message) message.card = card;
      changed();
    },
    async markRead(person, room) {
      read.set(`${person} ${room}`, visible(person, room).length);
      changed();
    },
    commands: (lang) =>
      lang === 'de'
        ? [
            { text: '/channel register', hint: 'Kanal anmelden' },
            { text: '/channel list', hint: 'Kanäle anzeigen' },
            { text: '/kanal anmelden', hint: 'Kanal anmelden' },
            { text: '/kanal liste', hint: 'Kanäle anzeigen' },
            { text: '/hilfe', hint: 'Alle Befehle' },
          ]
        : [{ text: '/channel register', hint: 'Register a channel' }],
    clock: {
      now: () => now,
      async forward(to) {
        const days = { day: 1, month: 30, january: 45 }[to];
        now = new Date(now.getTime() + days * 86_400_000);
        changed();
        return now;
      },
    },
    async setGone(person, gone) {
      for (const one of people) if (one.id === person) one.gone = gone;
      changed();
    },
    changes: {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
  return {
    deps,
    handled,
    messages,
    answer(next) {
      shell = next;
    },
  };
}

export type Serving = { url: string; close(): Promise<void> };

/** Serves the workspace on loopback, on a free port by default. */
export async function serveLocal(
  deps: LocalDeps,
  onFault: (error: unknown) => void = () => {},
  port = 0,
): Promise<Serving> {
  const app = express();
  app.use(localRouter(deps, onFault));
  const server: Server = createServer(app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
