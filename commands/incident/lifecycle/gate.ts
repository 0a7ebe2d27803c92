/** What is missing before an incident can be closed, for the command and the head card. */
import { type GateFacts, missingToClose } from '../../../bot/incident/close-gate.ts';
import type { Tx } from '../../../db/connect.ts';
import { type IncidentChannelEntry, type Step, tasksIn } from '../../../db/incident/incidents.ts';
import { openTexts } from '../communication/open-texts.ts';
import { isTouched } from '../dormant/connect-button.ts';
import type { IncidentDossier } from '../dossier.ts';
import type { HeadSection } from '../views/head-section.ts';

/** What the gates need to know about one channel. */
export const gatePlace = (
  { place, channel }: IncidentChannelEntry,
  steps: readonly Step[],
): GateFacts['places'][number] => ({
  name: channel.name,
  part: place.part,
  stage: place.stage,
  touched: place.restoredAt === null && isTouched(steps.filter((step) => step.place === place.id)),
  restored: place.restoredAt !== null,
  decided: place.leftAs !== null || place.replacement !== null,
});

export async function gateFacts(tx: Tx, file: IncidentDossier): Promise<GateFacts> {
  const tasks = await tasksIn(tx, file.row.id);
  const texts = await openTexts(tx, file.row);
  return {
    places: file.places.map((one) => gatePlace(one, file.steps)),
    openTexts: texts.uncleared.length + texts.waiting.length,
    dataLoss: file.row.dataLoss,
    gdprDecided: file.row.gdpr !== null,
    tasks: tasks.map(({ doneAt, assignee }) => ({ done: doneAt !== null, assigned: assignee !== '' })),
  };
}

/**
 * Shown once everything is restored. The card that answers `close` belongs to one person and is not redrawn. This one
 * is redrawn, whoever settles the last point.
 */
export const gatePart: HeadSection = async (tx, file, { say }) => {
  if (file.row.state !== 'restored') return [];
  const missing = missingToClose(await gateFacts(tx, file));
  if (missing.length === 0) return [{ kind: 'text', text: say('incident.close.ready') }];
  const lines = missing.map(({ gate, count }) => `• ${say(`incident.gate.${gate}`, { count })}`);
  return [{ kind: 'text', text: [say('incident.close.missing', { count: missing.length }), ...lines].join('\n') }];
};
