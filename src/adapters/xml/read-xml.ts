import { DOMParser } from '@xmldom/xmldom';
import type { XmlElement } from '../../core/saml/xml-element.ts';

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/** The root of a document, as ports/xml.ts says. The parser knows XML's five entities and no others, and reads no document type's. */
export function readXml(text: string): XmlElement | null {
  if (/<!DOCTYPE/i.test(text)) {
    return null;
  }
  let isFaulty = false;
  const fault = (): void => void (isFaulty = true);
  try {
    const parser = new DOMParser({ errorHandler: { warning: fault, error: fault, fatalError: fault } });
    const root = parser.parseFromString(text, 'text/xml')?.documentElement ?? null;
    return isFaulty || root === null ? null : plain(root);
  } catch {
    return null;
  }
}

interface Draft extends XmlElement {
  readonly children: Draft[];
  text: string;
}

/** Without recursion: a document may be as deep as it is long. */
function plain(root: Element): XmlElement {
  const top = draft(root);
  const ahead: [Element, Draft][] = [[root, top]];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const [node, made] = next;
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.nodeType === ELEMENT) {
        const below = draft(child as Element);
        made.children.push(below);
        ahead.push([child as Element, below]);
      } else if (child.nodeType === TEXT || child.nodeType === CDATA) {
        made.text += child.nodeValue ?? '';
      }
    }
  }
  return top;
}

function draft(node: Element): Draft {
  const attributes = new Map<string, string>();
  for (let index = 0; index < node.attributes.length; index += 1) {
    const attribute = node.attributes.item(index);
    if (attribute !== null) {
      attributes.set(attribute.name, attribute.value);
    }
  }
  const name = node.localName ?? node.nodeName;
  return { space: node.namespaceURI ?? '', name, attributes, children: [], text: '' };
}
