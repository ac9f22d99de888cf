/** A request as an adapter would hand it over, and its answer with the body parsed. */
import {dispatch, type RawRequest} from '@mionkit/router';

export interface CallAnswer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

export async function call(
  path: string,
  body: unknown = {},
  headers: Record<string, string> = {},
  more: Partial<RawRequest> = {},
): Promise<CallAnswer> {
  const responseHeaders = new Headers();
  const answer = await dispatch(
    {
      path,
      method: 'POST',
      headers: new Headers(headers),
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...more,
    },
    responseHeaders,
  );
  return {status: answer.status, body: JSON.parse(answer.body as string), headers: responseHeaders};
}

export const signedIn = {authorization: 'good'};
