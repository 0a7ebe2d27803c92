/** The card of an application: what is asked for, what changed, its state, who decided what, and what can be done. */
import type { Button, Card, Lang, Node, Tone } from '../node.ts';
import { say, sayDate, sayIfKnown, sayTime } from '../text.ts';

export type SlotView = {
  body: string;
  answer: 'open' | 'yes' | 'no';
  opened: Date | null;
  by?: string;
  /** The person they act for ("i. V."). */
  onBehalfOf?: string;
  at?: Date;
  reason?: string;
  resolution?: string;
  unchanged: boolean;
  weighing?: { text: string; by: string; onBehalfOf?: string; at: Date };
};
type NoteView = { kind: string; body?: string; by: string; at: Date; text: string; open: boolean };
export type Fact = { label: string; value: string };
export type ApplicationView = {
  id: string;
  number: string;
  kind: string;
  state: string;
  title: string;
  platform: string;
  office: string;
  url?: string;
  applicant: string;
  submittedAt?: Date;
  decidedAt?: Date;
  hash?: string;
  renewal: boolean;
  /** What this version changes compared with the previous one. */
  changes: { label: string; before: string; after: string }[];
  /** The few facts that an approver reads first. */
  facts: Fact[];
  slots: SlotView[];
  notes: NoteView[];
  files: string[];
  /** Section 5: earlier versions, newest first. */
  earlier: { number: string; state: string; at?: Date }[];
  /** All answers by section, if requested. */
  sections: { title: string; facts: Fact[] }[];
  /** Which body's copy this is; absent: the department's. */
  as?: string;
  /** Clocks of open votes, in words: that of the copy's own body, and for everybody the staff council's. */
  clocks: string[];
  buttons: Button[];
};

const ANSWER_SIGN = { open: '⏳', yes: '✅', no: '⛔' } as const;

/** Draws the card in the reader's language. */
export function applicationCard(view: ApplicationView, lang: Lang): Card {
  const speak = say(lang);
  const title = speak('application.title', { number: view.number, title: view.title });
  return {
    title,
    lang,
    summary: speak('application.summary', { title, state: sayState(lang, view.state), line: overviewLine(view, lang) }),
    nodes: [
      ...(view.renewal ? [{ kind: 'banner', tone: 'warning', text: speak('application.head-note') } as const] : []),
      ...status(view, lang),
      ...changes(view, lang),
      { kind: 'facts', facts: [...head(view, lang), ...view.facts] },
      ...(view.url ? [{ kind: 'link', text: view.url, url: view.url } as const] : []),
      ...overview(view, lang),
      ...notes(view, lang),
      ...(view.files.length > 0
        ? [{ kind: 'note', text: speak('application.files', { files: view.files.join(', ') }) } as const]
        : []),
      ...view.sections.flatMap((section): Node[] => [
        { kind: 'heading', text: section.title },
        { kind: 'facts', facts: section.facts },
      ]),
      ...earlier(view, lang),
      ...(view.buttons.length > 0 ? [{ kind: 'actions', buttons: view.buttons } as const] : []),
      ...(view.hash
        ? [{ kind: 'note', text: speak('application.hash', { hash: view.hash.slice(0, 16) }) } as const]
        : []),
    ],
  };
}

function sayState(lang: Lang, state: string): string {
  return sayIfKnown(lang, `state.${state}`) ?? state;
}
function sayBody(lang: Lang, body: string): string {
  return sayIfKnown(lang, `body.${body}`) ?? body;
}

/** By state; all others are neutral. */
const TONES = new Map<string, Tone>([
  ['approved', 'good'],
  ['published', 'good'],
  ['rejected', 'danger'],
  ['withdrawn', 'warning'],
  ['archived', 'warning'],
  ['query', 'warning'],
]);

function status(view: ApplicationView, lang: Lang): Node[] {
  const speak = say(lang);
  const state = sayState(lang, view.state);
  const clocks = view.clocks.map((text): Node => ({ kind: 'note', text }));
  return [
    { kind: 'banner', tone: TONES.get(view.state) ?? 'info', text: speak('application.state', { state }) },
    ...clocks,
  ];
}

function changes(view: ApplicationView, lang: Lang): Node[] {
  if (!view.renewal) return [];
  const speak = say(lang);
  if (view.changes.length === 0) return [{ kind: 'text', text: speak('application.no-changes') }];
  return [
    { kind: 'heading', text: speak('application.changes', { count: view.changes.length }) },
    {
      kind: 'facts',
      facts: view.changes.map(({ label, before, after }) => ({
        label,
        value: speak('application.change', { before, after }),
      })),
    },
  ];
}

function head(view: ApplicationView, lang: Lang): Fact[] {
  const speak = say(lang);
  return [
    { label: speak('application.kind'), value: sayIfKnown(lang, `kind.${view.kind}`) ?? view.kind },
    { label: speak('application.office'), value: view.office },
    { label: speak('application.applicant'), value: view.applicant },
    ...(view.submittedAt ? [{ label: speak('application.submitted'), value: sayTime(lang, view.submittedAt) }] : []),
    ...(view.decidedAt ? [{ label: speak('application.decided'), value: sayTime(lang, view.decidedAt) }] : []),
    {
      label: speak('application.platform'),
      value: sayIfKnown(lang, `option.platform.${view.platform}`) ?? view.platform,
    },
  ];
}

/** The overview line of the old database, extended by head and IT security. Below it: who decided, when and why. */
function overview(view: ApplicationView, lang: Lang): Node[] {
  if (view.slots.length === 0) return [];
  const speak = say(lang);
  const words = (slot: SlotView) => `${ANSWER_SIGN[slot.answer]} ${speak(`answer.${slot.answer}`)}`;
  return [
    { kind: 'heading', text: speak('application.participation') },
    {
      kind: 'table',
      columns: view.slots.map((slot) => sayBody(lang, slot.body)),
      rows: [view.slots.map(words)],
    },
    ...view.slots.flatMap((slot) => slotLines(slot, lang)),
  ];
}

/** `Leitung Ja | FB 3 in Bearbeitung | …`, for notifications and lists. */
function overviewLine(view: Pick<ApplicationView, 'slots'>, lang: Lang): string {
  return view.slots.map((slot) => `${sayBody(lang, slot.body)}: ${say(lang)(`answer.${slot.answer}`)}`).join(' | ');
}

function slotLines(slot: SlotView, lang: Lang): Node[] {
  const speak = say(lang);
  const lines: Node[] = [];
  if (slot.answer !== 'open' && slot.by && slot.at) {
    const who = sayActing(lang, slot.by, slot.onBehalfOf);
    const parts = [
      speak('application.voted', {
        body: sayBody(lang, slot.body),
        answer: speak(`answer.${slot.answer}`),
        who,
        at: sayTime(lang, slot.at),
      }),
      ...(slot.unchanged ? [speak('application.unchanged')] : []),
      ...(slot.resolution ? [speak('application.resolution', { resolution: slot.resolution })] : []),
      ...(slot.reason ? [speak('application.reason', { reason: slot.reason })] : []),
    ];
    const text = parts.join(' ');
    lines.push(slot.answer === 'no' ? { kind: 'banner', tone: 'danger', text } : { kind: 'note', text });
  }
  if (slot.weighing) {
    const { text, by, onBehalfOf, at } = slot.weighing;
    const who = sayActing(lang, by, onBehalfOf);
    const line = speak('application.weighing', { body: sayBody(lang, slot.body), who, at: sayTime(lang, at), text });
    lines.push({ kind: 'banner', tone: 'warning', text: line });
  }
  return lines;
}

/** `Stellvertretung X, i. V. für Leitung X` */
function sayActing(lang: Lang, by: string, onBehalfOf: string | undefined): string {
  return onBehalfOf ? say(lang)('application.acting', { by, head: onBehalfOf }) : by;
}

function notes(view: ApplicationView, lang: Lang): Node[] {
  if (view.notes.length === 0) return [];
  const speak = say(lang);
  return [
    { kind: 'heading', text: speak('application.notes') },
    ...view.notes.map((note): Node => {
      const kind = sayIfKnown(lang, `note.${note.kind}`) ?? note.kind;
      const from = note.body ? `${note.by} (${sayBody(lang, note.body)})` : note.by;
      const text = `${speak('application.note', { kind, from, at: sayTime(lang, note.at) })}\n${note.text}`;
      return note.open ? { kind: 'banner', tone: 'warning', text } : { kind: 'text', text };
    }),
  ];
}

function earlier(view: ApplicationView, lang: Lang): Node[] {
  if (view.earlier.length === 0) return [];
  return [
    { kind: 'heading', text: say(lang)('application.earlier') },
    ...view.earlier.map(
      (version): Node => ({
        kind: 'item',
        title: version.number,
        text: [sayState(lang, version.state), ...(version.at ? [sayDate(lang, version.at)] : [])].join(', '),
        buttons: [{ label: say(lang)('button.show'), do: 'show', args: { what: version.number } }],
      }),
    ),
  ];
}
