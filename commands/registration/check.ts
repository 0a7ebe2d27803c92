/** What a draft still lacks, field by field and as a whole, and an older draft fitted to the form as it is now. */
import { type Form, fieldsOf, type Problem, problemsIn, scope, screens, type Values } from '../../cards/form.ts';
import {
  ADMINISTRATOR_ROLES,
  DECLARATIONS,
  FORM_VERSION,
  fitToForm,
  holdersOf,
  registrationForm,
} from '../../cards/registration/registration-form.ts';
import type { Application } from '../../db/registry/dossiers.ts';

export const form: Form = registrationForm;

/** The draft's answers as the form of today takes them; `dropped` names what a newer form no longer has as it was. */
export function fitted(draft: Pick<Application, 'answers' | 'formVersion'>): { values: Values; dropped: string[] } {
  return draft.formVersion === FORM_VERSION ? { values: draft.answers, dropped: [] } : fitToForm(draft.answers);
}

/** What no single field can say: two administrators, every declaration made, somebody to call. */
function crossFieldProblems(values: Values): Problem[] {
  const holders = holdersOf(values);
  const administrators = holders.filter(({ role }) => (ADMINISTRATOR_ROLES as readonly string[]).includes(role));
  const declared = Array.isArray(values.declarations) ? values.declarations : [];
  return [
    ...(administrators.length < 2 ? [{ path: 'persons', code: 'too-few-administrators' } as const] : []),
    ...(DECLARATIONS.every((declaration) => declared.includes(declaration))
      ? []
      : [{ path: 'declarations', code: 'declarations' } as const]),
    ...(holders.some(({ emergency }) => emergency)
      ? []
      : [{ path: 'emergency', code: 'no-emergency-contact' } as const]),
  ];
}

/**
 * All that stands between a draft and its submission, each field named once. A closure asks nothing new: head and FB 3
 * decide on what is registered.
 * @param today ISO day
 */
export function lacking(values: Values, today: string): Problem[] {
  if (values.kind === 'closure') return [];
  const single = problemsIn(form, values, today);
  const whole = crossFieldProblems(values).filter(({ path }) => !single.some((problem) => problem.path === path));
  return [...single, ...whole];
}

/**
 * People who have left, each under the field that names them. A closure names nobody anew.
 * @param left see `peopleWhoLeft`
 */
export function departed(values: Values, left: ReadonlySet<string>): Problem[] {
  if (values.kind === 'closure') return [];
  return screens(form, values).flatMap((screen) =>
    fieldsOf(screen, values)
      .filter(([name, field]) => field.kind === 'person' && left.has(String(scope(screen, values)[name])))
      .map(([name]): Problem => ({ path: screen.prefix + name, code: 'person-left' })),
  );
}
