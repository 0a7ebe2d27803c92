/**
 * `/incident declare <what> [text]`: anybody reports a takeover in one line. Everything else comes from the registry.
 */

import { z } from 'zod';
import { proposedSeverity } from '../../../bot/incident/lifecycle.ts';
import { readLine } from '../../../bot/incident/selection.ts';
import type { Control } from '../../../bot/incident/stage.ts';
import { isHarmless } from '../../../bot/leavers/case.ts';
import { refuse } from '../../../bot/refusal.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Tx } from '../../../db/connect.ts';
import { newId } from '../../../db/ids.ts';
import { grantsOn, type Known } from '../../../db/incident/facts.ts';
import { openIncidentChannelsOf } from '../../../db/incident/incidents.ts';
import { openCasesAbout } from '../../../db/leavers/cases.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { counter } from '../../../db/registry/dossiers.ts';
import { combine } from '../../combine.ts';
import { type By, type Context, command, type Outcome } from '../../command.ts';
import { sent } from '../../participation/small-form.ts';
import { blastFactsOf, relatedTo, relatedToFacts, removalsOn } from '../blast.ts';
import { marked } from '../drill-mark.ts';
import { incidentWord } from '../incident-command.ts';
import { respondersOf } from '../responders.ts';
import { askedCard, FORM_TEXT, type Report, reported } from './declare-form.ts';
import { choiceCard, isTooLong, sureCard, unknownCard } from './declare-which.ts';
import { alreadyCard, receiptCard } from './declared.ts';
import { type AffectedChannel, opened, openingCounter } from './opening.ts';
import { affectedNow, backOf, isDealtWith, leadsOf, reportLines } from './reported-again.ts';
import { type Found, findSelection } from './selection.ts';
import { type LateEntry, lateEntry } from './unregistered.ts';

export const declare = command({
  ...incidentWord('declare'),
  aliases: ['melden', 'meldung'],
  rank: 10,
  bare: true,
  // The first person to see a takeover is often in no file.
  authority: 'account',
  positional: ['text'],
  opensForm: (args) => args.sent !== true && (args.form === true || args.text === undefined),
  args: z.object({
    text: z.string().max(FORM_TEXT).optional(),
    /** Opens the form, prefilled from the line. */
    form: z.boolean().optional(),
    sent,
    /** The person has seen all the channels the report names. */
    sure: z.boolean().optional(),
  }),
  load: async ({ text, form, sent: again }, context) => {
    const report = reported({ text, form, again, inputs: context.inputs });
    if (!('line' in report)) return { report, found: null, place: null, isGroup: false };
    const { selection } = readLine(report.line);
    const found = selection && (await findSelection(selection, context));
    const isGroup = selection != null && selection.all !== false;
    return { report, found, place: found && (await standingOf(found, context)), isGroup };
  },
  decide: ({ sent: again, sure }, facts, by) => {
    const { report, found, place, isGroup } = facts;
    if (!('line' in report)) return { answer: { card: askedCard(report, by), replace: again === true } };
    const replace = again === true || sure === true;
    // Unknown people read nothing from the registry here and cannot mark a group of channels.
    if (by.reporter && (isGroup || found?.kind === 'several')) return refuse('one-channel');
    if (!found || found.kind === 'none') return { answer: { card: unknownCard(report, found, by), replace } };
    if (found.kind === 'several') {
      if (isTooLong(report)) return refuse('incident-say-shortly');
      return { answer: { card: choiceCard(report, found, by), replace } };
    }
    if (!place) return refuse('not-found');
    const { free, back } = place;
    if (found.kind === 'channels' && free.length + back.length === 0)
      return alsoReported(report, found, place, by, replace);
    if (found.kind === 'channels' && found.many && found.channels.length > 1 && !sure) {
      if (isTooLong(report)) return refuse('incident-say-shortly');
      return { answer: { card: sureCard(report, found.channels, by), replace } };
    }
    if (found.kind === 'channels' && free.length === 0) return alsoReported(report, found, place, by, replace);
    return declared(report, found, place, by, replace);
  },
});

type ReportedChannels = NonNullable<Awaited<ReturnType<typeof standingOf>>>;
type Named = Extract<Found, { kind: 'channels' | 'new' }>;

/**
 * What is known about the channels before anything is decided.
 * @param drill count only drills as open incidents
 */
export async function standingOf(found: Found, { tx, org, by }: Context, drill = false) {
  if (found.kind !== 'channels' && found.kind !== 'new') return null;
  const named = found.kind === 'channels' ? found.channels : [];
  const ids = named.map(({ channel }) => channel.id);
  // A drill about the same channel must not swallow a real report.
  const stands = (await openIncidentChannelsOf(tx, ids)).filter(({ incident }) => incident.drill === drill);
  // A channel that is only related, or already restored, is not being handled: a report marks it as affected in its
  // incident.
  const elsewhere = drill ? stands : stands.filter(isDealtWith);
  const idle = stands.filter(({ place }) => !elsewhere.some((one) => one.place.channel === place.channel));
  const free = named.filter(({ channel }) => !stands.some(({ place }) => place.channel === channel.id));
  const freeIds = free.map(({ channel }) => channel.id);
  const late =
    found.kind === 'new'
      ? {
          account: found.account,
          ids: { channel: newId('channel'), application: newId('application') },
          counter: await counter(tx, `SN-${berlinDay(by.now).slice(0, 4)}`),
        }
      : null;
  const fresh: LateEntry | null = late && lateEntry(late, org, by);
  const related = fresh
    ? await relatedToFacts(tx, [blastFactsOf({ channel: fresh.channel, application: null }, [])])
    : await relatedTo(tx, freeIds);
  const removals = await removalsOn(tx, free);
  const affected = fresh ? [{ channel: fresh.channel, application: null }] : free;
  const responders = respondersOf(affected, removals, org);
  const tied = related.flatMap(({ ties }) => ties.flatMap((tie) => /^administrator:(.+)$/.exec(tie)?.[1] ?? []));
  return {
    elsewhere,
    back: await backOf({ tx, org, by }, idle, named),
    leads: await leadsOf(
      tx,
      stands.map(({ incident }) => incident.id),
    ),
    free,
    exposed: await isExposed(tx, free),
    fresh,
    related,
    responders,
    affected: affected.map(
      ({ channel }): AffectedChannel => ({ channel, place: newId('place'), late: fresh !== null }),
    ),
    grants: await grantsOn(tx, freeIds),
    counter: await counter(tx, openingCounter(by.now, drill)),
    id: newId('incident'),
    names: await namesOf(tx, [...responders.map(({ person }) => person), ...tied]),
  };
}

/**
 * Whether a single channel is at extra risk: no complete second factor, or an unfinished leaver case. Several count as
 * severe anyway.
 */
async function isExposed(tx: Tx, [only, ...more]: readonly Known[]): Promise<boolean> {
  if (!only || more.length > 0) return false;
  if (['some', 'none'].includes(String(only.application?.answers.secondFactor ?? ''))) return true;
  const cases = await openCasesAbout(tx, only.channel.id);
  return cases.some(({ items }) => items.some((item) => item.channel === only.channel.id && !isHarmless(item)));
}

const controlOf = ({ control }: Report): Control => control ?? 'unclear';

export function declared(
  report: Report,
  found: Named,
  place: ReportedChannels,
  by: By,
  replace: boolean,
  drill = false,
): Outcome {
  const { id, counter: count, affected, responders, grants, fresh, exposed } = place;
  const control = controlOf(report);
  const text = [found.text, report.more].filter((part) => part !== '').join('\n');
  const severity = report.severity ?? proposedSeverity(affected.length, control, exposed);
  const there = toldThere(report, found, place, by);
  const opening = opened({ id, counter: count, drill, severity, control, text, affected, responders, grants }, by);
  const written = combine(fresh, opening, there);
  if (by.reporter) {
    const notice = by.say('incident.reported', { number: opening.row.number });
    return { answer: { notice, tone: 'good' }, ...written };
  }
  const card = marked(receiptCard({ opening, place }, by), { drill }, by.say);
  return { answer: { card, replace }, ...written };
}

/** Adds a line to every incident the channels are already in, and marks those not being handled as affected. */
function toldThere(report: Report, found: Named, { elsewhere, back, leads }: ReportedChannels, by: By) {
  const control = controlOf(report);
  const text = [found.text, report.more].filter((part) => part !== '').join('\n');
  const incidents = new Set([...elsewhere.map(({ incident }) => incident.id), ...back.map(({ file }) => file.row.id)]);
  const affected = back.map((one) => affectedNow(one, control, by));
  const urgent = new Set(back.map(({ file }) => file.row.id));
  return combine(reportLines([...incidents], leads, control, text, by, urgent), ...affected);
}

/** Adds the report to the existing incidents' timelines; no new incident opens. */
function alsoReported(report: Report, found: Named, place: ReportedChannels, by: By, replace: boolean): Outcome {
  const all = [...place.elsewhere.map(({ incident }) => incident), ...place.back.map(({ file }) => file.row)];
  const incidents = [...new Map(all.map((incident) => [incident.id, incident])).values()];
  const written = toldThere(report, found, place, by);
  if (by.reporter) {
    const numbers = incidents.map(({ number }) => number).join(', ');
    return { answer: { notice: by.say('incident.reported-already', { numbers }), tone: 'info' }, ...written };
  }
  return { answer: { card: alreadyCard(incidents, by), replace }, ...written };
}
