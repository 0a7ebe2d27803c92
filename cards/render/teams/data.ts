/** The data behind a button: how it is packed into a card and read when it comes back. */
import type { Button } from '../../node.ts';

/**
 * `filled` names the inputs that had a value when the card was drawn. Clients omit an emptied input from what they send
 * (adaptivecards 3.0.6 does), so without the list nobody could clear a field.
 */
type ButtonData = { do: string; args: Record<string, unknown>; filled?: string[] };

/**
 * Value of the extra choice "no answer" of an optional choice; the client's renderer turns an empty value into
 * "undefined".
 */
export const NO_ANSWER = '__none';
const TYPED = '__typed';
const RESERVED = new Set(['do', 'args', 'filled', 'msteams']);
const SHELTER = '__field';

/** The id of the text input beside a list of persons, for names that the list lacks. */
export const typedId = (name: string): string => name + TYPED;

/** The id of an input in a card: its name, unless that would overwrite the button's own data. */
export const inputId = (name: string): string => (RESERVED.has(name) ? name + SHELTER : name);
const nameOf = (id: string): string => (id.endsWith(SHELTER) ? id.slice(0, -SHELTER.length) : id);

export function buttonData(button: Button, filled: readonly string[]): ButtonData {
  return { do: button.do, args: { ...button.args }, ...(filled.length > 0 ? { filled: [...filled] } : {}) };
}

/**
 * The field values in the data of a pressed button: strings by field name. An absent name was not on the card, or was
 * empty before and after. An emptied field is `''`. Several choices are one string (see `listFromValue`). A typed name
 * is used if the list has no person, or still shows the one that was drawn.
 */
export function valuesFromData(data: unknown): Record<string, unknown> {
  const raw = asRecord(data);
  const filled = new Set(Array.isArray(raw.filled) ? raw.filled.map(String) : []);
  const ids = [...filled, ...Object.keys(raw).filter((id) => !RESERVED.has(id))];
  const values = new Map<string, unknown>();
  for (const id of ids.filter((id) => !id.endsWith(TYPED))) {
    const value = raw[id] ?? '';
    values.set(nameOf(id), value === NO_ANSWER ? '' : value);
  }
  for (const id of ids.filter((id) => id.endsWith(TYPED))) {
    const name = id.slice(0, -TYPED.length);
    const typed = String(raw[id] ?? '').trim();
    const picked = values.get(name) ?? '';
    values.set(name, typed !== '' && (picked === '' || filled.has(inputId(name))) ? typed : picked);
  }
  return Object.fromEntries(values);
}

/** Which button it was; undefined if the data is not ours. */
export function buttonFromData(data: unknown): { do: string; args: Record<string, unknown> } | undefined {
  const raw = asRecord(data);
  return typeof raw.do === 'string' && raw.do !== '' ? { do: raw.do, args: asRecord(raw.args) } : undefined;
}

/** The value of a choice in a list that the client joins with commas. */
export const listItem = (value: string): string => value.replace(/%(?=2C|25)/g, '%25').replaceAll(',', '%2C');

/** Several choices as a list, from the comma-joined string of an Adaptive Card (an array is kept as it is). */
export function listFromValue(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'string') return [];
  const items = value.split(',').filter((item) => item !== '');
  return items.map((item) => item.replace(/%(2C|25)/g, (_, code) => (code === '2C' ? ',' : '%')));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
