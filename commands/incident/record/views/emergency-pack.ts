/** A monthly reminder to print the emergency pack, for times without the chat. */
import type { Card } from '../../../../cards/node.ts';
import type { View } from '../../../view.ts';
import { noPartCard } from '../../views/no-part.ts';
import { mayHavePack } from '../pack-command.ts';

/** The link is made at the click, so no message contains its secret. */
export const emergencyPackView: View = async (_tx, _ref, reader) => {
  const { say, lang, actor } = reader;
  if (!actor || !mayHavePack(actor)) return noPartCard(reader);
  const title = say('pack.title');
  const text = say('pack.print');
  const card: Card = {
    title,
    summary: `${title}: ${text}`,
    lang,
    nodes: [
      { kind: 'text', text },
      { kind: 'note', text: say('pack.what') },
      { kind: 'actions', buttons: [{ label: say('pack.get'), do: 'incident-pack', style: 'primary' }] },
    ],
  };
  return card;
};
