// A built Worker in workerd, where code from strings is refused: what it answers to one request.
import {readFileSync} from 'node:fs';
import {Log, LogLevel, Miniflare} from 'miniflare';

/** The text that the Worker in `file`, one ES module, answers with. */
export async function answerOfWorker(file: string): Promise<string> {
  const miniflare = new Miniflare({
    modules: [{type: 'ESModule', path: 'worker.js', contents: readFileSync(file, 'utf8')}],
    compatibilityDate: '2026-07-01',
    // Nothing is asked of Cloudflare: no request metadata, no telemetry.
    cf: false,
    telemetry: {enabled: false},
    log: new Log(LogLevel.WARN),
  });
  try {
    const response = await miniflare.dispatchFetch('http://localhost/');
    return await response.text();
  } finally {
    await miniflare.dispose();
  }
}
