/** Converts entries in an input of the Slack fake to the values that Slack sends. */
import { plain } from './slack-fake-state.ts';
import { isJson, type Json, list } from './slack-limits-parts.ts';

/** The state of an element after a person has entered `value`: an option by value or label; null clears it. */
export function entered(element: Json, value: string | string[] | null): Json {
  const type = String(element.type);
  const single = Array.isArray(value) ? value[0] : value;
  switch (type) {
    case 'plain_text_input':
    case 'number_input': {
      const max = Number(element.max_length ?? 3000);
      if (single !== null && single !== undefined && single.length > max) {
        throw new Error(`Slack takes only ${max} characters here, not ${single.length}`);
      }
      return { type, value: single === '' || single === undefined ? null : single };
    }
    case 'datepicker':
      return { type, selected_date: single ?? null };
    case 'users_select':
      return { type, selected_user: single ?? null };
    case 'radio_buttons':
    case 'static_select':
      return { type, selected_option: single === null || single === undefined ? null : optionOf(element, single) };
    case 'checkboxes':
    case 'multi_static_select':
      return {
        type,
        selected_options: (Array.isArray(value) ? value : value === null ? [] : [value]).map((one) =>
          optionOf(element, one),
        ),
      };
    default:
      throw new Error(`the Slack fake knows no input ${type}`);
  }
}

/** True if nothing was entered: Slack's client then blocks a required input. */
export function isMissing(state: Json | undefined): boolean {
  const values = Object.entries(state ?? {}).filter(([key]) => key !== 'type');
  return values.every(([, value]) => value === null || value === '' || (Array.isArray(value) && value.length === 0));
}

function optionOf(element: Json, wanted: string): Json {
  const groups = element.option_groups === undefined ? [element] : list(element.option_groups);
  const options = groups.flatMap((group) => (isJson(group) ? list(group.options) : [])).filter(isJson);
  const found = options.find((option) => option.value === wanted || plain(option.text) === wanted);
  if (!found)
    throw new Error(`no option ${wanted}; there are: ${options.map((option) => plain(option.text)).join(', ')}`);
  return found;
}
