/**
 * A text waiting for somebody's approval. After some minutes the next person on the line is asked and acts i. V. At the
 * end of the line everybody is asked again, and the lead is told. Approval and data protection's co-signature have
 * separate lines; neither waits for the other.
 */

import { refresh } from '../../../../bot/delivery/effect.ts';
import { APPROVAL_MINUTES, awaitsCoSign, nextOn } from '../../../../bot/incident/external-text.ts';
import { isOpen } from '../../../../bot/incident/lifecycle.ts';
import type { Subject } from '../../../../bot/time/due.ts';
import { update } from '../../../../db/changes.ts';
import { type OutsideText, textsOnTheirWay } from '../../../../db/incident/communication.ts';
import type { Org } from '../../../../db/organisation/organisation.ts';
import type { Kind } from '../../../time/due-kind.ts';
import { peopleInRole } from '../../dossier.ts';
import { entry } from '../../timeline-entry.ts';
import { textCard } from '../ask-release.ts';
import { type TextDossier, textDossier } from '../text-dossier.ts';

type Wait = 'approval-wait' | 'co-sign-wait';

type Way = {
  waits: (known: TextDossier) => boolean;
  line: (known: TextDossier) => readonly string[];
  asked: (text: OutsideText) => { people: readonly string[]; at: Date | null };
  set: (people: string[], at: Date) => Partial<OutsideText>;
  /** Kinds of timeline lines: the next person was asked; everybody was asked; nobody may. */
  lines: { asked: string; waiting: string; nobody: string };
};

const WAYS: Record<Wait, Way> = {
  'approval-wait': {
    waits: ({ text }) => text.state === 'review',
    line: ({ line }) => line,
    asked: ({ asked, askedAt }) => ({ people: asked, at: askedAt }),
    set: (asked, askedAt) => ({ asked, askedAt }),
    lines: { asked: 'text-asked', waiting: 'text-waiting', nobody: 'text-nobody' },
  },
  'co-sign-wait': {
    waits: ({ text, file }) => awaitsCoSign(text, file.row),
    line: ({ coLine }) => coLine,
    asked: ({ coAsked, coAskedAt }) => ({ people: coAsked, at: coAskedAt }),
    set: (coAsked, coAskedAt) => ({ coAsked, coAskedAt }),
    lines: { asked: 'text-co-sign-asked', waiting: 'text-co-sign-waiting', nobody: 'text-co-sign-nobody' },
  },
};

/** @returns undefined: nobody is waited for, or nobody may and the lead knows */
function subject<K extends Wait>(kind: K, known: TextDossier, { organisation }: Org): Subject<K> | undefined {
  const way = WAYS[kind];
  const { text, file } = known;
  if (!isOpen(file.row.state) || !way.waits(known)) return undefined;
  const { people, at } = way.asked(text);
  const next = nextOn(way.line(known), people);
  if (next === undefined && people.length === 0 && at !== null) return undefined;
  // Somebody added at the end of the line is asked next. If nobody was asked so far, the due is immediate: a merge of
  // two incidents may have made a co-signature necessary.
  const id = `${text.id} ${at?.toISOString() ?? `v${text.version}`} ${next ?? 'all'}`;
  const minutes = people.length === 0 ? 0 : (organisation.incident?.approvalMinutes ?? APPROVAL_MINUTES);
  const askedAt = at ?? text.askedAt ?? text.createdAt;
  return { kind, id, askedAt, minutes, severity: file.row.severity } as Subject<K>;
}

const waiting = <K extends Wait>(kind: K): Kind<K> => ({
  async subjects({ tx, org }) {
    const subjects: Subject<K>[] = [];
    for (const text of await textsOnTheirWay(tx)) {
      const known = await textDossier(tx, text, org);
      const found = known && subject(kind, known, org);
      if (found) subjects.push(found);
    }
    return subjects;
  },
  async act({ tx, org, now }, { id }) {
    const known = await textDossier(tx, id.split(' ')[0] ?? '', org);
    // Answered, edited or withdrawn since.
    if (!known || subject(kind, known, org)?.id !== id) return {};
    const way = WAYS[kind];
    const { text, file } = known;
    const line = way.line(known);
    const { people, at } = way.asked(text);
    const next = nextOn(line, people);
    const told = (word: keyof Way['lines'], data: Record<string, string | number>) =>
      entry({
        incident: text.incident,
        kind: way.lines[word],
        by: 'system',
        now,
        data: { text: text.id, number: text.number, ...data },
      });
    const again = refresh(`incident:${text.incident}`);
    if (next !== undefined) {
      const { changes, audit } = told('asked', { p_asked: next });
      const set = way.set([...people, next], now);
      return {
        changes: [update('incidentTexts', text, set), ...changes],
        audit,
        effects: [textCard(text, next), again],
      };
    }
    // The end of the line: everybody on it is asked again, and the lead is told.
    const all = new Set([...line, ...peopleInRole(file, 'lead')].filter((one) => !org.gone.has(one)));
    const { changes, audit } = line.length > 0 ? told('waiting', { count: line.length }) : told('nobody', {});
    const set = at === null ? [update('incidentTexts', text, way.set([], now))] : [];
    return { changes: [...set, ...changes], audit, effects: [...[...all].map((one) => textCard(text, one)), again] };
  },
});

export const approvalWait = waiting('approval-wait');
export const coSignWait = waiting('co-sign-wait');
