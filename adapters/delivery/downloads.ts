/** The endpoint for files created for a person. The secret in the link is the key, and it expires soon. */
import { type RequestHandler, Router } from 'express';
import { appendAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { downloadAt } from '../../db/delivery/downloads.ts';

const TEXTS = {
  none: 'Diesen Link gibt es nicht. / There is no such link.',
  expired:
    'Dieser Link ist abgelaufen. Bitte lassen Sie sich die Datei im Chat noch einmal geben. / This link has expired. Please ask for the file once more in the chat.',
} as const;

/** @param now the app's clock, by which links expire */
export function downloadDoor({ store, now }: { store: Store; now: () => Date }): Router {
  const router = Router();
  const give: RequestHandler<{ key: string }> = async (request, response) => {
    const found = await store.db.transaction(async (tx) => {
      const file = await downloadAt(tx as Tx, request.params.key, now());
      if (file === null || file === 'expired' || request.method === 'HEAD') return file;
      const { id, subject, sha256, person } = file;
      const data = { download: id, sha256, for: person };
      const fetched = { at: now(), actor: 'system', action: 'download-fetched', subject, data, cause: null };
      await appendAudit(tx as Tx, [fetched]);
      return file;
    });
    if (found === null || found === 'expired') {
      response
        .status(found === null ? 404 : 410)
        .type('text')
        .send(TEXTS[found ?? 'none']);
      return;
    }
    response.set({
      'Content-Type': found.type,
      // Always a download: text typed by people must not run under this address.
      'Content-Disposition': `attachment; filename="${found.name.replaceAll(/[^\w.-]/g, '_')}"`,
      'Content-Length': String(found.content.length),
      Digest: `sha-256=${Buffer.from(found.sha256, 'hex').toString('base64')}`,
    });
    response.end(Buffer.from(found.content));
  };
  router.get('/:key', give);
  return router;
}
