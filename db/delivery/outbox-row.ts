/** An effect on its way out: as it is stored, and as it is routed before that. */
import type { Address, ChatName } from '../../bot/chat.ts';
import type { Effect } from '../../bot/delivery/effect.ts';
import type { outbox } from '../schema.ts';

export type OutboxRow = typeof outbox.$inferSelect;
/**
 * One effect with its way out. `address` is absent for what is no message. `dead` says why there is no way now: the
 * worker looks once more, then tells the operators.
 */
export type Routed = {
  effect: Effect;
  chat: ChatName | 'none';
  lane: string;
  address?: Address;
  tried?: string[];
  dead?: string;
};
