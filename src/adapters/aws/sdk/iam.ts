// What signs and reads IAM's calls, and the whole of one chunk of the bundle: scripts/bundle.mjs bundles this file by itself.
export { parseXML } from '@aws-sdk/xml-builder';
export { SignatureV4 } from '@smithy/signature-v4';
