/** Server-sent events (WHATWG HTML, 9.2), as the local API sends them. Pure: text in, events out. */

export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Longest text that is kept while an event is not whole. */
const MOST_CHARACTERS = 1024 * 1024;

/** Takes the stream in pieces; returns the events that are whole now. Throws for one without an end. */
export function createEventReader(): (piece: string) => StreamEvent[] {
  let rest = '';
  let event = '';
  let data: string[] = [];
  return (piece) => {
    rest += piece;
    if (rest.length > MOST_CHARACTERS) throw new Error('An event has no end.');
    const found: StreamEvent[] = [];
    // A lone CR at the end may be half of a line's end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/u);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0)
          found.push({ event: event === '' ? 'message' : event, data: data.join('\n') });
        event = '';
        data = [];
        continue;
      }
      const [, name = '', value = ''] = /^([^:]*)(?::[ ]?(.*))?$/u.exec(line) ?? [];
      if (name === 'event') event = value;
      if (name === 'data') data.push(value);
    }
    return found;
  };
}
