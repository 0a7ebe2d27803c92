/** What every database has to promise, asked of each that this program runs on. */
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Store } from '../../db/connect.ts';
import { stores, wipe } from '../support/db.ts';
import { auditContract } from './contract/audit.ts';
import { changesContract } from './contract/changes.ts';
import { dossierContract } from './contract/dossier.ts';
import { inboxContract } from './contract/inbox.ts';
import { leaversContract } from './contract/leavers.ts';
import { outboxContract } from './contract/outbox.ts';
import { peopleContract } from './contract/people.ts';
import { urgencyContract } from './contract/urgency.ts';

describe.each(stores())('$name', ({ name, open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(() => wipe(store));
  afterAll(() => store?.close());

  const concurrent = name === 'Postgres';
  describe('inbox', () => inboxContract(() => store));
  describe('changes', () => changesContract(() => store));
  describe('dossier', () => dossierContract(() => store));
  describe('audit', () => auditContract(() => store));
  describe('outbox', () => outboxContract(() => store, concurrent));
  describe('urgency of old rows', () => urgencyContract(() => store));
  describe('leavers and directories', () => leaversContract(() => store));
  describe('people and organisation', () => peopleContract(() => store));
});
