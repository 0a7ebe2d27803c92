/** Builds the application's card: what this copy may show, and its buttons. */

import { readRight } from '../../../bot/organisation/permission.ts';
import { BODIES, type Body } from '../../../bot/participation/body.ts';
import { OVERVIEW } from '../../../bot/participation/participation.ts';
import { voteClock } from '../../../bot/participation/vote-clock.ts';
import { isOpen } from '../../../bot/registration/application.ts';
import { diff } from '../../../bot/registration/diff.ts';
import {
  type ApplicationView,
  applicationCard,
  type Fact,
  type SlotView,
} from '../../../cards/registration/application-card.ts';
import { say, sayDate } from '../../../cards/text.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { type Application, type Dossier, dossier, factsOf } from '../../../db/registry/dossiers.ts';
import { keyed } from '../../keyed.ts';
import { noRightCard } from '../../no-right.ts';
import { sayClock } from '../../participation/views/vote-clock.ts';
import { voteTime } from '../../participation/vote-time.ts';
import { idOf, type Reader, type View } from '../../view.ts';
import { describeChange, keyFacts, sectionsOf } from './answers.ts';
import { buttonsOf, type Copy } from './application-buttons.ts';

/**
 * `args.as`: whose copy it is (a body, `applicant`, `office`); `args.full`: with all answers.
 * Everybody in a room sees its copy, so it shows what its body may read.
 */
export const applicationView: View = async (tx, ref, reader) => {
  const file = await dossier(tx, idOf(ref.subject));
  if (!file) return null;
  const right =
    ref.args.as && ref.args.as !== 'applicant' && !reader.actor
      ? 'full'
      : readRight(reader.actor, { ...factsOf(file.application), slots: slotsToRead(file) }, reader.org.facts);
  if (right === 'none') return noRightCard(reader);

  const names = await namesOf(tx, peopleIn(file));
  // An imported application has no applicant until somebody takes it on.
  const unnamed = (id: string) => reader.say(id === 'system' ? 'application.nobody-yet' : 'word.deleted-person');
  const nameOf = (id: string) => names.get(id) ?? unnamed(id);
  const { application } = file;
  // Drafts and discarded drafts were never submitted, so they are not versions.
  const versions = file.versions.filter(({ number }) => number !== null);
  const view = toView(file, reader, nameOf, {
    as: ref.args.as,
    full: ref.args.full === 'yes' && right === 'full',
    versions,
    newest: versions.at(-1)?.id === application.id,
  });
  return applicationCard(right === 'full' ? view : onlyState(view), reader.lang);
};

/** A closure informs bodies that do not vote on it: they may read what they were asked about before. */
export const slotsToRead = ({ application, votes }: Dossier): readonly Body[] =>
  application.kind === 'closure' ? BODIES : votes.map((vote) => vote.body);

function peopleIn({ application, votes, earlierVotes, notes, predecessor, attachments }: Dossier): string[] {
  const persons = [application, predecessor].flatMap((document) =>
    document && Array.isArray(document.answers.persons) ? (document.answers.persons as Record<string, unknown>[]) : [],
  );
  return [
    application.applicant,
    ...persons.flatMap((entry) => [entry.person, entry.deputy].map((person) => String(person ?? ''))),
    ...[...votes, ...earlierVotes].flatMap((vote) => [vote.by, vote.onBehalfOf, vote.weighedBy, vote.weighedFor]),
    ...notes.map((note) => note.by),
    ...attachments.map((file) => file.by),
  ].filter((person): person is string => person !== null && person !== '');
}

type Shape = Copy & { versions: Application[] };

function toView(file: Dossier, reader: Reader, nameOf: (id: string) => string, shape: Shape): ApplicationView {
  const { application, predecessor, notes, channel } = file;
  const { lang } = reader;
  const slots = slotsOf(file, nameOf);
  // A closure does not change the channel, so there is nothing to compare and no vote to repeat.
  const renewal = predecessor !== null && application.kind !== 'closure';
  const url = channel?.url ?? (typeof application.answers.url === 'string' ? application.answers.url : undefined);
  return {
    id: application.id,
    number: application.number ?? say(lang)('application.draft'),
    kind: application.kind,
    state: shownState(application),
    title: application.title,
    platform: application.platform ?? '',
    office: officeName(reader, application.office),
    ...(url ? { url } : {}),
    applicant: nameOf(application.applicant),
    ...(application.submittedAt ? { submittedAt: application.submittedAt } : {}),
    ...(application.decidedAt ? { decidedAt: application.decidedAt } : {}),
    ...(application.hash ? { hash: application.hash } : {}),
    renewal,
    changes: renewal
      ? diff(predecessor?.answers ?? {}, application.answers).map((change) => describeChange(change, lang, nameOf))
      : [],
    facts: shape.full ? [] : keyFacts(application.answers, lang, nameOf),
    slots,
    notes: notes.map((note) => ({
      kind: note.kind,
      ...(note.body ? { body: note.body } : {}),
      by: nameOf(note.by),
      at: note.at,
      text: note.text,
      open: note.kind === 'query' && note.closedAt === null,
    })),
    files: file.attachments
      .filter((entry) => entry.state !== 'refused')
      .map(({ name, at }) =>
        application.submittedAt && at > application.submittedAt
          ? say(lang)('application.file-later', { name, date: sayDate(lang, at) })
          : name,
      ),
    earlier: shape.versions
      .filter((version) => version.revision < application.revision)
      .reverse()
      .map((version) => ({
        number: version.number!,
        state: shownState(version),
        ...(version.endedAt ? { at: version.endedAt } : {}),
      })),
    sections: shape.full ? sectionsOf(application.answers, lang, nameOf) : [],
    ...(shape.as ? { as: shape.as } : {}),
    clocks: clocksOf(file, reader, shape.as),
    buttons: buttonsOf(file, reader, shape),
  };
}

/** Everybody sees the staff council's clock; each other body sees only its own. */
function clocksOf({ application, votes, notes }: Dossier, reader: Reader, as: string | undefined): string[] {
  if (!isOpen(application.state)) return [];
  return votes
    .filter(({ body, answer }) => answer === 'open' && (body === 'council' || body === as))
    .flatMap(({ body, openedAt }) => {
      if (!openedAt) return [];
      const clock = voteClock(reader.calendar, voteTime(body, openedAt, notes, reader.org), reader.now);
      return [sayClock(reader.say, keyed(reader.lang, `body.${body}`), clock)];
    });
}

export function officeName({ org }: Reader, id: string): string {
  const office = org.organisation.offices.find((candidate) => candidate.id === id);
  return office ? `${office.short} – ${office.name}` : id;
}

function slotsOf({ votes }: Dossier, nameOf: (id: string) => string): SlotView[] {
  return OVERVIEW.flatMap((body): SlotView[] => {
    const vote = votes.find((candidate) => candidate.body === body);
    if (!vote) return [];
    return [
      {
        body,
        answer: vote.answer,
        opened: vote.openedAt,
        unchanged: vote.unchanged === 'yes',
        ...(vote.by ? { by: nameOf(vote.by) } : {}),
        ...(vote.onBehalfOf ? { onBehalfOf: nameOf(vote.onBehalfOf) } : {}),
        ...(vote.at ? { at: vote.at } : {}),
        ...(vote.reason ? { reason: vote.reason } : {}),
        ...(vote.resolution ? { resolution: vote.resolution } : {}),
        ...(vote.weighing && vote.weighedBy && vote.weighedAt
          ? {
              weighing: {
                text: vote.weighing,
                by: nameOf(vote.weighedBy),
                at: vote.weighedAt,
                ...(vote.weighedFor ? { onBehalfOf: nameOf(vote.weighedFor) } : {}),
              },
            }
          : {}),
      },
    ];
  });
}

/** A completed closure is shown as closed, not as published. */
export const shownState = ({ kind, state }: Pick<Application, 'kind' | 'state'>): string =>
  kind === 'closure' && state === 'published' ? 'closed' : state;

/** People who may only see the state get the overview line, not the content (service agreement, annex 1 no. 1). */
function onlyState(view: ApplicationView): ApplicationView {
  const { hash: _hash, ...rest } = view;
  const slots = view.slots.map(
    ({ body, answer, opened, unchanged }): SlotView => ({ body, answer, opened, unchanged }),
  );
  // Anybody in the office may take on an imported application.
  const buttons = view.buttons.filter((button) => button.do === 'edit');
  // The changes are hidden, so the card must not say there are none.
  const bare = { renewal: false, facts: [] as Fact[], changes: [], notes: [], files: [], sections: [] };
  return { ...rest, ...bare, slots, buttons };
}
