import type { Files } from '../../../src/ports/files/files.ts';

/** Files in memory; with `isReadOnly` nothing can be written. */
export class TestFiles implements Files {
  readonly contents = new Map<string, string>();
  /** Called before each read: another program at work. */
  beforeRead: (path: string) => void = () => undefined;
  isReadOnly = false;
  /** The current folder. */
  folder: string | null = '/home/jane';
  /** What `foreignHand` says of every path. */
  foreign: string | null = null;

  foreignHand(): string | null {
    return this.foreign;
  }

  read(path: string): string | null {
    this.beforeRead(path);
    return this.contents.get(path) ?? null;
  }

  stdin(): string {
    return this.contents.get('-') ?? '';
  }

  real(path: string): string {
    return path;
  }

  currentFolder(): string | null {
    return this.folder;
  }

  list(folder: string): readonly string[] {
    const paths = [...this.contents.keys()].filter((path) => path.startsWith(`${folder}/`));
    return paths.map((path) => path.slice(folder.length + 1));
  }

  openToOthers(): 'no' {
    return 'no';
  }

  append(path: string, text: string): void {
    this.write(path, `${this.read(path) ?? ''}${text}`);
  }

  write(path: string, text: string): void {
    if (this.isReadOnly) {
      throw Object.assign(new Error(`EROFS: read-only file system, open '${path}'`), { code: 'EROFS' });
    }
    this.contents.set(path, text);
  }

  remove(path: string): boolean {
    return this.contents.delete(path);
  }
}
