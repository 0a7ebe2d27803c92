/** An outgoing effect: as stored, and as routed before that. */
import type { Address, ChatName } from '../../bot/chat.ts';
import type { Effect } from '../../bot/delivery/effect.ts';
import type { outbox } from '../schema.ts';

export type OutboxRow = typeof outbox.$inferSelect;
/**
 * An effect with its route. `address` is absent if the effect is not a message. `dead` says why there is no route: the
 * worker tries once more, then tells the operators.
 */
export type Routed = {
  effect: Effect;
  chat: ChatName | 'none';
  lane: string;
  address?: Address;
  tried?: string[];
  dead?: string;
};
