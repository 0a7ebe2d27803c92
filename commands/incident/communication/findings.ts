/** What blocks a public text's release in this incident, as codes and in words. */
import { check, type Finding } from '../../../bot/incident/external-check.ts';
import type { Lang } from '../../../cards/node.ts';
import { keyed } from '../../keyed.ts';
import type { IncidentDossier } from '../dossier.ts';

export const findingsIn = (body: string, { row }: Pick<IncidentDossier, 'row'>): Finding[] =>
  check(body, { dataLossExcluded: row.dataLoss === 'excluded' });

export const findingLines = (found: readonly Finding[], lang: Lang): string[] =>
  found.map(({ code, phrase }) => `• ${keyed(lang, `finding.${code}`, { phrase })}`);
