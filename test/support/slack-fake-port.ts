/** What the Slack fake offers to tests: the workspace from outside, and the people in it. */
import type { Call, Fault } from './slack-fake-server.ts';
import type { ShownModal } from './slack-fake-sight.ts';
import type { FakeMessage, FakeRoom, Workspace } from './slack-fake-state.ts';
import type { Json } from './slack-limits-parts.ts';

/** How the bot answered a request. `body` is parsed when it is JSON. */
export type Delivered = { status: number; body: unknown; text: string };

export type SlackFakeOptions = {
  signingSecret?: string;
  botToken?: string;
  now?: () => Date;
  /** Real milliseconds that a trigger lives; Slack's are 3,000. */
  triggerLife?: number;
  people?: { email: string; name: string; locale?: string; team?: string }[];
  rooms?: string[];
};

export type SlackFake = {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly space: Workspace;
  /** Where the bot listens: `http://127.0.0.1:PORT/slack/events`. */
  connect(url: string): void;
  addUser(person: { email: string; name: string; locale?: string; team?: string }): SlackUser;
  /** The person who acts. Throws for an unknown address. */
  user(email: string): SlackUser;
  room(name: string): FakeRoom;
  /** What stands in a room (name or id), or in the DM of a person (e-mail); ephemeral messages too. Oldest first. */
  messages(where: string): FakeMessage[];
  /** A message or a list of blocks as text, for transcripts and tests. */
  read(shown: { blocks: Json[] }): string;
  /** What the bot called, oldest first, the last 2,000. */
  readonly calls: Call[];
  /** Blocks and views that Slack would have refused, with the reasons. Should be empty at the end of every test. */
  readonly faults: string[];
  /** The next `times` calls of a method fail (`response_url` and `files` count as methods, `*` is all). */
  fail(method: string, fault: Fault, times?: number): void;
  heal(): void;
  /** Resolves with the next call of a method that has been answered; for what the bot does after its 200. */
  next(method: string): Promise<Call>;
  /** One signed request to the bot, as Slack would send it. */
  deliver(
    body: string,
    type: 'form' | 'json',
    more?: { headers?: Record<string, string>; at?: Date },
  ): Promise<Delivered>;
  addFile(file: { name: string; type: string; bytes: Uint8Array }): { id: string; url: string };
  close(): Promise<void>;
};

/** Narrows where to look: a room (name, id), the App Home, or a message whose text contains `on`. */
export type Where = { room?: string; home?: true; on?: string };

export type SlackUser = {
  readonly id: string;
  readonly dm: string;
  readonly email: string;
  /** A slash command, in the DM with the bot or in a room. Throws when Slack would show an error. */
  command(name: string, text?: string, where?: { room?: string }): Promise<Delivered>;
  /** Presses a button by its label or its command: in the open modal, else in the newest message that has it, else in the App Home. */
  click(what: string, where?: Where): Promise<Delivered>;
  /** Presses a button on this very message, as it was when it was looked at; of several that are called so the nth. */
  clickOn(message: FakeMessage, what: string, nth?: number): Promise<Delivered>;
  /** Enters values by input name or label; into the open modal, else into the newest message with such an input. */
  fill(values: Record<string, string | string[] | null>): SlackUser;
  /** Presses the modal's own button. Throws when Slack's client would hold it back. */
  submit(): Promise<Delivered>;
  closeModal(): Promise<void>;
  modal(): ShownModal | undefined;
  sendDm(text: string, files?: { name: string; type: string; bytes: Uint8Array }[]): Promise<Delivered>;
  mention(room: string, text: string): Promise<Delivered>;
  openHome(): Promise<Json | undefined>;
  home(): Json | undefined;
  /** What this person can see in their DM or a room, oldest first. */
  messages(room?: string): FakeMessage[];
  /** The newest message in sight as text; the empty string when there is none. */
  last(room?: string): string;
};
