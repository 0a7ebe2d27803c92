/** The dry run: exactly which requests will be sent, to whom and with which scopes, before any is sent. */

import { needsSecond } from '../../../bot/incident/dormant.ts';
import { connectorRow, operationOf, type PlatformRequest } from '../../../bot/platform/connector.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import type { By } from '../../command.ts';
import { keyed } from '../../keyed.ts';
import { channelTitle } from '../channel-names.ts';
import { marked } from '../drill-mark.ts';
import { brokenOff, type Wanted } from './request.ts';

/** How many requests a card shows in full. A hundred posts differ only in their number. */
const SHOWN = 6;
/** What every chat fits into one node. Long requests are split, never shortened. */
const PIECE = 2400;

const pieces = (text: string): Node[] =>
  Array.from({ length: Math.max(1, Math.ceil(text.length / PIECE)) }, (_, index) => ({
    kind: 'text' as const,
    text: text.slice(index * PIECE, (index + 1) * PIECE),
  }));

function requestNodes({ method, url, body, once }: PlatformRequest, index: number, say: By['say']): Node[] {
  const lines = [
    `${index + 1}. ${method} ${url}`,
    ...(body ? [JSON.stringify(body, null, 2)] : []),
    ...(once ? [say(`connector.once.${once}`)] : []),
  ];
  return pieces(lines.join('\n'));
}

/** The remaining similar requests, one line each, folded. */
function restNodes(rest: readonly PlatformRequest[], say: By['say']): Node[] {
  if (rest.length === 0) return [];
  const lines = rest.map(({ method, url, body }) => [method, url, ...(body ? [JSON.stringify(body)] : [])].join(' '));
  const title = say('connector.dry-run.rest', { count: rest.length });
  return [{ kind: 'fold', id: 'rest', title, open: false, nodes: pieces(lines.join('\n')) }];
}

/** @param send the button that sends exactly these requests */
export function dryRunCard(wanted: Wanted, requests: readonly PlatformRequest[], send: Button, { say }: By): Card {
  const { dossier, step, operation, connector } = wanted;
  const { label } = connectorRow(connector);
  const row = operationOf(connector, operation);
  const what = step ? keyed(say.lang, `step.${step.step}`) : say('connector.look');
  const title = say('connector.dry-run.title', { connector: label });
  const off = brokenOff(wanted);
  const broken = off && (off.call.state === 'unknown' ? 'again' : 'left');
  const nodes: Node[] = [
    { kind: 'heading', text: channelTitle(dossier.channel) },
    { kind: 'text', text: what },
    { kind: 'banner', tone: 'info', text: say('connector.dry-run.intro', { count: requests.length }) },
    ...(broken ? [{ kind: 'banner', tone: 'warning', text: say(`connector.dry-run.${broken}`) } as const] : []),
    ...(row?.warning
      ? [{ kind: 'banner', tone: 'warning', text: say(`connector.warning.${row.warning}`) } as const]
      : []),
    ...requests.slice(0, SHOWN).flatMap((request, index) => requestNodes(request, index, say)),
    ...restNodes(requests.slice(SHOWN), say),
    { kind: 'facts', facts: [{ label: say('connector.scopes'), value: (row?.scopes ?? []).join(', ') }] },
    ...(step && needsSecond(step.stage) ? [{ kind: 'note', text: say('connector.dry-run.second') } as const] : []),
    { kind: 'actions', buttons: [send] },
  ];
  return marked(
    { title, summary: `${title}: ${channelTitle(dossier.channel)}`, lang: say.lang, nodes },
    dossier.file.row,
    say,
  );
}
