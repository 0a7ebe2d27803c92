/** The Slack fake's interface for tests: the workspace from outside, and its people. */
import type { Call, Fault } from './slack-fake-server.ts';
import type { ShownModal } from './slack-fake-sight.ts';
import type { FakeMessage, FakeRoom, Workspace } from './slack-fake-state.ts';
import type { Json } from './slack-limits-parts.ts';

/** The bot's response to a request. `body` is parsed if it is JSON. */
export type Delivered = { status: number; body: unknown; text: string };

export type SlackFakeOptions = {
  signingSecret?: string;
  botToken?: string;
  now?: () => Date;
  /** Real milliseconds that a trigger is valid; Slack's 3,000 by default. */
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
  /** Sets the bot's address: `http://127.0.0.1:PORT/slack/events`. */
  connect(url: string): void;
  addUser(person: { email: string; name: string; locale?: string; team?: string }): SlackUser;
  /** A person of the workspace. Throws for an unknown address. */
  user(email: string): SlackUser;
  room(name: string): FakeRoom;
  /** The messages in a room (name or id) or a person's DM (e-mail), including ephemeral ones. Oldest first. */
  messages(where: string): FakeMessage[];
  /** A message or a list of blocks as text, for transcripts and tests. */
  read(shown: { blocks: Json[] }): string;
  /** The bot's last 2,000 calls, oldest first. */
  readonly calls: Call[];
  /** Blocks and views that Slack would have refused, with reasons. Should be empty at the end of every test. */
  readonly faults: string[];
  /** Makes the next `times` calls of a method fail (`response_url` and `files` count as methods, `*` is all). */
  fail(method: string, fault: Fault, times?: number): void;
  heal(): void;
  /** Resolves with the next answered call of a method, for what the bot does after its 200. */
  next(method: string): Promise<Call>;
  /** Sends one signed request to the bot, as Slack would. */
  deliver(
    body: string,
    type: 'form' | 'json',
    more?: { headers?: Record<string, string>; at?: Date },
  ): Promise<Delivered>;
  addFile(file: { name: string; type: string; bytes: Uint8Array }): { id: string; url: string };
  close(): Promise<void>;
};

/** Narrows the search: a room (name, id), the App Home, or a message whose text contains `on`. */
export type Where = { room?: string; home?: true; on?: string };

export type SlackUser = {
  readonly id: string;
  readonly dm: string;
  readonly email: string;
  /** A slash command in the DM with the bot or in a room. Throws if Slack would show an error. */
  command(name: string, text?: string, where?: { room?: string }): Promise<Delivered>;
  /**
   * Presses a button by label or command: in the open modal, else in the newest message with it, else in the App Home.
   */
  click(what: string, where?: Where): Promise<Delivered>;
  /** Presses a button of this very message as it was when seen; of several with this label, the nth. */
  clickOn(message: FakeMessage, what: string, nth?: number): Promise<Delivered>;
  /** Enters values by input name or label, into the open modal or else the newest message with such an input. */
  fill(values: Record<string, string | string[] | null>): SlackUser;
  /** Presses the modal's submit button. Throws if Slack's client would block it. */
  submit(): Promise<Delivered>;
  closeModal(): Promise<void>;
  modal(): ShownModal | undefined;
  sendDm(text: string, files?: { name: string; type: string; bytes: Uint8Array }[]): Promise<Delivered>;
  mention(room: string, text: string): Promise<Delivered>;
  openHome(): Promise<Json | undefined>;
  home(): Json | undefined;
  /** What this person sees in their DM or a room, oldest first. */
  messages(room?: string): FakeMessage[];
  /** The newest visible message as text; empty if there is none. */
  last(room?: string): string;
};
