/** Cards for one person: nobody else sees their content. */
import type { Card } from '../cards/node.ts';
import { noRightCard } from './no-right.ts';
import type { Reader, View } from './view.ts';

/**
 * Draws the view for its person. In a fallback room (`args.for`) it only says that something waits for them. People who
 * left see nothing of it.
 */
export const personal =
  (view: View): View =>
  async (tx, ref, reader) => {
    if (reader.person !== null && reader.actor === null) return noRightCard(reader);
    if (reader.person === null && ref.args.for) return unreachedCard(ref.args.for, reader);
    return view(tx, ref, reader);
  };

function unreachedCard(person: string, { org, say, lang }: Reader): Card {
  const known = org.organisation.people.find(({ id }) => id === person);
  const text = say('personal.unreached', { name: known?.name ?? say('word.deleted-person') });
  return {
    title: say('personal.title'),
    summary: text,
    lang,
    nodes: [
      { kind: 'banner', tone: 'warning', text },
      { kind: 'note', text: say('personal.how') },
    ],
  };
}
