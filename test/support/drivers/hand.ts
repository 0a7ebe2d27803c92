/**
 * The interface of every driver: one person in one chat, acting through its real endpoint and seeing what the chat
 * would show.
 */
import type { ChatName } from '../../../bot/chat.ts';

/** A typed text, a choice by value or label, or several choices. People are given by name. */
export type Answer = string | readonly string[];

export type SeenInput = { name: string; label: string; value: Answer; problem?: string };

/** One visible thing. */
export type Sight = {
  /** `form`: a window over everything else (Slack's modal). `toast`: disappears after a moment. */
  kind: 'card' | 'text' | 'toast' | 'form' | 'home';
  /** The room's name; empty for the personal chat with the bot. */
  room: string;
  /** All readable text, line by line; inputs as `Label: value`, buttons in brackets. */
  text: string;
  /** The text of a notification. */
  summary: string;
  buttons: readonly string[];
  inputs: readonly SeenInput[];
  /** Changes when the thing is redrawn, so that a waiting test can tell new from old. */
  id: string;
  /** For the driver: the thing that was looked at, as it was then. */
  source: unknown;
};

export type Hand = {
  readonly ref: string;
  readonly name: string;
  readonly chat: ChatName;
  /** Enters the chat for the first time, as everybody does at its roll-out. */
  arrive(): Promise<void>;
  /** Writes to the bot in the personal chat. A text with a slash is a command. */
  say(text: string): Promise<void>;
  /** Fills the newest form that has these fields, by field name, without sending it. */
  fill(answers: Readonly<Record<string, Answer>>): Promise<void>;
  /** Presses the newest button with this label, in the open form or on a card that contains `on`. Confirms if asked. */
  press(label: string, on?: string): Promise<void>;
  /** Presses a button of an earlier sight, however old. Of several with this label, the nth, from 0. */
  pressOn(sight: Sight, label: string, nth?: number): Promise<void>;
  send(file: { name: string; type: string; bytes: Uint8Array }): Promise<void>;
  /** Everything visible from the bot, oldest first, an open form last. */
  sights(): Promise<Sight[]>;
};

/** The newest visible thing with this button. Throws an error that lists what is visible. */
export function withButton(sights: readonly Sight[], label: string, on: string | undefined, name: string): Sight {
  const found = sights.findLast(
    (sight) => sight.buttons.includes(label) && (on === undefined || sight.text.includes(on)),
  );
  if (found) return found;
  const known = [...new Set(sights.flatMap(({ buttons }) => buttons))].join(', ');
  const last = sights.at(-1)?.text ?? 'nothing';
  throw new Error(`${name} sees no button “${label}”${on ? ` on a card with “${on}”` : ''}, only: ${known}\n${last}`);
}

export const asList = (answer: Answer): string[] => (typeof answer === 'string' ? [answer] : [...answer]);
