/** A log that a test can read. */
import type { Log, LogEntry } from '../../src-main/ports.ts';

export class MemoryLog implements Log {
  readonly entries: LogEntry[] = [];

  write(entry: LogEntry): void {
    this.entries.push(entry);
  }

  get text(): string {
    return JSON.stringify(this.entries);
  }
}
