/** What the shell answers to one request; the adapter shows it in the way of its chat. */
import type { Card, Tone } from './node.ts';

export type Reply = Said & {
  /**
   * The delivery came before. `theirs`: whoever got it first is showing this answer, and may yet die; `ours`: they did not
   * get to it, so it is to be shown now, unless it is there already; `over`: the person has been answered.
   */
  repeat?: 'theirs' | 'ours' | 'over';
};

type Said =
  /**
   * A card for the person who asked. `replace: true`: it replaces the clicked message or the open modal (a step of a
   * form). Otherwise it is a new message, in a room visible only to this person if the chat can do that. A card with
   * `form` opens a modal in Slack if the request came with a trigger.
   */
  /** `shared`: the posted card itself in its current state, drawn for everybody who reads that copy. */
  | { kind: 'card'; card: Card; replace: boolean; shared?: true }
  /**
   * One sentence, visible only to the person who asked; the clicked message stays. An open modal closes. `again`:
   * nothing was stored (outage, bug), so a chat that redelivers may do so. `person`: the person is told at once, and
   * the same delivery may still come again.
   */
  | { kind: 'notice'; text: string; tone: Tone; again?: boolean | 'person' }
  /** Nothing to say (an event was stored). An open modal closes. */
  | { kind: 'none' };
