/** All tables, split along the words of the README. */
export * from './schema/audit.ts';
export * from './schema/delivery.ts';
export * from './schema/dormant.ts';
export * from './schema/evidence.ts';
export * from './schema/incidents.ts';
export * from './schema/leavers.ts';
export * from './schema/notices.ts';
export * from './schema/people.ts';
export * from './schema/registry.ts';
export * from './schema/time.ts';
