/** Everything the page shows, in one response. */
import type { Lang } from '../../bot/chat.ts';
import type { Card } from '../../cards/node.ts';
import { type AdaptiveCardJson, cardToAdaptiveCard } from '../../cards/render/teams.ts';
import type { LocalDeps, LocalMessage, LocalPerson, LocalRoom } from './deps.ts';

type ShownMessage = Omit<LocalMessage, 'card'> & { card: AdaptiveCardJson | null };

export type LocalState = {
  people: LocalPerson[];
  /** Null if nobody has this id. */
  person: string | null;
  rooms: LocalRoom[];
  room: string | null;
  messages: ShownMessage[];
  commands: { text: string; hint: string }[];
  /** ISO time of the workspace's clock. */
  now: string;
};

type Asked = { person?: string | undefined; room?: string | undefined; lang: Lang };

/** Reads what a person sees with this room open; without a person, only the list of people. The DM comes first. */
export function stateReader(deps: LocalDeps): (asked: Asked) => Promise<LocalState> {
  const draw = drawer();
  return async (asked) => {
    const people = await deps.people();
    const person = people.find((one) => one.id === asked.person)?.id ?? null;
    const rooms = person === null ? [] : await deps.rooms(person);
    const sorted = [...rooms].sort((a, b) => Number(b.dm) - Number(a.dm));
    const room = sorted.find((one) => one.id === asked.room) ?? sorted[0];
    const messages = person === null || !room ? [] : await deps.messages(person, room.id);
    return {
      people,
      person,
      rooms: sorted,
      room: room?.id ?? null,
      messages: messages.map((message) => ({ ...message, card: message.card ? draw(message.card) : null })),
      commands: deps.commands(asked.lang),
      now: deps.clock.now().toISOString(),
    };
  };
}

/** Caches drawn cards: the page requests all of them after every change, and drawing one takes about a millisecond. */
function drawer(most = 500): (card: Card) => AdaptiveCardJson {
  const known = new Map<string, AdaptiveCardJson>();
  return (card) => {
    const key = JSON.stringify(card);
    const before = known.get(key);
    if (before) return before;
    const drawn = cardToAdaptiveCard(card, { people: 'free' });
    known.set(key, drawn);
    if (known.size > most) known.delete(known.keys().next().value as string);
    return drawn;
  };
}
