/** What went over the wire. */

export interface Exchange {
  /** The path of the URL. */
  path: string;
  status: number;
  /** The text of the answer. */
  body: string;
}

/** A `fetch` that keeps a copy of the last exchange until it is taken. */
export function createRecorder() {
  let last: Exchange | undefined;
  return {
    async fetch(url: string, init: RequestInit): Promise<Response> {
      const response = await globalThis.fetch(url, init);
      last = {path: new URL(url).pathname, status: response.status, body: await response.clone().text()};
      return response;
    },
    /** The exchange since the last time; undefined if there was none. */
    take(): Exchange | undefined {
      const taken = last;
      last = undefined;
      return taken;
    },
  };
}
