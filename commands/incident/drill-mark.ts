/** A drill looks like one: its mark stands first in the title, the summary and on the card of everything that is drawn for it. */
import type { Card } from '../../cards/node.ts';
import type { Say } from '../../cards/text.ts';
import type { Incident } from '../../db/incident/incidents.ts';

/** @returns the card as it is; that of a drill with the mark before its title and summary and a banner as its first node */
export function marked(card: Card, { drill }: Pick<Incident, 'drill'>, say: Say): Card {
  if (!drill) return card;
  const mark = say('drill.mark');
  return {
    ...card,
    title: `${mark} – ${card.title}`,
    summary: `${mark} – ${card.summary}`,
    nodes: [{ kind: 'banner', tone: 'warning', text: say('drill.banner') }, ...card.nodes],
  };
}
