/** Makes sure that an organisation is in force: the one in the database, else the configured file, else the demo's. */
import { readFileSync } from 'node:fs';
import type { Lang } from '../../bot/chat.ts';
import type { Config } from '../../bot/operation/config.ts';
import { diffOrganisation } from '../../bot/organisation/diff.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { organisationInForce } from '../../db/organisation/organisation.ts';
import { EXIT } from '../operation/exit.ts';
import { ToolFault } from '../operation/fault.ts';
import { fill } from '../operation/words/fill.ts';
import { WORDS } from '../operation/words/start.ts';
import { putInForce, readOrganisationFile } from './file.ts';

/**
 * @param demoFile the organisation in force until the operator provides one
 * @returns the line that says which organisation is in force
 * @throws ToolFault if the file to apply has errors
 */
export async function seeToOrganisation(
  lang: Lang,
  config: Pick<Config, 'organisationFile'>,
  store: Store,
  demoFile: string,
): Promise<string> {
  const words = WORDS[lang];
  const own = config.organisationFile;
  const within = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
  const inForce = await within(organisationInForce);
  if (inForce && own === undefined) return fill(words.inForce, { city: inForce.city.name });
  const file = own ?? demoFile;
  const text = readFileSync(file, 'utf8');
  const reading = readOrganisationFile(text, lang);
  if (inForce) {
    const isSame = reading.ok && diffOrganisation(inForce, reading.organisation).length === 0;
    return fill(isSame ? words.inForce : words.fileDiffers, { city: inForce.city.name, file });
  }
  if (!reading.ok) {
    const faults = reading.faults.map(
      ({ line, column, path, message }) => `  ✗ ${file}:${line}:${column} ${path}: ${message}`,
    );
    throw new ToolFault([...faults, fill(words.fileFaulty, { file })], EXIT.config);
  }
  await within((tx) => putInForce(tx, reading.organisation, text, new Date()));
  return fill(own === undefined ? words.demoApplied : words.fileApplied, {
    city: reading.organisation.city.name,
    file,
  });
}

/** Like `seeToOrganisation`, for a tool that runs before the first start. @returns null if one was already in force */
export async function seeToFirstOrganisation(
  lang: Lang,
  config: Pick<Config, 'organisationFile'>,
  store: Store,
  demoFile: string,
): Promise<string | null> {
  const inForce = await store.db.transaction((tx) => organisationInForce(tx as Tx));
  return inForce ? null : seeToOrganisation(lang, config, store, demoFile);
}
