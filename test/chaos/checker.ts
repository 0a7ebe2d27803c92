/** Counts what a run has left behind: with SQL and hashes of its own, and the books of the fakes. No code of the product. */
import { createHash } from 'node:crypto';
import postgres from 'postgres';
import type { SlackFake } from '../support/slack-fake-port.ts';
import type { Done } from './deeds.ts';

export type Finding = { what: string; expected: string; found: number; ok: boolean };

/** What must stand in the record exactly once, by kind of deed. `$1` is the deed's mark. */
const RECORDED: Record<Exclude<Done['kind'], 'help'>, string> = {
  vote: `select count(*)::int as n from audit join applications a on audit.subject = 'application:' || a.id
    where audit.action = 'voted' and a.number || ' ' || (audit.data ->> 'body') = $1`,
  register: `select count(*)::int as n from applications where key = $1 and state = 'draft'`,
  report: `select count(*)::int as n from incident_channels ic join channels c on c.id = ic.channel where c.url = $1`,
  leaver: `select count(*)::int as n from leaver_cases l join people p on p.id = l.person where p.email = $1`,
};

/** @param url of the database; @param done what people did, and whether the bot acknowledged it */
export async function check(url: string, slack: SlackFake, done: readonly Done[]): Promise<Finding[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const findings: Finding[] = [];
  const find = (what: string, found: number, ok = found === 0, expected = '0') =>
    findings.push({ what, expected, found, ok });
  try {
    for (const kind of Object.keys(RECORDED) as (keyof typeof RECORDED)[]) {
      const deeds = done.filter((deed) => deed.kind === kind);
      let lost = 0;
      let doubled = 0;
      for (const { mark, acknowledged } of deeds) {
        const [row] = await sql.unsafe<{ n: number }[]>(RECORDED[kind], [mark]);
        const times = row?.n ?? 0;
        if (acknowledged && times === 0) lost += 1;
        if (times > 1) doubled += 1;
      }
      find(`${kind}: acknowledged and not in the record (of ${deeds.length})`, lost);
      find(`${kind}: in the record more than once`, doubled);
      find(`${kind}: never acknowledged`, deeds.filter(({ acknowledged }) => !acknowledged).length);
    }
    const [outbox] = await sql<{ stuck: number; doubtful: number; dead: number }[]>`
      select count(*) filter (where state in ('waiting', 'sending'))::int as stuck,
        count(*) filter (where state = 'doubtful')::int as doubtful, count(*) filter (where state = 'dead')::int as dead
      from outbox`;
    find('effects that never went out', outbox?.stuck ?? -1);
    find('effects given up', outbox?.dead ?? -1);
    const uncertain = outbox?.doubtful ?? -1;
    find('uncertain deliveries, shown to the operators', uncertain, uncertain >= 0, 'any');
    const [notices] = await sql<{ n: number }[]>`
      select count(*)::int as n from incident_receipts r where not exists (
        select from outbox o where o.effect #>> '{to,person}' = r.person and o.state in ('sent', 'doubtful'))`;
    find('required notices that went out to nobody', notices?.n ?? -1);
    find('breaks in the audit chain', await breaks(sql));
    find('cards that stand twice in Slack', twiceInSlack(slack));
  } finally {
    await sql.end();
  }
  return findings;
}

/** Each card carries its effect's id; the same id on two messages is a double. */
function twiceInSlack(slack: SlackFake): number {
  const ids = [...slack.space.rooms.values()]
    .flatMap(({ messages }) => messages)
    .flatMap(({ metadata }) => (metadata ? [JSON.stringify(metadata.event_payload)] : []));
  return ids.length - new Set(ids).size;
}

/** The chain as documented in DECISIONS.md: SHA-256 over the hash before, a line break, and the row as sorted JSON. */
async function breaks(sql: postgres.Sql): Promise<number> {
  const rows = await sql`select * from audit order by seq`;
  const [head] = await sql`select * from audit_head`;
  let previous = '0'.repeat(64);
  let broken = 0;
  for (const [index, row] of rows.entries()) {
    const fields = [Number(row.seq), row.at.toISOString(), row.actor, row.action, row.subject, row.data, row.cause];
    const hash = createHash('sha256')
      .update(`${previous}\n${sorted(fields)}`)
      .digest('hex');
    if (Number(row.seq) !== index + 1 || row.previous !== previous || row.hash !== hash) broken += 1;
    previous = row.hash;
  }
  if (head?.hash !== previous || Number(head?.seq) !== rows.length) broken += 1;
  return broken;
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${sorted(item)}`).join(',')}}`;
}
