// What signs and reads calls of AWS's query protocol, and the whole of one chunk of the bundle: scripts/bundle.mjs bundles
// this file by itself.
export { parseXML } from '@aws-sdk/xml-builder';
export { SignatureV4 } from '@smithy/signature-v4';
