/** A person in Teams: activities with the Bot Connector's token, and what a client would show of the responses. */
import type { CardJson, Message, TeamsFake } from '../teams-fake.ts';
import { entered, labelsOf, readLines, seenInputs } from './adaptive.ts';
import { type Hand, type Sight, withButton } from './hand.ts';

/** @param rooms the team's rooms that this person is in: id and name */
export function teamsHand(
  fake: TeamsFake,
  who: { ref: string; name: string; email: string },
  rooms: readonly { id: string; name: string }[],
): Hand {
  const { ref, name, email } = who;
  const user = fake.user(email);
  const places = [{ id: user.person.chat, name: '' }, ...rooms];
  const nameOf = (room: string) => places.find(({ id }) => id === room)?.name ?? '';

  const cards = (): Message[] =>
    places.flatMap(({ id }) => user.messages(id)).sort((one, other) => Number(one.id) - Number(other.id));
  const shown = (message: Message): CardJson => message.views.get(user.person.aad) ?? message.card ?? {};

  const sightOf = (message: Message): Sight => {
    const card = shown(message);
    const typed = user.typedInto(message);
    return {
      kind: 'card',
      room: nameOf(message.room),
      text: readLines(card, typed).join('\n'),
      summary: String(card.fallbackText ?? message.summary ?? ''),
      buttons: labelsOf(card),
      inputs: seenInputs(card, typed),
      id: `${message.id}:${JSON.stringify(card).length}`,
      source: { ...message, views: new Map(message.views) },
    };
  };
  const sights = async (): Promise<Sight[]> => {
    const seen = cards().map((message) => ({ at: Number(message.id), sight: sightOf(message) }));
    const said = user.said().map(({ at, kind, text }) => ({
      at,
      sight: { kind, room: '', text, summary: text, buttons: [], inputs: [], id: String(at), source: null } as Sight,
    }));
    return [...seen, ...said].sort((one, other) => one.at - other.at).map(({ sight }) => sight);
  };
  const pressOn: Hand['pressOn'] = async ({ source }, label, nth) => {
    await user.clickOn(source as Message, label, { nth });
  };

  return {
    ref,
    name,
    chat: 'teams',
    async arrive() {
      await user.install();
    },
    async say(text) {
      await user.say(text);
    },
    async fill(answers) {
      const names = Object.keys(answers);
      const holder = cards().findLast((message) => {
        const ids = seenInputs(shown(message), new Map()).map(({ name }) => name);
        return names.every((one) => ids.includes(one));
      });
      if (!holder) throw new Error(`${name} has no form with ${names.join(', ')}`);
      user.fill(entered(shown(holder), answers, 'line'));
    },
    async press(label, on) {
      const sight = withButton(cards().map(sightOf), label, on, name);
      const message = cards().find(({ id }) => id === (sight.source as Message).id)!;
      await user.clickOn(message, label);
    },
    pressOn,
    async send({ name: file, bytes }) {
      await user.say('', { files: [{ name: file, bytes: Buffer.from(bytes) }] });
    },
    sights,
  };
}
