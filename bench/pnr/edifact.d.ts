/** What the bench needs of the peer, which has no types of its own. */
declare module 'edifact' {
  export class Parser {
    encoding(level: string): void;
    on(event: 'opensegment' | 'closesegment' | 'element' | 'component', listener: (text: string) => void): this;
    write(text: string): void;
    end(): void;
  }
}
