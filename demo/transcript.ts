/** The transcript of the demo: who did what where, what they saw, and what was checked. Plain text, 100 columns. */
import type { Lang } from '../bot/chat.ts';
import { sayDay, sayIfKnown } from '../cards/text.ts';
import { optionLabel } from '../test/support/script.ts';
import type { Act, Answer, Person, Sight } from '../test/support/story.ts';
import { WORDS } from './demo-words.ts';

const WIDTH = 100;
/** How many answers of a page are printed; the others are only counted. */
const ANSWERS_PER_PAGE = 3;

/** Which lines of a card are shown: those that match, or the first n. */
export type Keep = RegExp | string | number;

export class CheckFailed extends Error {}

export type Transcript = {
  title(): void;
  scene(number: number, title: string, at: string, about: string): void;
  /** A sentence of the narrator. */
  tell(text: string): void;
  /** What somebody did; several acts of one person in a row name them once. */
  act(person: Pick<Person, 'name' | 'chat'>, act: Act): void;
  /** What somebody sees: the first line, and all lines that match one of `keep`. A mark replaces the others. */
  shows(person: Pick<Person, 'name' | 'chat'>, sight: Sight, ...keep: readonly Keep[]): void;
  /** Lines of an operator's tool. */
  output(lines: readonly string[]): void;
  check(what: string, actual: unknown, expected: unknown): void;
  /** How many checks have held. */
  readonly checks: number;
  /** The next act names its person again. */
  pause(): void;
};

export function transcript(lang: Lang, write: (line: string) => void): Transcript {
  const words = WORDS[lang];
  let speaker = '';
  let checks = 0;
  /** The last button; several presses in a row are printed as one line. */
  let pressed: { label: string; times: number } | undefined;

  const tellPress = (): void => {
    if (pressed) write(`    ${words.clicks} [${pressed.label}]${pressed.times > 1 ? ` (${pressed.times} ×)` : ''}`);
    pressed = undefined;
  };
  const print = (line: string): void => {
    tellPress();
    write(line);
  };

  const lines = (text: string, first: string, rest = first): void => {
    for (const part of text.split('\n')) {
      wrap(part, WIDTH - first.length).forEach((line, index) => {
        print(`${index === 0 ? first : rest}${line}`.trimEnd());
      });
    }
  };
  const nameOf = (person: Pick<Person, 'name' | 'chat'>): string => `${person.name} · ${words.places[person.chat]}`;
  const name = (person: Pick<Person, 'name' | 'chat'>): void => {
    const now = nameOf(person);
    if (speaker !== now) lines(`\n${now}`, '  ');
    speaker = now;
  };

  return {
    get checks() {
      return checks;
    },
    title() {
      lines(words.title.toUpperCase(), '');
      print('');
      lines(words.about, '');
    },
    scene(number, title, at, about) {
      speaker = '';
      print('');
      print('═'.repeat(WIDTH));
      lines(`${number}. ${title}`, '');
      print(at);
      print('═'.repeat(WIDTH));
      lines(about, '');
    },
    tell(text) {
      speaker = '';
      print('');
      lines(text, '');
    },
    act(person, act) {
      if (act.kind === 'press' && act.label === pressed?.label && speaker === nameOf(person)) {
        pressed.times += 1;
        return;
      }
      name(person);
      if (act.kind === 'say') lines(act.text, `    ${words.writes} `, '      ');
      if (act.kind === 'press') {
        tellPress();
        pressed = { label: act.label, times: 1 };
      }
      if (act.kind === 'fill') {
        const told = Object.entries(act.answers);
        const more = told.length > ANSWERS_PER_PAGE + 1 ? told.length - ANSWERS_PER_PAGE : 0;
        for (const [field, answer] of told.slice(0, more > 0 ? ANSWERS_PER_PAGE : told.length)) {
          lines(
            `${labelOf(field, lang, 'until' in act.answers)}: ${answerText(field, answer, lang)}`,
            `    ${words.enters} `,
            '      ',
          );
        }
        if (more > 0) lines(words.more(more), '      ');
      }
    },
    shows(person, sight, ...keep) {
      name(person);
      const place = sight.room === '' ? '' : ` ${words.inRoom(sight.room)}`;
      print(`    ┌${place}`);
      for (const line of excerpt(sight.text, keep)) lines(line, '    │ ');
      print('    └');
    },
    output(all) {
      print('');
      for (const line of all) lines(line, '    │ ');
    },
    check(what, actual, expected) {
      const holds = expected instanceof RegExp ? expected.test(String(actual)) : same(actual, expected);
      if (!holds) {
        print('');
        lines(`✗ ${what}`, '  ');
        lines(`${words.expected} ${shown(expected)}`, '    ');
        lines(`${words.found} ${shown(actual)}`, '    ');
        throw new CheckFailed(what);
      }
      checks += 1;
      lines(what, '  ✓ ', '    ');
    },
    pause() {
      speaker = '';
    },
  };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const shown = (value: unknown): string => (value instanceof RegExp ? String(value) : JSON.stringify(value));

function labelOf(path: string, lang: Lang, puttingOff: boolean): string {
  const field = path.split('.').at(-1) ?? path;
  const words = (puttingOff ? SNOOZE_WORDS : FIELD_WORDS)[field] ?? field;
  return sayIfKnown(lang, `field.${words}`) ?? field;
}
/** In small forms the name of a field differs from that of its words. */
const FIELD_WORDS: Record<string, string> = {
  reason: 'voteReason',
  evidence: 'stepEither',
  bio: 'snapshot.bio',
  links: 'snapshot.links',
  kind: 'outsideKind',
  lang: 'outsideLang',
  body: 'outsideBody',
  link: 'publishLink',
};
const SNOOZE_WORDS: Record<string, string> = { reason: 'snoozeReason', until: 'snoozeUntil' };

function answerText(path: string, answer: Answer, lang: Lang): string {
  const field = path.split('.').at(-1) ?? path;
  const all = typeof answer === 'string' ? [answer] : answer;
  return all
    .map((one) =>
      /^\d{4}-\d{2}-\d{2}$/.test(one)
        ? sayDay(lang, one)
        : (optionLabel(FIELD_WORDS[field] ?? field, one, lang) ?? one),
    )
    .join(', ');
}

/** The title and the wanted lines (a number: the first n); one mark replaces each run of others. */
function excerpt(text: string, keep: readonly Keep[]): string[] {
  const all = inOneLine(text.split('\n').filter((line) => line.trim() !== '' && line !== '---'));
  const first = Math.max(1, ...keep.filter((one) => typeof one === 'number'));
  const wanted = (line: string) =>
    keep.some((one) => (typeof one === 'string' ? line.includes(one) : one instanceof RegExp ? one.test(line) : false));
  const kept: string[] = [];
  all.forEach((line, index) => {
    if (index < first || wanted(line)) kept.push(line);
    else if (kept.at(-1) !== '…') kept.push('…');
  });
  return kept.at(-1) === '…' && first === 1 ? kept.slice(0, -1) : kept;
}

/** The overview in one line, as in the old database: `Leitung: ✅ Ja | FB 3: ⛔ Nein | …`. */
function inOneLine(lines: readonly string[]): string[] {
  const isSlot = (line: string | undefined) => /: [✅⛔⏳] \S+( \S+)?$/u.test(line ?? '');
  return lines.reduce<string[]>((kept, line) => {
    const last = kept.at(-1);
    if (isSlot(line) && isSlot(last)) kept[kept.length - 1] = `${last} | ${line}`;
    else kept.push(line);
    return kept;
  }, []);
}

/** Breaks at spaces, but not before a number (`FB 3`); an indent at the beginning is kept on every line. */
function wrap(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const found: string[] = [];
  let line = '';
  for (const word of text.trim().split(/ (?!\d)/)) {
    const longer = line === '' ? indent + word : `${line} ${word}`;
    if (line !== '' && longer.length > width) {
      found.push(line);
      line = indent + word;
    } else line = longer;
  }
  return [...found, line];
}
