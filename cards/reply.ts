/** What the shell answers to one request; the adapter shows it the way its chat does. */
import type { Card, Tone } from './node.ts';

export type Reply =
  /**
   * A card for the person who asked. `replace: true`: it takes the place of the clicked message or of the open modal
   * (a step of a form); otherwise it is a new message, in a room visible to this person only where the chat can do that.
   * A card with `form` opens a modal in Slack when the request came with a trigger.
   */
  /** `shared`: the posted card itself as it stands now, drawn for everybody who reads that copy. */
  | { kind: 'card'; card: Card; replace: boolean; shared?: true }
  /** One sentence for the person who asked, and only for them; the clicked message stays. An open modal closes.
   * `again`: nothing was stored (outage, bug); a chat that redelivers may do so. `person`: they are told at once, and the
   * same delivery may still come again. */
  | { kind: 'notice'; text: string; tone: Tone; again?: boolean | 'person' }
  /** Nothing to say (an event was stored). An open modal closes. */
  | { kind: 'none' };
