/** What the command line prints, and how. */
import { styleText } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';

/** Prints for a person. */
export interface Terminal {
  line(text?: string): void;
  title(text: string): void;
  /** A step that succeeded. */
  good(text: string): void;
  /** Something that went wrong, or was meant to. */
  bad(text: string): void;
  /** Starts a progress bar; without a terminal only its end is told. */
  progress(label: string, total: number): { update(done: number, total: number): void; finish(): void };
}

/** Prints to a stream; colours only where the stream is a terminal. */
export function createTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  const colour = (style: Parameters<typeof styleText>[0], text: string): string =>
    stream.isTTY ? styleText(style, text) : text;
  const line = (text = ''): void => void stream.write(`${text}\n`);
  return {
    line,
    title: (text) => line(`\n${colour('bold', text)}`),
    good: (text) => line(`  ${colour('green', '✓')} ${text}`),
    bad: (text) => line(`  ${colour('red', '✗')} ${text}`),
    progress(label, total) {
      if (!stream.isTTY) {
        let all = total;
        return {
          update: (_done, now) => {
            all = now;
          },
          finish: () => line(`  ${label}: ${all.toLocaleString('en')}`),
        };
      }
      const format = `  ${label} {bar} {percentage} % · {value}/{total} · {eta_formatted} left`;
      const bar = new SingleBar({ format, stream, clearOnComplete: false, hideCursor: true }, Presets.shades_classic);
      bar.start(total, 0);
      return {
        update(done, all) {
          bar.setTotal(all);
          bar.update(done);
        },
        finish: () => bar.stop(),
      };
    },
  };
}
