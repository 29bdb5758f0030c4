/**
 * Whether a `NO_PROXY` list exempts a host (lower case, no brackets): an exact host, `.domain` or `*.domain` for all
 * below it, `*` for all; entries are parted by commas or blanks, in any case, each with or without `:port`.
 */
export function matchesNoProxy(list: string, host: string, port: number): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry, host, port));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') {
    return true;
  }
  const { name, onlyPort } = splitPort(entry);
  if (onlyPort !== null && onlyPort !== port) {
    return false;
  }
  const domain = name.replace(/^\*\./, '.').replace(/\.$/, '');
  return domain.startsWith('.') ? host.endsWith(domain) && host !== domain : host === domain;
}

/** `host:443`, `[::1]:443` and `[::1]` have brackets or one colon; a bare IPv6 address has several. */
function splitPort(entry: string): { name: string; onlyPort: number | null } {
  const match = /^(?:\[(?<six>[^\]]*)\]|(?<plain>[^:]*))(?::(?<port>\d+))?$/.exec(entry);
  if (match?.groups === undefined) {
    return { name: entry, onlyPort: null };
  }
  const { six, plain, port } = match.groups;
  return { name: six ?? plain ?? entry, onlyPort: port === undefined ? null : Number(port) };
}
