/** What every driver gives: one person in one chat, acting through its real door and seeing what the chat would show. */
import type { ChatName } from '../../../bot/chat.ts';

/** A typed text, a choice by its value or its words, or several choices. A person is named as they are called. */
export type Answer = string | readonly string[];

export type SeenInput = { name: string; label: string; value: Answer; problem?: string };

/** One thing in sight. */
export type Sight = {
  /** `form`: a window of its own over everything else (Slack's modal). `toast`: gone in a moment. */
  kind: 'card' | 'text' | 'toast' | 'form' | 'home';
  /** The room's name; empty for the personal chat with the bot. */
  room: string;
  /** All that can be read, line by line; inputs as `Label: value`, buttons in brackets. */
  text: string;
  /** What a notification says. */
  summary: string;
  buttons: readonly string[];
  inputs: readonly SeenInput[];
  /** Changes when the thing is drawn again, so that somebody who waits can tell new from old. */
  id: string;
  /** The driver's own: what was looked at, as it was then. */
  source: unknown;
};

export type Hand = {
  readonly ref: string;
  readonly name: string;
  readonly chat: ChatName;
  /** Comes into the chat for the first time, as its roll-out brings everybody. */
  arrive(): Promise<void>;
  /** Says something to the bot in the personal chat; a text with a slash is a command. */
  say(text: string): Promise<void>;
  /** Answers into the newest form that has these fields, by field name. Nothing is sent yet. */
  fill(answers: Readonly<Record<string, Answer>>): Promise<void>;
  /** Presses the newest button with this label, in the form that is open or on a card that contains `on`. Sure: yes. */
  press(label: string, on?: string): Promise<void>;
  /** Presses a button as it stood in an earlier sight, however old it is; of several with this label the nth, from 0. */
  pressOn(sight: Sight, label: string, nth?: number): Promise<void>;
  send(file: { name: string; type: string; bytes: Uint8Array }): Promise<void>;
  /** Everything of the bot in sight, oldest first, an open form last. */
  sights(): Promise<Sight[]>;
};

/** The newest thing in sight that has this button, or an error that says what there is. */
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
