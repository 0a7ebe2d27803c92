/** The running deadlines, on an incident's head card. */
import { afterActionDay, gdprDeadline, updateDue } from '../../../bot/incident/clock.ts';
import { sayDay, sayTime } from '../../../cards/text.ts';
import type { HeadSection } from './head-section.ts';

export const deadlinesPart: HeadSection = async (_tx, { row }, { say, lang, calendar }) => {
  const facts = [];
  if (row.state === 'confirmed' || row.state === 'contained') {
    const due = updateDue(row.updatedAt ?? row.confirmedAt ?? row.declaredAt, row.severity);
    facts.push({ label: say('deadline.update'), value: sayTime(lang, due) });
  }
  if (!row.drill && row.gdpr) {
    facts.push({ label: say('deadline.gdpr'), value: say(row.gdpr.report ? 'gdpr.report' : 'gdpr.no-report') });
  } else if (!row.drill && row.state !== 'reported' && row.state !== 'false-alarm' && row.state !== 'merged') {
    facts.push({
      label: say('deadline.gdpr'),
      value: say('deadline.until', { until: sayTime(lang, gdprDeadline(row.awareAt)) }),
    });
  }
  if (row.state === 'closed' && row.closedAt && !row.afterAction) {
    const day = sayDay(lang, afterActionDay(row.closedAt, calendar));
    facts.push({ label: say('deadline.report'), value: say('deadline.until', { until: day }) });
  }
  return facts.length > 0 ? [{ kind: 'facts', facts }] : [];
};
