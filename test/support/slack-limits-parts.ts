/** The parts of Block Kit for `slackFaults`: texts, ids, buttons and input elements. */

export type Json = Record<string, unknown>;
/** Collects the faults of one surface with their positions. */
export type Report = { faults: string[]; blockIds: Set<string>; actionIds: Set<string> };

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export function keys(part: Json, at: string, allowed: string, report: Report): void {
  const known = allowed.split(' ');
  for (const key of Object.keys(part)) if (!known.includes(key)) report.faults.push(`${at}: unknown key ${key}`);
  for (const [key, value] of Object.entries(part))
    if (value === undefined) report.faults.push(`${at}.${key}: undefined`);
}

export function length(value: unknown, at: string, max: number, report: Report, min = 1): void {
  if (typeof value !== 'string') report.faults.push(`${at}: no string`);
  else if (value.length > max) report.faults.push(`${at}: ${value.length} characters, at most ${max}`);
  else if (value.length < min) report.faults.push(`${at}: empty`);
  else if (/\p{Cs}/u.test(value)) report.faults.push(`${at}: half a surrogate pair`);
}

export function count(value: unknown, at: string, min: number, max: number, report: Report): void {
  const size = list(value).length;
  if (!Array.isArray(value) || size < min || size > max)
    report.faults.push(`${at}: ${size} entries, ${min} to ${max} allowed`);
}

export function once(id: unknown, at: string, seen: Set<string>, report: Report): void {
  length(id, at, 255, report);
  if (typeof id !== 'string') return;
  if (seen.has(id)) report.faults.push(`${at}: ${id} is there twice`);
  seen.add(id);
}

export function safe(value: unknown, at: string, report: Report): void {
  if (typeof value !== 'string') return;
  if (value.trim() === '') report.faults.push(`${at}: blank`);
  if (/(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u.test(value)) report.faults.push(`${at}: control or bidi characters`);
}

export function text(value: unknown, at: string, max: number, report: Report, kinds = ['plain_text']): void {
  if (!isJson(value)) return void report.faults.push(`${at}: no text object`);
  if (!kinds.includes(String(value.type))) report.faults.push(`${at}: type ${value.type}`);
  keys(value, at, value.type === 'mrkdwn' ? 'type text verbatim' : 'type text emoji', report);
  length(value.text, `${at}.text`, max, report);
  safe(value.text, `${at}.text`, report);
}

export function button(value: unknown, at: string, report: Report): void {
  if (!isJson(value) || value.type !== 'button') return void report.faults.push(`${at}: no button`);
  keys(value, at, 'type action_id text value style confirm url accessibility_label', report);
  once(value.action_id, `${at}.action_id`, report.actionIds, report);
  text(value.text, `${at}.text`, 75, report);
  length(value.value, `${at}.value`, 2000, report);
  if (value.style !== undefined && value.style !== 'primary' && value.style !== 'danger')
    report.faults.push(`${at}.style`);
  if (value.confirm === undefined) return;
  if (!isJson(value.confirm)) return void report.faults.push(`${at}.confirm`);
  keys(value.confirm, `${at}.confirm`, 'title text confirm deny style', report);
  text(value.confirm.title, `${at}.confirm.title`, 100, report);
  text(value.confirm.text, `${at}.confirm.text`, 300, report);
  text(value.confirm.confirm, `${at}.confirm.confirm`, 30, report);
  text(value.confirm.deny, `${at}.confirm.deny`, 30, report);
}

const ELEMENTS: Record<string, string> = {
  plain_text_input: 'multiline max_length min_length initial_value placeholder',
  number_input: 'is_decimal_allowed initial_value min_value max_value placeholder',
  datepicker: 'initial_date placeholder',
  radio_buttons: 'options initial_option',
  checkboxes: 'options initial_options',
  static_select: 'options option_groups initial_option placeholder',
  multi_static_select: 'options option_groups initial_options placeholder',
  users_select: 'initial_user placeholder',
};

export function element(value: unknown, at: string, report: Report): void {
  if (!isJson(value)) return void report.faults.push(`${at}: no element`);
  const allowed = ELEMENTS[String(value.type)];
  if (allowed === undefined) return void report.faults.push(`${at}: unknown element ${value.type}`);
  keys(value, at, `type action_id focus_on_load ${allowed}`, report);
  length(value.action_id, `${at}.action_id`, 255, report);
  if (value.placeholder !== undefined) text(value.placeholder, `${at}.placeholder`, 150, report);
  if (value.type === 'plain_text_input') typedElement(value, at, report);
  if (value.type === 'number_input') {
    if (typeof value.is_decimal_allowed !== 'boolean') report.faults.push(`${at}.is_decimal_allowed`);
    if (value.initial_value !== undefined && Number.isNaN(Number.parseFloat(String(value.initial_value))))
      report.faults.push(`${at}: no number`);
  }
  const date = value.initial_date;
  if (date !== undefined && new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, 10) !== date)
    report.faults.push(`${at}: no date`);
  if (value.initial_user !== undefined && !/^[UW][A-Z0-9]+$/.test(String(value.initial_user)))
    report.faults.push(`${at}: no user`);
  if (allowed.startsWith('options')) options(value, at, report);
}

function typedElement(value: Json, at: string, report: Report): void {
  const max = value.max_length ?? 3000;
  if (typeof max !== 'number' || max < 1 || max > 3000 || !Number.isInteger(max))
    report.faults.push(`${at}.max_length: ${max}`);
  if (value.initial_value === undefined) return;
  length(value.initial_value, `${at}.initial_value`, Number(max), report);
  safe(value.initial_value, `${at}.initial_value`, report);
  if (value.multiline !== true && String(value.initial_value).includes('\n'))
    report.faults.push(`${at}: line break in one line`);
}

function options(value: Json, at: string, report: Report): void {
  const grouped = value.option_groups !== undefined;
  if (grouped === (value.options !== undefined)) report.faults.push(`${at}: options or option_groups, one of them`);
  const few = value.type === 'radio_buttons' || value.type === 'checkboxes';
  const groups = grouped ? list(value.option_groups) : [{ options: value.options }];
  if (groups.length > 100) report.faults.push(`${at}: ${groups.length} groups`);
  const all: unknown[] = [];
  groups.forEach((group, index) => {
    if (!isJson(group)) return;
    if (grouped) text(group.label, `${at}.option_groups[${index}].label`, 75, report);
    count(group.options, `${at}.options`, 1, few ? 10 : 100, report);
    all.push(...list(group.options));
  });
  const values = new Set<string>();
  for (const option of all) {
    if (!isJson(option)) report.faults.push(`${at}: no option`);
    else {
      keys(option, `${at}.option`, 'text value description', report);
      text(option.text, `${at}.option.text`, 75, report);
      length(option.value, `${at}.option.value`, 75, report);
      if (values.has(String(option.value))) report.faults.push(`${at}: option ${option.value} twice`);
      values.add(String(option.value));
    }
  }
  const initial = value.initial_option === undefined ? list(value.initial_options) : [value.initial_option];
  if (value.initial_options !== undefined && initial.length === 0) report.faults.push(`${at}: empty initial_options`);
  const known = new Set(all.map((option) => JSON.stringify(option)));
  for (const option of initial) {
    if (!known.has(JSON.stringify(option))) report.faults.push(`${at}: initial option is none of the options`);
  }
}
