/** Marks every card of a drill: in the title, the summary and a banner. */
import type { Card } from '../../cards/node.ts';
import type { Say } from '../../cards/text.ts';
import type { Incident } from '../../db/incident/incidents.ts';

/** @returns the card; for a drill with the mark before title and summary, and a banner as first node */
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
