/** Downloads a file that somebody sent, with the bot's token and only from Slack. */
import { SendError } from '../../bot/chat.ts';
import { fromStatus } from './errors.ts';
import { fetchSafely, mayReach } from './web.ts';

/** In bytes, the largest attachment the form accepts. */
const FILE_LIMIT = 5 * 1024 * 1024;
/** The request carries the bot's token, so it may go to these hosts only. */
const HOSTS = ['files.slack.com', 'slack.com'];

/**
 * The bytes behind `url_private_download`. Throws SendError; `refused` means foreign host, file too large or no access.
 */
export async function downloadFile(
  source: string,
  options: { botToken: string; apiUrl: string | undefined },
): Promise<Uint8Array> {
  if (!mayReach(source, HOSTS, options.apiUrl)) throw new SendError('refused', 'foreign_file_host');
  const answer = await fetchSafely(source, { headers: { authorization: `Bearer ${options.botToken}` } });
  const fault = faultOf(answer);
  if (fault) {
    await answer.body?.cancel();
    throw fault;
  }
  return readLimited(answer);
}

function faultOf(answer: Response): SendError | undefined {
  if (!answer.ok) return fromStatus(answer.status);
  // Without the scope files:read Slack responds 200 with its login page.
  if (answer.headers.get('content-type')?.startsWith('text/html')) return new SendError('refused', 'login_page');
  if (Number(answer.headers.get('content-length') ?? 0) > FILE_LIMIT) return new SendError('refused', 'file_too_large');
  return undefined;
}

async function readLimited(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body ?? []) {
      size += chunk.length;
      if (size > FILE_LIMIT) break;
      chunks.push(chunk);
    }
  } catch {
    throw new SendError('unknown', 'file_cut_off');
  }
  if (size > FILE_LIMIT) throw new SendError('refused', 'file_too_large');
  return new Uint8Array(Buffer.concat(chunks));
}
