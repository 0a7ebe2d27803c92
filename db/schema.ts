/** All tables, split along the words of the README. */
export * from './schema/audit.ts';
export * from './schema/delivery.ts';
export * from './schema/incident/communication.ts';
export * from './schema/incident/dormant.ts';
export * from './schema/incident/evidence.ts';
export * from './schema/incident/incidents.ts';
export * from './schema/leavers.ts';
export * from './schema/organisation.ts';
export * from './schema/registry.ts';
export * from './schema/time.ts';
