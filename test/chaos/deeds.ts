/** What people do while everything breaks. Each deed is one request; who gets no answer, or is asked to come again, repeats it. */
import type { Hand } from '../support/drivers/hand.ts';

export type Deed = {
  kind: 'vote' | 'register' | 'report' | 'leaver' | 'help';
  /** What the checker looks for in the record: an application's number with its body, an address, a login. */
  mark: string;
  /** Sends the request once. Rejects when the bot did not answer with success. */
  send(): Promise<void>;
  /** What the person reads; absent: a machine that reads only the status. */
  reads?: Hand;
};
/** `acknowledged`: the bot has said that it is done. `tries`: how often it was asked. */
export type Done = Pick<Deed, 'kind' | 'mark'> & { acknowledged: boolean; tries: number };

const TRIES = 8;
const PAUSE_MS = 700;
/** Longest that a card may take to arrive. */
const CARD_MS = 60_000;
/** The bot's own words for: nothing was stored, please once more. */
const AGAIN = /nicht geklappt|noch einmal/;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A card did not come in time: asking again brings none. */
class NoCard extends Error {}

/** Does it until the bot acknowledges it. @throws NoCard */
export async function doDeed({ kind, mark, send, reads }: Deed): Promise<Done> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const before = new Set((await reads?.sights())?.map(({ id }) => id));
    const sent = await send().then(
      () => true,
      (error: Error) => {
        if (error instanceof NoCard) throw error;
        return false;
      },
    );
    const news = ((await reads?.sights()) ?? []).filter(({ id }) => !before.has(id));
    if (sent && !news.some(({ kind, text }) => kind !== 'form' && AGAIN.test(text)))
      return { kind, mark, acknowledged: true, tries };
    await pause(PAUSE_MS);
  }
  return { kind, mark, acknowledged: false, tries: TRIES };
}

/**
 * Waits for the card and presses its button. On a card without the button somebody has already done it: the person's own
 * first try, whose answer got lost. @throws when no card comes
 */
export async function pressWhenSeen(hand: Hand, label: string, on: string): Promise<void> {
  const until = performance.now() + CARD_MS;
  while (performance.now() < until) {
    const card = (await hand.sights()).findLast(({ text, kind }) => kind === 'card' && text.includes(on));
    if (card) return card.buttons.includes(label) ? hand.press(label, on) : undefined;
    await pause(PAUSE_MS);
  }
  throw new NoCard(`${hand.name} has no card about ${on}`);
}
