/** What we use of WebAssembly. Node has it; the type libraries have it for browsers only. */
export {};

declare global {
  namespace WebAssembly {
    /** A memory that threads share: views of its buffer stay valid when it grows, and keep their length. */
    class Memory {
      constructor(descriptor: { initial: number; maximum: number; shared: true });
      readonly buffer: SharedArrayBuffer;
      /** Adds pages of 64 KiB. Throws a RangeError when there is no room. */
      grow(pages: number): number;
    }

    interface Module {
      readonly [Symbol.toStringTag]: string;
    }

    const Module: new (bytes: Uint8Array) => Module;

    class Instance {
      constructor(module: Module, imports: Record<string, Record<string, unknown>>);
      readonly exports: Readonly<Record<string, unknown>>;
    }
  }
}
