/** A person in the local workspace: the requests of its page, and what the page would show of the responses. */
import { randomUUID } from 'node:crypto';
import { buttonsOf, type CardJson, inputsOf } from '../teams-fake.ts';
import { entered, labelsOf, readLines, seenInputs } from './adaptive.ts';
import { type Hand, type Sight, withButton } from './hand.ts';

type Shown = {
  id: string;
  from: 'bot' | 'person';
  text: string | null;
  card: CardJson | null;
  at: string;
};
type State = {
  rooms: { id: string; name: string; dm: boolean; last: string | null }[];
  room: string | null;
  messages: Shown[];
};
type Source = { room: string; message: string; card: CardJson };

export function localHand(url: string, who: { ref: string; name: string }, lang: 'de' | 'en'): Hand {
  const { ref, name } = who;
  /** Typed but not sent, by message. */
  const typed = new Map<string, Map<string, string>>();
  /** Repeatable notices, which the page only shows next to the button. */
  const flashed: { at: number; text: string }[] = [];
  let order = 0;

  const ask = async <T>(path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${url}/local/${path}`, {
      ...(body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    const read = (await answer.json()) as T & { error?: string };
    if (!answer.ok) throw new Error(`the page shows ${name} an error: ${answer.status} ${read.error}`);
    return read;
  };
  const look = (room?: string): Promise<State> =>
    ask(`state?${new URLSearchParams({ person: ref, lang, ...(room ? { room } : {}) })}`);
  const dm = async (): Promise<string> => (await look()).rooms.find((room) => room.dm)!.id;

  const sights = async (): Promise<Sight[]> => {
    // The personal chat comes with the list of rooms, and most other rooms are empty.
    const { rooms, room: open, messages } = await look();
    const spoken = rooms.filter(({ id, last }) => id === open || last !== null);
    const states = await Promise.all(
      spoken.map(async (room) => ({ room, messages: room.id === open ? messages : (await look(room.id)).messages })),
    );
    const seen = states.flatMap(({ room, messages }) =>
      messages
        .filter((message) => message.from === 'bot')
        .map((message) => ({ at: Date.parse(message.at), sight: sightOf(room, message) })),
    );
    const said = flashed.map(({ at, text }) => ({
      at,
      sight: {
        kind: 'toast',
        room: '',
        text,
        summary: text,
        buttons: [],
        inputs: [],
        id: `t${at}`,
        source: null,
      } as Sight,
    }));
    return [...seen, ...said].sort((one, other) => one.at - other.at).map(({ sight }) => sight);
  };
  const sightOf = (room: State['rooms'][number], { id, card, text }: Shown): Sight => {
    const entries = typed.get(id) ?? new Map<string, string>();
    const where = room.dm ? '' : room.name;
    if (!card)
      return {
        kind: 'text',
        room: where,
        text: text ?? '',
        summary: text ?? '',
        buttons: [],
        inputs: [],
        id,
        source: null,
      };
    return {
      kind: 'card',
      room: where,
      text: readLines(card, entries).join('\n'),
      summary: String(card.fallbackText ?? ''),
      buttons: labelsOf(card),
      inputs: seenInputs(card, entries),
      id: `${id}:${JSON.stringify(card).length}`,
      source: { room: room.id, message: id, card } satisfies Source,
    };
  };

  const answered = (reply: { kind: string; text?: string; again?: boolean }): void => {
    if (reply.kind === 'notice' && reply.again)
      flashed.push({ at: Date.now() + ++order / 1000, text: reply.text ?? '' });
  };
  const pressOn: Hand['pressOn'] = async ({ source }, label, nth = 0) => {
    const { room, message, card } = source as Source;
    const button = buttonsOf(card).filter(({ title }) => title === label)[nth];
    if (!button) throw new Error(`there is no button “${label}” on this card`);
    const entries = typed.get(message) ?? new Map<string, string>();
    // Like the page: every input of the card, empty ones as empty text.
    const inputs = Object.fromEntries(inputsOf(card).map(({ id, value }) => [id, entries.get(id) ?? value ?? '']));
    const body = { person: ref, room, message, lang, key: randomUUID(), do: button.do, args: button.data.args, inputs };
    answered((await ask<{ reply: { kind: string } }>('press', body)).reply);
    typed.delete(message);
  };
  const say = async (text: string, files: object[] = []): Promise<void> => {
    const body = { person: ref, room: await dm(), lang, key: randomUUID(), text, files };
    answered((await ask<{ reply: { kind: string } }>('say', body)).reply);
  };

  return {
    ref,
    name,
    chat: 'local',
    arrive: async () => {},
    say: (text) => say(text),
    async fill(answers) {
      const names = Object.keys(answers);
      const holder = (await sights()).findLast(({ inputs }) =>
        names.every((one) => inputs.some(({ name }) => name === one)),
      );
      if (!holder) throw new Error(`${name} has no form with ${names.join(', ')}`);
      const { message, card } = holder.source as Source;
      const entries = typed.get(message) ?? new Map<string, string>();
      for (const [id, value] of Object.entries(entered(card, answers, 'free'))) entries.set(id, value);
      typed.set(message, entries);
    },
    async press(label, on) {
      await pressOn(withButton(await sights(), label, on, name), label);
    },
    pressOn,
    send: ({ name: file, type, bytes }) => say('', [{ name: file, type, data: Buffer.from(bytes).toString('base64') }]),
    sights,
  };
}
