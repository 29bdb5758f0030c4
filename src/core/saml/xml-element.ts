/** One element of an XML document, as much as is read of it. */
export interface XmlElement {
  /** Its namespace; empty for none. */
  readonly space: string;
  /** Its name without the prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text without that of elements in it; comments do not cut it. */
  readonly text: string;
}
