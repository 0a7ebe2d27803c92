/** A bot that is killed repeatedly while it works. Each time another one takes over, until all is done. */
import type { ChatName } from '../../bot/chat.ts';
import { type Child, startChild } from './child.ts';
import type { Found, Orders } from './child-bot.ts';
import type { IncidentChannel, KillDoor } from './kill-door.ts';

/** The bot dies at the `at`-th request about messages. */
export type Stroke = { at: number; place: IncidentChannel };
/** `left`: what the next bot found. */
export type Death = Stroke & { left: Found };

export type Life = {
  door: KillDoor;
  chats: readonly ChatName[];
  orders: Omit<Orders, 'ahead'>;
  /** Shared with the fake chats, so that all use the same time. */
  clock: { ahead: number };
  strokes: readonly Stroke[];
};

/** Milliseconds, longer than a lease: the next bot takes over a dead one's rows at once. */
const DOWNTIME_MS = 2 * 60_000;

/** @returns each death. Throws if a bot ended by itself before everything was done. */
export async function liveAndDie({ door, chats, orders, clock, strokes }: Life): Promise<Death[]> {
  const bots: Child[] = [];
  const raise = () => void bots.push(startChild('child-bot.ts', door.url, String(bots.length), ...chats));
  const deaths: Death[] = [];
  raise();
  try {
    for (const [life, stroke] of [...strokes, null].entries()) {
      const bot = bots[life]!;
      const death = stroke && door.strike(stroke.at, stroke.place, bot.pid);
      door.order(String(life), { ...orders, ahead: clock.ahead } satisfies Orders);
      const left: Found = JSON.parse((await bot.line('found ')).slice('found '.length));
      if (life > 0) deaths.push({ ...strokes[life - 1]!, left });
      // The next bot loads while this one runs.
      if (stroke) raise();
      const through = bot.line('end');
      const survived = await (death ? Promise.race([death, through]) : through);
      if (!stroke) break;
      if (survived) throw new Error(`everything was done before request ${stroke.at}, at which the bot was to die`);
      await bot.ended;
      await door.quiet();
      clock.ahead += DOWNTIME_MS;
    }
    return deaths;
  } finally {
    for (const bot of bots) await bot.kill();
  }
}
