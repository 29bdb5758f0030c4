import type { XmlElement } from '../core/saml/xml-element.ts';

/**
 * The root of a document; null for what is no well-formed XML, has a document type (which could define entities), or
 * names an entity that XML itself does not define. Nothing is expanded and nothing is fetched.
 */
export type ReadXml = (text: string) => Promise<XmlElement | null>;
