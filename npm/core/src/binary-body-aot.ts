/** Stands in for `binary-body.ts` where the build leaves the binary form out. */
import type {BodyParts, BodyWriter} from './body.ts';
import {RpcError} from './errors.ts';

const refuse = (): never => {
  throw new RpcError({
    type: 'invalid-body',
    publicMessage: 'There are no binary bodies here: the build excludes toBinary and fromBinary',
    statusCode: 415,
  });
};

export const binaryBodyWriter: () => BodyWriter = refuse;
export const readBinaryBody: (bytes: Uint8Array) => BodyParts = refuse;
