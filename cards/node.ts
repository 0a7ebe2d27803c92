/**
 * What people see, before any chat draws it: a card is a title and a list of nodes.
 *
 * Every string in a node is PLAIN TEXT. A renderer escapes it for its chat, so a title that contains `<!channel>` or a
 * markdown link is displayed literally. Structure (bold labels, columns) comes only from the kind of node.
 */

/** A word or a sign always accompanies the tone: state is never shown by colour alone. */
export type Tone = 'info' | 'good' | 'warning' | 'danger';

/** Asked before something that can't be undone. Slack: confirm dialog. Adaptive Cards: a second card that unfolds. */
export type Confirm = { title: string; text: string; yes: string; no: string };

/**
 * A button runs the command row `do` with `args`; the values of all inputs of the card are sent along.
 * `args` must stay small: Slack allows 2,000 characters for name and arguments together.
 */
export type Button = {
  label: string;
  do: string;
  args?: Record<string, string | number | boolean>;
  style?: 'primary' | 'danger';
  confirm?: Confirm;
};

/** An input's name is the form's field path (`platform`, `persons.0.role`): letters, digits, `.`, `-` and `_`. */
type InputBase = {
  name: string;
  label: string;
  hint?: string;
  required: boolean;
  /** What is wrong with the value, shown under the field. The typed value stays. */
  problem?: string;
};
export type Option = { value: string; label: string };

export type Input = InputBase &
  (
    | { kind: 'line'; value?: string; placeholder?: string; max: number }
    | { kind: 'area'; value?: string; placeholder?: string; max: number }
    | { kind: 'number'; value?: string; placeholder?: string }
    /** ISO date, `2026-11-21`. */
    | { kind: 'date'; value?: string }
    /** One of the options; up to 10 may be drawn as radio buttons, more as a menu. No value: nothing chosen yet. */
    | { kind: 'choice'; value?: string; options: Option[] }
    | { kind: 'choices'; value?: string[]; options: Option[] }
    /**
     * A person of the city. The value is a person id of the registry; `shown` is the person's name. The answer may be a
     * registry id, an id of the chat (`U045…`, an Entra object id) or a typed name; the shell resolves it.
     */
    | { kind: 'person'; value?: string; shown?: string; options: Option[] }
  );

export type Node =
  | { kind: 'heading'; text: string }
  /** A paragraph; line breaks are kept. */
  | { kind: 'text'; text: string }
  /** Small print. */
  | { kind: 'note'; text: string }
  | { kind: 'banner'; tone: Tone; text: string }
  | { kind: 'facts'; facts: { label: string; value: string }[] }
  /** At most 8 columns and 12 rows; chats without tables draw lines of `column: value`. */
  | { kind: 'table'; columns: string[]; rows: string[][] }
  /** One row of a list: title, one or two lines of text, and its buttons. */
  | { kind: 'item'; title: string; text?: string; buttons: Button[] }
  | { kind: 'divider' }
  | { kind: 'link'; text: string; url: string }
  | { kind: 'actions'; buttons: Button[] }
  /** Folded until opened. Inputs inside count even while hidden. `id` is unique in the card. */
  | { kind: 'fold'; id: string; title: string; open: boolean; nodes: Node[] }
  | Input;

export type Kind = Node['kind'];
const INPUT_KINDS = ['line', 'area', 'number', 'date', 'choice', 'choices', 'person'] as const satisfies Kind[];

export type Card = {
  title: string;
  nodes: Node[];
  /** One plain sentence for notifications and screen readers. */
  summary: string;
  lang: Lang;
  /**
   * Present: the card is a form. `submit` is its main button (Slack: the modal's own). `others` are beside it
   * (back, save for later, another person …) and send the inputs, too.
   */
  form?: { submit: Button; others: Button[] };
};

export type Lang = 'de' | 'en';

/** Draws every kind of node: a kind that a chat does not draw fails to compile. */
export type Renderer<Out> = { [K in Kind]: (node: Extract<Node, { kind: K }>, lang: Lang) => Out[] };

export function isInput(node: Node): node is Input {
  return (INPUT_KINDS as readonly string[]).includes(node.kind);
}

/** All nodes in reading order, including those inside folds. */
export function* walk(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    if (node.kind === 'fold') yield* walk(node.nodes);
  }
}

/** Every button of a card, including the form's own. */
export function buttons(card: Card): Button[] {
  const found: Button[] = [];
  for (const node of walk(card.nodes)) {
    if (node.kind === 'item' || node.kind === 'actions') found.push(...node.buttons);
  }
  return card.form ? [...found, card.form.submit, ...card.form.others] : found;
}
