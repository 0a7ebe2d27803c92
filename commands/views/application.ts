/** The application's card from its dossier: what this copy may show, and which buttons it carries. */
import { type ApplicationKind, type ApplicationState, isOpen, obstacles } from '../../bot/application.ts';
import { BODIES, type Body } from '../../bot/body.ts';
import type { ChannelState } from '../../bot/channel.ts';
import { diff } from '../../bot/diff.ts';
import { OVERVIEW } from '../../bot/participation.ts';
import { readRight } from '../../bot/permission.ts';
import { voteClock } from '../../bot/vote-clock.ts';
import { type ApplicationView, applicationCard, type Fact, type SlotView } from '../../cards/application.ts';
import type { Button } from '../../cards/node.ts';
import { say, sayDate } from '../../cards/text.ts';
import { namesOf } from '../../db/organisation.ts';
import { chain, type Dossier, dossier, factsOf } from '../../db/registry.ts';
import { mayEdit } from '../registration/draft.ts';
import { voteTime } from '../time/vote-time.ts';
import { idOf, type Reader, type View } from '../view.ts';
import { describeChange, keyFacts, sectionsOf } from './answers.ts';
import { sayClock } from './clock.ts';
import { keyed } from './keyed.ts';
import { noRightCard } from './no-right.ts';

/**
 * `args.as`: whose copy it is (a body, `applicant`, `office`); `args.full`: with all answers.
 * A room's copy is shown to everybody in it, so it carries what its body may read.
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
  const nameOf = (id: string) => names.get(id) ?? reader.say('word.deleted-person');
  const { application } = file;
  // What was begun or thrown away was never handed in, so it is no version.
  const versions = (application.root ? await chain(tx, application.root) : []).filter(({ number }) => number !== null);
  const view = toView(file, reader, nameOf, {
    as: ref.args.as,
    full: ref.args.full === 'yes' && right === 'full',
    versions,
    newest: versions.at(-1)?.id === application.id,
  });
  return applicationCard(right === 'full' ? view : onlyState(view), reader.lang);
};

/** Of a closure the bodies that are not asked are informed: they may read what they were asked about before. */
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

type Shape = {
  as: string | undefined;
  full: boolean;
  versions: { id: string; number: string | null; revision: number; state: string; endedAt: Date | null }[];
  newest: boolean;
};

function toView(file: Dossier, reader: Reader, nameOf: (id: string) => string, shape: Shape): ApplicationView {
  const { application, predecessor, notes, channel } = file;
  const { lang } = reader;
  const slots = slotsOf(file, nameOf);
  const url = channel?.url ?? (typeof application.answers.url === 'string' ? application.answers.url : undefined);
  return {
    id: application.id,
    number: application.number ?? say(lang)('application.draft'),
    kind: application.kind,
    state: application.state,
    title: application.title,
    platform: application.platform ?? '',
    office: officeName(reader, application.office),
    ...(url ? { url } : {}),
    applicant: nameOf(application.applicant),
    ...(application.submittedAt ? { submittedAt: application.submittedAt } : {}),
    ...(application.decidedAt ? { decidedAt: application.decidedAt } : {}),
    ...(application.hash ? { hash: application.hash } : {}),
    renewal: predecessor !== null,
    changes: predecessor
      ? diff(predecessor.answers, application.answers).map((change) => describeChange(change, lang, nameOf))
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
        state: version.state,
        ...(version.endedAt ? { at: version.endedAt } : {}),
      })),
    sections: shape.full ? sectionsOf(application.answers, lang, nameOf) : [],
    ...(shape.as ? { as: shape.as } : {}),
    clocks: clocksOf(file, reader, shape.as),
    buttons: buttonsOf(file, reader, shape),
  };
}

/** The staff council's clock is everybody's business (registry.md 3.2, no. 14); the others' is their own. */
function clocksOf({ application, votes, notes }: Dossier, reader: Reader, as: string | undefined): string[] {
  if (!isOpen(application.state as ApplicationState)) return [];
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
        answer: vote.answer as SlotView['answer'],
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

/** Buttons say what can be done now; who may press them is decided at the click. */
function buttonsOf(file: Dossier, reader: Reader, shape: Shape): Button[] {
  const { application, votes, earlierVotes } = file;
  const { say: speak, lang } = reader;
  const id = application.id;
  const open = isOpen(application.state as ApplicationState);
  const buttons: Button[] = [];
  const slot = votes.find((vote) => vote.body === shape.as);
  if (open && slot?.openedAt) {
    const args = { application: id, body: slot.body, seen: slot.version };
    if (slot.answer === 'open') {
      const before = earlierVotes.find((vote) => vote.body === slot.body && vote.answer !== 'open');
      buttons.push({ label: speak('vote.yes'), do: 'vote', style: 'primary', args: { ...args, answer: 'yes' } });
      buttons.push({ label: speak('vote.no'), do: 'vote', style: 'danger', args: { ...args, answer: 'no' } });
      if (before) {
        const answer = say(lang)(before.answer === 'yes' ? 'answer.yes' : 'answer.no');
        buttons.push({
          label: speak('vote.unchanged', { answer }),
          do: 'vote',
          args: { ...args, answer: 'unchanged' },
        });
      }
    } else {
      buttons.push({ label: speak('vote.change'), do: 'vote', args: { ...args, answer: 'change' } });
    }
    buttons.push({ label: speak('ask.button'), do: 'ask', args: { application: id, body: slot.body } });
  }
  if (open && shape.as === 'head') {
    const { toWeigh } = obstacles(application.kind as ApplicationKind, votes.map(asSlot));
    for (const body of toWeigh) {
      const label = speak('weigh.button', { body: speak(`body.${body}`) });
      buttons.push({ label, do: 'weigh', args: { application: id, body } });
    }
    if (application.state !== 'head')
      buttons.push({
        ...confirmed(speak('give-up.button'), speak('give-up.confirm'), reader),
        do: 'give-up',
        args: { application: id },
      });
  }
  const mine = shape.as === 'applicant' || (!shape.as && reader.actor?.person === application.applicant);
  if (mine) {
    for (const note of file.notes.filter((entry) => entry.kind === 'query' && entry.closedAt === null)) {
      buttons.push({ label: speak('reply.button'), do: 'reply', style: 'primary', args: { note: note.id } });
    }
    if (open) {
      buttons.push({ label: speak('supplement.button'), do: 'supplement', args: { application: id } });
      buttons.push({
        ...confirmed(speak('withdraw.button'), speak('withdraw.confirm'), reader),
        do: 'withdraw',
        args: { what: id },
      });
    } else if (shape.newest && application.state !== 'draft') {
      buttons.push({ label: speak('renew.button'), do: 'renew', args: { what: id } });
      if (file.channel && isRunning(file.channel.state as ChannelState))
        buttons.push({ label: speak('close.button'), do: 'close', args: { what: id } });
    }
  }
  if (application.state === 'draft' && reader.actor && mayEdit(reader.actor, application)) {
    buttons.push({ label: speak('edit.button'), do: 'edit', style: 'primary', args: { what: id } });
  }
  if (!shape.full) buttons.push({ label: speak('full.button'), do: 'show', args: { what: id, full: 'yes' } });
  return buttons;
}

export const asSlot = (vote: { body: Body; answer: string; weighing: string | null }) => ({
  body: vote.body,
  answer: vote.answer as 'open' | 'yes' | 'no',
  weighed: vote.weighing !== null,
});

function confirmed(label: string, text: string, { say: speak }: Reader): Omit<Button, 'do'> {
  return { label, style: 'danger', confirm: { title: label, text, yes: label, no: speak('word.cancel') } };
}

/** There is an account that can be closed, whatever became of the newest application about it. */
export const isRunning = (state: ChannelState): boolean => state !== 'planned' && state !== 'closed';

/** Who may only see where it stands gets the overview line, not the content (service agreement, annex 1 no. 1). */
function onlyState(view: ApplicationView): ApplicationView {
  const { hash: _hash, ...rest } = view;
  const slots = view.slots.map(
    ({ body, answer, opened, unchanged }): SlotView => ({ body, answer, opened, unchanged }),
  );
  // Without the changes it must not look as if there were none.
  const bare = { renewal: false, facts: [] as Fact[], changes: [], notes: [], files: [], sections: [], buttons: [] };
  return { ...rest, ...bare, slots };
}
